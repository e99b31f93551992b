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
  setRealms,
  setToken,
} from '../administration/account-tokens.ts';
import { getAccount, searchAccounts } from '../administration/accounts.ts';
import { finishEnrolment } from '../administration/finish-enrolment.ts';
import { enrolToken, loseToken, setPin, setRandomPin } from '../administration/told-once.ts';
import { typedTwice } from '../administration/typed-twice.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The shortest PIN that is taken here; a policy may want a longer one. */
const shortestPin = 4;

/** People of every realm and their tokens, in the name of whoever is signed in. */
export function accountHandlers(desk: DeskContext): Handlers<keyof typeof accountChannels> {
  const wire = () => desk.administration.wire();
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
    'account-tokens/finish': async ({ typed, ...wanted }) => {
      try {
        return await finishEnrolment(wire(), wanted, typed);
      } finally {
        typed.fill(0);
      }
    },
    'account-tokens/set-pin': ({ serial, pin, again }) => setPin(wire(), serial, typedTwice(pin, again, shortestPin)),
    'account-tokens/random-pin': ({ serial, language }) => setRandomPin(wire(), serial, language),
    'account-tokens/lose': ({ serial, language }) => loseToken(wire(), serial, language),
    'account-tokens/set-end': ({ serial, until }) => setEnd(wire(), serial, until),
    'account-tokens/set': (wanted) => setToken(wire(), wanted),
    'account-tokens/set-realms': ({ serial, realms }) => setRealms(wire(), serial, realms),
    'account-tokens/describe': ({ serial, description }) => describeToken(wire(), serial, description),
    'account-tokens/enrol': ({ pin, again, ...wanted }) =>
      enrolToken(wire(), { ...wanted, pin: pinIfTyped(pin, again) }),
  };
}
