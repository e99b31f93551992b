import type { Reply } from '../../domain/contract/ipc.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import type { House } from '../server/house.ts';
import { type AtWorkOptions, until } from './desk-at-work.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';

/** A desk with a drawer of emulated tokens, each plugged in by its serial. */
export interface StockDesk extends HouseDesk {
  readonly drawer: Map<string, EmulatedToken>;
}

/** Tokens are things: two desks have one drawer, and a token is in one port at a time. */
export async function stockDesk(
  house: House,
  drawer = new Map<string, EmulatedToken>(),
  options: AtWorkOptions = {},
): Promise<StockDesk> {
  const at = await houseDesk(house, {
    ...options,
    trial: { emulatedTokens: () => [...drawer.values()], ...options.trial },
  });
  return Object.assign(at, { drawer });
}

let next = 60_000_000;
/** New blank tokens in the drawer. */
export function newTokens(drawer: Map<string, EmulatedToken>, count: number): string[] {
  return Array.from({ length: count }, () => {
    next += 1;
    drawer.set(`${next}`, emulatedToken({ ...quick, serial: next }));
    return `${next}`;
  });
}

/** Plugs a token in, lets a draft hear it, and pulls it out. */
export async function touchToken(at: StockDesk, id: string, serial: string): Promise<Reply<'stock/touch'>> {
  const presence = await plugSerial(at, serial);
  const heard = await at.ask('stock/touch', { id, presence });
  await pullSerial(at, serial);
  return heard;
}

export async function plugSerial(at: StockDesk, serial: string): Promise<string> {
  const { presence } = await at.ask('practice/plug-in', { serial });
  await until(async () =>
    (await at.ask('tokens/attached')).tokens.some(({ token }) => token.presence === presence) ? true : undefined,
  );
  return presence;
}

export async function pullSerial(at: StockDesk, serial: string): Promise<void> {
  await at.ask('practice/pull-out', { serial });
  await until(async () =>
    (await at.ask('tokens/attached')).tokens.every(({ token }) => token.serial !== serial) ? true : undefined,
  );
}

/** Sends what waits and asks the server for news. */
export async function exchange(at: HouseDesk): Promise<void> {
  await at.ask('sync/send-now');
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  await at.ask('sync/send-now');
}

/** Puts tokens on the shelf of an office, as an order. */
export async function receive(at: StockDesk, office: string, serials: readonly string[]): Promise<void> {
  const { id } = await at.ask('stock/open', { kind: 'receive', office });
  for (const line of serials) await at.ask('stock/scan', { id, line });
  await at.ask('stock/close', { id, lost: [], taken: [] });
}

/** Packs tokens and sends them; answers the shipment's id. */
export async function ship(at: StockDesk, from: string, to: string, serials: readonly string[]): Promise<string> {
  const { id } = await at.ask('stock/open', { kind: 'pack', office: from, to });
  for (const serial of serials) await touchToken(at, id, serial);
  return (await at.ask('stock/close', { id, lost: [], taken: [] })).shipment ?? '';
}
