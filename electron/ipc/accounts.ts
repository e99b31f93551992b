import type { accountChannels } from '../../domain/contract/administration/accounts.ts';
import {
  assignToken,
  changeToken,
  describeToken,
  findToken,
  getToken,
  resyncToken,
  searchTokens,
  setEnd,
} from '../administration/account-tokens.ts';
import { getAccount, searchAccounts } from '../administration/accounts.ts';
import { enrolToken, loseToken, setPin, setRandomPin } from '../administration/told-once.ts';
import { typedTwice } from '../administration/typed-twice.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The shortest PIN that is taken here; a policy may want a longer one. */
const shortestPin = 4;

/** People of every realm and their tokens, in the name of whoever is signed in. */
export function accountHandlers(desk: DeskContext): Handlers<keyof typeof accountChannels> {
  const wire = () => desk.administration.wire();
  /** The letter with what was told last, while that is on the screen. */
  let letter: Uint8Array | undefined;
  const keep = (made: Uint8Array | undefined) => {
    letter?.fill(0);
    letter = made;
    return { hasLetter: made !== undefined };
  };
  const pinIfTyped = (pin: Uint8Array, again: Uint8Array) =>
    pin.length + again.length === 0 ? pin : typedTwice(pin, again, shortestPin);
  return {
    'accounts/search': async ({ query, page }) => {
      const { rows, next } = await searchAccounts(wire(), query, page);
      return { rows: [...rows], next };
    },
    'accounts/get': async ({ realm, username }) => {
      const { account, tokens } = await getAccount(wire(), realm, username);
      return { account, tokens: [...tokens] };
    },
    'account-tokens/search': (search) => searchTokens(wire(), search),
    'account-tokens/get': ({ serial }) => getToken(wire(), serial),
    'account-tokens/find': async ({ code }) => ({ serial: await findToken(wire(), code) }),
    'account-tokens/change': ({ serial, act }) => changeToken(wire(), serial, act),
    'account-tokens/assign': ({ serial, realm, username, pin, again }) =>
      assignToken(wire(), serial, { realm, username }, pinIfTyped(pin, again)),
    'account-tokens/resync': ({ serial, first, second }) => resyncToken(wire(), serial, first, second),
    'account-tokens/set-pin': ({ serial, pin, again }) => setPin(wire(), serial, typedTwice(pin, again, shortestPin)),
    'account-tokens/random-pin': async ({ serial, language }) => {
      const { pin, letter: made } = await setRandomPin(wire(), serial, language);
      return { pin, ...keep(made) };
    },
    'account-tokens/lose': async ({ serial, language }) => {
      const { told, letter: made } = await loseToken(wire(), serial, language);
      return { ...told, ...keep(made) };
    },
    'account-tokens/save-letter': async () => {
      // The person may close what was told while they choose a place.
      const taken = letter?.slice();
      const saved = taken !== undefined && (await desk.files.save('letter.pdf', taken));
      taken?.fill(0);
      return { saved };
    },
    'account-tokens/forget-letter': () => void keep(undefined),
    'account-tokens/set-end': ({ serial, until }) => setEnd(wire(), serial, until),
    'account-tokens/describe': ({ serial, description }) => describeToken(wire(), serial, description),
    'account-tokens/enrol': async ({ pin, again, ...wanted }) => {
      const { told, letter: made } = await enrolToken(wire(), { ...wanted, pin: pinIfTyped(pin, again) });
      return { ...told, ...keep(made) };
    },
  };
}
