import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Asked, Channel, Request } from '../../domain/contract/ipc.ts';
import { Seed } from '../../domain/secret.ts';
import { createDesk } from '../../electron/desk.ts';
import { systemClock } from '../../native/clock.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import { openYubikey } from '../../native/yubikey/session.ts';
import { hotpConfiguration } from '../../native/yubikey/slot-layout.ts';
import { openStore } from '../../server/store/store.ts';
import type { Measurement } from '../measurement.ts';
import { enrolmentCodeFor, freePort, serverCommand, startServer } from '../server-process.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const inLane = 20;
const onHub = 4;

/**
 * Spares written anew in a lane with nobody to wait for, from being plugged in to the durable record, against what the
 * token itself takes to be opened, asked for its serial and written: one after the other, and four at once on a hub.
 */
export async function benchSpareLane(): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-lane-'));
  const data = join(folder, 'server');
  await serverCommand(data, ['people', 'example']);
  await serverCommand(data, ['admin', 'create', 'anna', '--grant', 'control_trust'], 'a long password for anna');
  await addOffice(data);
  const server = await startServer(data, await freePort());
  const box = Array.from({ length: inLane + 2 * onHub }, (_, place) => emulatedToken({ serial: 20_000_001 + place }));
  const typed: string[] = [];
  const desk = await createDesk({
    directory: join(folder, 'desk'),
    keystore: { wrap: async (key) => Uint8Array.from(key), unwrap: async (wrapped) => Uint8Array.from(wrapped) },
    hardware: false,
    emulator: 'desk',
    version: 'bench',
    runtime: { electron: '', chrome: '', node: process.version, substitute: false },
    enrolmentFile: undefined,
    sqliteBinding: undefined,
    type: (text) => typed.push(text),
    emit: () => {},
    trial: { emulatedTokens: () => box, namesOnly: true },
  });
  const ask = <C extends Channel>(channel: C, ...request: Asked<C>) => desk.handle(channel, request[0] as Request<C>);

  /** Plugs these in at once, touches each as soon as it is written, and waits for their records; milliseconds in all. */
  async function through(tokens: readonly EmulatedToken[]): Promise<number> {
    const startedAt = performance.now();
    const open = new Set(tokens.map(({ serial }) => String(serial)));
    for (const serial of open) await ask('practice/plug-in', { serial });
    while (open.size > 0) {
      const lane = await ask('reprogram/current');
      for (const { serial, stage } of lane?.spares ?? []) {
        if (!open.has(serial) || stage !== 'written') continue;
        await ask('practice/touch', { slot: 1, serial });
        await ask('reprogram/code', { typed: (typed.pop() ?? '').trim(), longestGapMs: 5 });
        open.delete(serial);
      }
      await wait(1);
    }
    const took = performance.now() - startedAt;
    for (const { serial } of tokens) await ask('practice/pull-out', { serial: String(serial) });
    return took;
  }

  try {
    await ask('vault/create', { passphrase: bytes('not asked for here') });
    await ask('station/enrol', { code: await enrolmentCodeFor(data), name: 'Bench' });
    await ask('app/set-settings', { controller: 'anna' });
    await ask('sync/send-now');
    await ask('reprogram/begin', {
      office: 'madrid',
      expected: box.length,
      type: 'hotp',
      digits: 6,
      slot: 1,
      overwrite: false,
    });
    const one: number[] = [];
    const bare: number[] = [];
    for (const token of box.slice(0, inLane)) {
      bare.push(await bareWrite());
      one.push(await through([token]));
    }
    const hub: number[] = [];
    for (let at = inLane; at < box.length; at += onHub) hub.push((await through(box.slice(at, at + onHub))) / onHub);
    const base = median(bare);
    return [
      measured('a spare in a lane, one after the other', median(one), base, 2),
      measured(`a spare in a lane, ${onHub} at once`, median(hub), base, 1),
    ];
  } finally {
    await desk.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the token alone takes: opened, asked which one it is, written and read back. */
async function bareWrite(): Promise<number> {
  const token = emulatedToken({ serial: 12345678 });
  token.powerUp();
  const startedAt = performance.now();
  const session = await openYubikey(token.connect(), systemClock);
  await session.readSerial();
  await session.readDeviceInfo();
  await session.writeSlot(1, hotpConfiguration({ seed: new Seed(bytes('12345678901234567890')), digits: 6 }));
  return performance.now() - startedAt;
}

async function addOffice(data: string): Promise<void> {
  const { commits, close } = await openStore(join(data, 'keydesk.sqlite'), { now: () => new Date() });
  try {
    await commits.alone(({ offices }) => offices.put({ id: 'madrid', name: 'Madrid' }, new Date().toISOString()));
  } finally {
    await close();
  }
}

function measured(name: string, ms: number, bareMs: number, most: number): Measurement {
  const value = Math.round((ms / bareMs) * 100) / 100;
  return {
    name,
    value,
    unit: 'x a bare write',
    target: `<= ${most}`,
    against: `${bareMs.toFixed(0)} ms to open, identify and write the emulated token; ${Math.round(60_000 / ms)} a minute without hands`,
    met: value <= most,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
