import type { DeskAct } from '../../domain/act.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { broughtContext, inOneRecord } from '../../domain/stock/brought.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { ImportedKey } from '../../seeds/imported-key.ts';
import { performTogether } from '../acts/perform.ts';
import { type CeremonyParts, newId } from '../ceremony/parts.ts';
import { sealToServer } from '../vault/server-sealing.ts';
import { type KeydeskEnrolment, readEnrolment } from '../vault/station.ts';
import { type OrderWish, readOrder, wipeKeys } from './read-order.ts';
import { mustKeepShelf } from './rights.ts';
import { toldOf } from './told-credential.ts';

/** An order by its file, and what was shown of it before. */
export interface TakenOrder extends OrderWish {
  readonly order: string;
  readonly keys: number;
  readonly tokens: number;
}

/**
 * Receives an order by its file: all of its records are one transaction, and the seeds are sealed to the server before
 * anything is written. Whoever pressed the button is who received it.
 */
export async function takeOrder(
  parts: CeremonyParts,
  bytes: Uint8Array,
  wish: TakenOrder,
): Promise<{ readonly records: string[]; readonly keys: number; readonly tokens: number }> {
  mustKeepShelf(parts, wish.office);
  const station = readEnrolment(parts.vault);
  if (station?.kind !== 'keydesk') throw new KeydeskError('station/not-enrolled', {});
  const controller = parts.controller();
  const { keys, tokens, foreseen } = await readOrder(parts.vault, bytes, wish);
  try {
    if (foreseen.faults.count > 0 || keys.length !== wish.keys || tokens.length !== wish.tokens) {
      throw new KeydeskError('order/changed', {});
    }
    if (keys.length + tokens.length === 0) throw new KeydeskError('stock/nothing', {});
    const acts = await actsOf(parts, station, { ...wish, keys, tokens });
    const records = performTogether(
      parts,
      acts.map((act) => ({ act, holder: undefined, reason: '', controller })),
    );
    return { records: [...records], keys: keys.length, tokens: tokens.length };
  } finally {
    wipeKeys(keys);
  }
}

interface Order {
  readonly office: string;
  readonly order: string;
  readonly keys: readonly ImportedKey[];
  readonly tokens: readonly TokenSerial[];
}

/** One record for each thousand: first those that bring credentials, then what is left of the tokens. */
async function actsOf(
  parts: CeremonyParts,
  station: KeydeskEnrolment,
  { office, order, keys, tokens }: Order,
): Promise<readonly DeskAct[]> {
  const file = newId(parts);
  const count = Math.ceil(keys.length / inOneRecord);
  const acts: DeskAct[] = [];
  for (let at = 0; at * inOneRecord < Math.max(keys.length, tokens.length); at += 1) {
    const from = at * inOneRecord;
    const received = {
      what: 'received',
      office,
      order: order.trim(),
      tokens: tokens.slice(from, from + inOneRecord).map((serial) => ({ serial, model: '' })),
    } as const;
    const some = keys.slice(from, from + inOneRecord);
    if (some.length === 0) acts.push(received);
    else {
      const part = { file, part: at + 1, parts: count };
      const { keyId } = station.sealingKey;
      const context = broughtContext({ ...part, keyId, station: station.id, office });
      const seeds = await sealed(station, some, context);
      acts.push({ ...received, brought: { ...part, credentials: some.map(toldOf), seeds } });
    }
  }
  return acts;
}

async function sealed(station: KeydeskEnrolment, keys: readonly ImportedKey[], context: string) {
  const seeds = Buffer.concat(keys.map(({ seed }) => seed));
  try {
    return await sealToServer(station.sealingKey, seeds, context);
  } finally {
    seeds.fill(0);
  }
}
