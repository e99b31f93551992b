import type { Request } from '../../domain/contract/ipc.ts';
import type { LaneView, SpareView } from '../../domain/contract/reprogram.ts';
import { type EmulatedToken, type EmulatedTokenOptions, emulatedToken } from '../../native/emulator/token.ts';
import type { House } from '../server/house.ts';
import { type DeskAtWork, until, walk } from './desk-at-work.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';

/** A desk with a box of emulated tokens, each plugged in by its serial. */
export interface LaneDesk extends HouseDesk {
  readonly box: EmulatedToken[];
}

export function boxOf(count: number, options: EmulatedTokenOptions = {}, from = 20_000_001): EmulatedToken[] {
  return Array.from({ length: count }, (_, place) => emulatedToken({ ...quick, ...options, serial: from + place }));
}

export async function laneDesk(
  house: House,
  box: EmulatedToken[],
  options: Parameters<typeof houseDesk>[1] = {},
): Promise<LaneDesk> {
  const at = await houseDesk(house, { ...options, trial: { emulatedTokens: () => box, ...options.trial } });
  return Object.assign(at, { box });
}

/** Begins a lane in the first office of whoever is at the desk. */
export async function begin(at: DeskAtWork, wish: Partial<Request<'reprogram/begin'>> = {}): Promise<LaneView> {
  const [office] = await at.ask('reprogram/offices');
  if (office === undefined) throw new Error('the controller has an office');
  const usual = { expected: null, type: 'hotp', digits: 6, slot: 1, overwrite: false } as const;
  return at.ask('reprogram/begin', { office: office.id, ...usual, ...wish });
}

export async function lane(at: DeskAtWork): Promise<LaneView> {
  const now = await at.ask('reprogram/current');
  if (now === null) throw new Error('a lane is there');
  return now;
}

export const serialOf = (token: EmulatedToken) => String(token.serial);

/** The token in its lane, once it is at one of the stages. */
export function spareAt(
  at: DeskAtWork,
  token: EmulatedToken,
  ...stages: readonly SpareView['stage'][]
): Promise<SpareView> {
  return until(async () =>
    (await lane(at)).spares.find((one) => one.serial === serialOf(token) && stages.includes(one.stage)),
  );
}

export const insert = (at: DeskAtWork, token: EmulatedToken) => at.ask('practice/plug-in', { serial: serialOf(token) });
export const pull = (at: DeskAtWork, token: EmulatedToken) => at.ask('practice/pull-out', { serial: serialOf(token) });

/** What a touch of the token types. */
export async function touched(at: DeskAtWork, token: EmulatedToken, slot: 1 | 2 = 1): Promise<string> {
  at.typed.length = 0;
  await at.ask('practice/touch', { slot, serial: serialOf(token) });
  return (at.typed[0] ?? '').trim();
}

export async function typeCode(at: DeskAtWork, typed: string, longestGapMs = 8): Promise<LaneView> {
  return at.ask('reprogram/code', { typed, longestGapMs });
}

/** Inserts a token, touches it once it is written, and pulls it out. */
export async function through(at: DeskAtWork, token: EmulatedToken, slot: 1 | 2 = 1): Promise<SpareView> {
  await insert(at, token);
  await until(async () => (await spareAt(at, token, 'written')).isHere);
  await typeCode(at, await touched(at, token, slot));
  const done = await spareAt(at, token, 'done');
  await pull(at, token);
  return done;
}

/** The token once the server has shown that its old codes are dead and the new credential is alive. */
export function shown(at: DeskAtWork, token: EmulatedToken): Promise<SpareView> {
  return until(async () => (await lane(at)).spares.find((one) => one.serial === serialOf(token) && one.proof !== null));
}

/** A token that was issued to somebody at this desk, and taken back. */
export async function returned(at: LaneDesk, token: EmulatedToken): Promise<{ pin: string }> {
  at.token = token;
  await walk(at, 'done');
  await at.ask('ceremony/close');
  await at.ask('sync/send-now');
  const [office] = (await at.ask('acts/foresee', { act: 'take-back', token: serialOf(token) })).offices;
  await at.ask('acts/take-back', { token: serialOf(token), office: office?.id ?? '' });
  await at.ask('sync/send-now');
  token.powerDown();
  return { pin: 'tulip-47' };
}
