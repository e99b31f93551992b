import { accountTokenState } from '../../domain/account.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import {
  assignToken,
  changeToken,
  describeToken,
  findToken,
  type getToken,
  resyncToken,
  searchTokens,
} from '../../electron/administration/account-tokens.ts';
import { getAccount, searchAccounts } from '../../electron/administration/accounts.ts';
import { administratorSession } from '../../electron/administration/session.ts';
import { enrolToken, loseToken, setPin } from '../../electron/administration/told-once.ts';
import type { Wire } from '../../electron/administration/wire-client.ts';
import type { Compared } from './run-privacyidea.ts';

const serial = 'OATHDESK0001';
const seed = Buffer.from('12345678901234567890');
const bob = { realm: 'hq', username: 'bob' };
const nothing = new Uint8Array();

/** One thing the desk's screens do for an administrator, and what must be so afterwards. */
type Step = readonly [what: string, act: (wire: Wire) => Promise<unknown>, so: (result: never) => boolean];

const steps: readonly Step[] = [
  ['finds people', (wire) => searchAccounts(wire, 'bo', 1), ({ rows }: Found) => rows[0]?.username === 'bob'],
  ['enrols', (wire) => init(wire), () => true],
  [
    'finds a token in stock by a part of its serial',
    (wire) => searchTokens(wire, { query: 'DESK0001', by: 'serial', whose: 'nobody', page: 1 }),
    ({ rows }: Tokens) => rows[0]?.serial === serial,
  ],
  [
    'assigns it with a PIN',
    (wire) => assignToken(wire, serial, bob, Buffer.from('tulip-47')),
    ({ owner }: Token) => owner?.username === 'bob',
  ],
  ['shows the person with it', (wire) => getAccount(wire, 'hq', 'bob'), ({ tokens }: Account) => tokens.length === 1],
  [
    'describes it',
    (wire) => describeToken(wire, serial, 'key ring'),
    (token: Token) => token.description === 'key ring',
  ],
  ['disables it', (wire) => changeToken(wire, serial, 'disable'), (token: Token) => stateOf(token) === 'disabled'],
  ['enables it', (wire) => changeToken(wire, serial, 'enable'), (token: Token) => stateOf(token) === 'active'],
  [
    'finds it again by two codes',
    (wire) => resyncToken(wire, serial, hotp(seed, 40), hotp(seed, 41)),
    (result: { found: boolean }) => result.found,
  ],
  ['says whose a code is', (wire) => findToken(wire, hotp(seed, 43)), (found: string) => found === serial],
  ['resets failures', (wire) => changeToken(wire, serial, 'reset'), (token: Token) => token.failures === 0],
  ['sets a PIN', (wire) => setPin(wire, serial, Buffer.from('grün=&+ 1')), () => true],
  [
    'replaces it when it is lost',
    (wire) => loseToken(wire, serial, 'en'),
    (told: Lost) => told.password.length > 7 && told.validUntil !== null && stateOf(told.token) === 'lost',
  ],
  ['unassigns it', (wire) => changeToken(wire, serial, 'unassign'), (token: Token) => token.owner === null],
  ['revokes it', (wire) => changeToken(wire, serial, 'revoke'), (token: Token) => stateOf(token) === 'revoked'],
  ['deletes it', (wire) => changeToken(wire, serial, 'delete'), (gone: null) => gone === null],
  [
    'enrols an app and gets its picture and key',
    (wire) =>
      enrolToken(wire, {
        ...{ type: 'totp', hash: 'sha1', digits: 6, stepSeconds: 30, description: '', owner: bob, pin: nothing },
        language: 'en',
      }),
    (told: Enrolled) => told.picture[1] === 0x50 && told.key.length > 20,
  ],
];

type Found = Awaited<ReturnType<typeof searchAccounts>>;
type Tokens = Awaited<ReturnType<typeof searchTokens>>;
type Token = Awaited<ReturnType<typeof getToken>>;
type Account = Awaited<ReturnType<typeof getAccount>>;
type Lost = Awaited<ReturnType<typeof loseToken>>;
type Enrolled = Awaited<ReturnType<typeof enrolToken>>;

const stateOf = (token: Token) => accountTokenState(token, new Date());

function init(wire: Wire) {
  const parameters = { type: 'hotp', serial, otpkey: seed.toString('hex') };
  return wire.ask({ method: 'POST', path: '/token/init', parameters });
}

/** Looks after a person's tokens as the desk's screens do, on both servers. */
export async function administer(...servers: readonly Compared[]): Promise<boolean> {
  let good = true;
  for (const server of servers) {
    const { url, ca, administrator, name } = server;
    const session = administratorSession({ server: () => ({ url, ca }), now: () => new Date(), changed: () => {} });
    await session.signIn(administrator.name, Buffer.from(administrator.password));
    for (const [what, act, so] of steps) {
      const problem = await tried(session.wire(), act, so);
      if (problem !== undefined) good = false;
      console.log(`${name}: ${what}: ${problem ?? 'yes'}`);
    }
    session.end('signed out');
  }
  return good;
}

async function tried(wire: Wire, act: Step[1], so: Step[2]): Promise<string | undefined> {
  try {
    const result = await act(wire);
    return so(result as never) ? undefined : `NO: ${JSON.stringify(result)?.slice(0, 300)}`;
  } catch (error) {
    const { code, context } = error as { code?: string; context?: unknown };
    return `NO: ${code === undefined ? String(error) : `${code} ${JSON.stringify(context)}`}`;
  }
}
