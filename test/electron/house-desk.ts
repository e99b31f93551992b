import type { EmulatedToken } from '../../native/emulator/token.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import type { House } from '../server/house.ts';
import { type AtWorkOptions, type DeskAtWork, deskAtWork, setUp } from './desk-at-work.ts';

/** A desk enrolled with a real server, whose emulated token can be exchanged and made to fail. */
export interface HouseDesk extends DeskAtWork {
  readonly house: House;
  /** The token that the next plugging-in plugs in. */
  token: EmulatedToken;
}

/** How fast the emulated tokens of tests are: the rules are the same, only the waits are shorter. */
export const quick = { storeMs: 1, reportMs: 0 } as const;

export async function houseDesk(house: House, options: AtWorkOptions = {}): Promise<HouseDesk> {
  const held = { token: emulatedToken(quick) };
  const at = await deskAtWork({
    ...options,
    trial: { emulatedToken: () => held.token, pullEveryMs: 3_600_000, ...options.trial },
  });
  await setUp(at, await house.code());
  return {
    ...at,
    house,
    get token() {
      return held.token;
    },
    set token(token: EmulatedToken) {
      held.token = token;
    },
  };
}
