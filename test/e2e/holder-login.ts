import { readFileSync } from 'node:fs';
import { hotp } from '../../domain/otp/hotp.ts';
import { emulatedState } from '../../native/emulator/state.ts';
import { pin } from './actions.ts';
import { type House, seedInToken } from './launch.ts';

/** What the server says to a person's next code, and to the same code a second time. */
export async function logInTwice(
  house: House,
  username: string,
  realm = 'office',
): Promise<readonly [boolean, boolean]> {
  const code = nextCode(house);
  const first = await house.server.check(username, realm, `${pin}${code}`);
  return [first, await house.server.check(username, realm, `${pin}${code}`)];
}

/** What the next touch of slot 1 would type. */
function nextCode(house: House): string {
  const { slots } = emulatedState.parse(JSON.parse(readFileSync(house.tokenFile, 'utf8')));
  return hotp(seedInToken(house, 1), slots[1]?.counter ?? 0);
}
