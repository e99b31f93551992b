import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Administration } from '../../domain/contract/administration/session.ts';
import { blankPolicy } from '../../domain/policy/policy.ts';
import { type AdministratorSession, administratorSession } from '../../electron/administration/session.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, until } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { heldClock } from './held-clock.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let at: HouseDesk;
let clockMs = Date.now();
const now = () => new Date(clockMs);
beforeAll(async () => {
  house = await openHouse(now);
  at = await houseDesk(house);
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

const signIn = (name = 'root', secret = password) =>
  at.ask('administration/sign-in', { name, password: bytes(secret) });

/** A session of its own with the real server, or whoever is named. */
function session(parts: { idleMs?: number; url?: string; ca?: string; uptimeMs?: () => number } = {}): {
  readonly session: AdministratorSession;
  readonly states: Administration[];
} {
  const states: Administration[] = [];
  const made = administratorSession({
    server: () => ({ url: parts.url ?? house.server.url, ca: parts.ca ?? house.server.installation.authority.ca }),
    now,
    uptimeMs: parts.uptimeMs,
    changed: (state) => states.push(state),
    idleMs: parts.idleMs,
  });
  return { session: made, states };
}

test('signs an administrator in and tells name and rights, and nothing else', async () => {
  const state = await signIn();
  expect(state.signedIn).toMatchObject({ name: 'root', rights: expect.arrayContaining(['policywrite', 'tokenlist']) });
  expect(Object.keys(state.signedIn ?? {}).sort()).toEqual(['name', 'rights', 'until']);
  expect(await at.ask('policies/list')).toEqual([]);
});

test('wipes the password, also when it was refused', async () => {
  for (const secret of [password, 'wrong']) {
    const typed = bytes(secret);
    await at.desk.handle('administration/sign-in', { name: 'root', password: typed }).catch(() => {});
    expect([...typed].every((byte) => byte === 0)).toBe(true);
  }
});

test('carries passwords with every kind of character', async () => {
  const { createAdmin } = await import('../../server/commands/admin.ts');
  const odd = 'ä&=+% 100€ "quote" \\ ~';
  await createAdmin(house.server.installation, 'odd', Buffer.from(odd), []);
  expect((await signIn('odd', odd)).signedIn?.name).toBe('odd');
});

test('refuses a wrong password and an unknown name in the same words', async () => {
  const wrong = await failureOf(signIn('root', 'wrong'));
  expect(wrong).toEqual({ code: 'administration/credentials', context: {} });
  expect(await failureOf(signIn('nobody', password))).toEqual(wrong);
  expect((await at.ask('administration/state')).signedIn).toBeNull();
});

test('names the right that is missing', async () => {
  await signIn('odd', 'ä&=+% 100€ "quote" \\ ~');
  expect(await failureOf(at.ask('policies/list'))).toEqual({
    code: 'administration/no-right',
    context: { right: 'policyread' },
  });
});

test('names the policy that refuses', async () => {
  await signIn();
  const policy = { ...blankPolicy, name: 'none', scope: 'enrollment', action: { maxtoken: '0' } } as const;
  await at.ask('policies/save', { policy, others: {}, seen: null });
  const { session: own } = session();
  await own.signIn('root', bytes(password));
  const parameters = { genkey: 1, user: 'amara.okafor', realm: 'office' };
  const failure = await failureOf(own.wire().ask({ method: 'POST', path: '/token/init', parameters }));
  expect(failure).toMatchObject({
    code: 'administration/refused',
    context: { reason: 'token-limit', policies: 'none' },
  });
  own.end('signed out');
});

test('asks nothing of the server after signing out', async () => {
  await signIn();
  expect((await at.ask('administration/sign-out')).ended).toBe('signed out');
  expect(await failureOf(at.ask('policies/list'))).toEqual({ code: 'administration/signed-out', context: {} });
});

test('ends with the lock of the screen', async () => {
  await signIn();
  at.desk.interrupted();
  expect(await at.ask('administration/state')).toMatchObject({ signedIn: null, ended: 'locked' });
});

test('ends when nobody is at the keyboard, and not while somebody is', async () => {
  const clock = heldClock();
  const { session: idle, states } = session({ idleMs: 400, uptimeMs: clock.uptimeMs });
  await idle.signIn('root', bytes(password));
  for (let press = 0; press < 3; press += 1) {
    clock.pass(300);
    await clock.lookedAt();
    idle.stay();
  }
  expect(idle.state().signedIn?.name).toBe('root');
  clock.pass(400);
  await until(async () => idle.state().ended === 'idle');
  expect(states.at(-1)).toMatchObject({ signedIn: null, ended: 'idle' });
});

test.each(['locked', 'signed out'] as const)('what an idle end kept is dropped once it is %s', async (why) => {
  const { session: left, states } = session({ idleMs: 24 * 3_600_000 });
  left.end(why);
  expect(left.state().ended).toBeNull();
  await left.signIn('root', bytes(password));
  left.end('idle');
  left.end(why);
  expect(left.state().ended).toBe(why);
  expect(states.at(-1)).toMatchObject({ signedIn: null, ended: why });
  left.end('idle');
  expect(left.state().ended).toBe(why);
});

test('ends when the server no longer accepts the token', async () => {
  const { session: old, states } = session({ idleMs: 24 * 3_600_000 });
  await old.signIn('root', bytes(password));
  clockMs += 3_700_000;
  const failure = await failureOf(old.wire().ask({ method: 'GET', path: '/policy/' }));
  expect(failure.code).toBe('administration/signed-out');
  expect(states.at(-1)).toMatchObject({ signedIn: null, ended: 'expired' });
});

test('says how long to wait after too many refusals', async () => {
  const { session: guesser } = session();
  for (let guess = 0; guess < 10; guess += 1) await failureOf(guesser.signIn('guessed', bytes('wrong')));
  const failure = await failureOf(guesser.signIn('guessed', bytes('wrong')));
  expect(failure.code).toBe('administration/too-often');
  expect(failure.context.minutes).toBeGreaterThan(0);
});

test('is refused by nobody but the pinned authority’s server', async () => {
  const { session: other } = session({ ca: (await openedElsewhere()).ca });
  expect((await failureOf(other.signIn('root', bytes(password)))).code).toBe('sync/certificate');
});

test('says that a server cannot be reached, and stays signed out', async () => {
  const { session: away } = session({ url: 'https://127.0.0.1:1' });
  expect((await failureOf(away.signIn('root', bytes(password)))).code).toBe('administration/unreachable');
  expect(away.state().signedIn).toBeNull();
});

async function openedElsewhere(): Promise<{ readonly ca: string }> {
  const elsewhere = await openHouse();
  const { ca } = elsewhere.server.installation.authority;
  await elsewhere.close();
  return { ca };
}

/** A server that answers as privacyIDEA 3.11 does where ours has nothing yet: a code is wanted as well. */
async function askingForCode(): Promise<{
  readonly url: string;
  readonly ca: string;
  readonly heard: string[];
  close(): void;
}> {
  const { authority } = house.server.installation;
  const heard: string[] = [];
  const server = createServer(await authority.certificate(['127.0.0.1'], now()), (request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      heard.push(body);
      const sent = new URLSearchParams(body);
      const right = sent.get('transaction_id') === '0123' && sent.get('password') === '755224';
      response.writeHead(right ? 200 : 401, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          right
            ? {
                result: { status: true, value: { token: 'x', role: 'admin', username: 'root', rights: ['tokenlist'] } },
              }
            : {
                detail: { transaction_id: '0123', message: 'please enter otp: ' },
                result: { status: false, error: { code: 4031, message: 'Authentication failure. Wrong credentials' } },
              },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.ca,
    heard,
    close: () => server.close(),
  };
}

test('asks for the code that the server wants as a second step', async () => {
  const server = await askingForCode();
  const { session: twoStep } = session(server);
  await twoStep.signIn('root', bytes('the password'));
  expect(twoStep.state()).toMatchObject({ signedIn: null, question: 'please enter otp: ' });
  await twoStep.answer(bytes('000000'));
  expect(twoStep.state()).toMatchObject({ signedIn: null, question: 'please enter otp: ' });
  await twoStep.answer(bytes('755224'));
  expect(twoStep.state()).toMatchObject({ signedIn: { name: 'root' }, question: null });
  expect(server.heard[2]).not.toContain('the+password');
  server.close();
});

test('says until somebody is signed in again that a session ended, at the second step too', async () => {
  const server = await askingForCode();
  const { session: twoStep } = session({ ...server, idleMs: 24 * 3_600_000 });
  await twoStep.signIn('root', bytes('the password'));
  await twoStep.answer(bytes('755224'));
  twoStep.end('turned away');
  await twoStep.signIn('root', bytes('the password'));
  expect(twoStep.state()).toMatchObject({ question: 'please enter otp: ', ended: 'turned away' });
  twoStep.turnBack();
  expect(twoStep.state()).toMatchObject({ question: null, ended: 'turned away' });
  await twoStep.signIn('root', bytes('the password'));
  twoStep.end('locked');
  expect(twoStep.state()).toMatchObject({ question: null, ended: 'locked' });
  await twoStep.signIn('root', bytes('the password'));
  await twoStep.answer(bytes('755224'));
  expect(twoStep.state()).toMatchObject({ signedIn: { name: 'root' }, ended: null });
  server.close();
});
