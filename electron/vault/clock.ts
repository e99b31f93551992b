import { z } from 'zod';
import { clockOffMinutes } from '../../domain/trust/conflicts.ts';
import type { Vault } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

const clock = z.object({ offMinutes: z.int(), heardAt: z.string() });

/** By how many minutes this desk's clock was off when it last heard the server; nothing when it never did. */
export function readClock(vault: Vault): z.infer<typeof clock> | undefined {
  return clock.safeParse(readMeta(vault, 'clock')).data;
}

/** Compares the desk's clock with what the server just told; what is no time is passed over. */
export function compareClock(vault: Vault, now: Date, serverTime: string): void {
  const serverMs = Date.parse(serverTime);
  if (Number.isNaN(serverMs)) return;
  writeMeta(vault, 'clock', { offMinutes: clockOffMinutes(now.getTime(), serverMs), heardAt: now.toISOString() });
}
