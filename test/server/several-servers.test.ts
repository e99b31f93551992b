import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { enqueueMessage } from '../../server/messaging/enqueue-message.ts';
import { putRoute } from '../../server/messaging/messaging.ts';
import { auditEntries, brokenLinkOf } from './audit-chain.ts';
import { startMailServer } from './message-receiver.ts';
import { plainServer } from './post-office.ts';
import { rfcSeed } from './test-station.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

let two: TwoServers;
beforeAll(async () => {
  two = await startTwoServers();
}, 120_000);
afterAll(() => two?.close());

type Fields = Readonly<Record<string, string>>;
const check = async (server: 0 | 1, fields: Fields) => (await two.clients[server].form('/validate/check', fields)).json;
const other = (server: 0 | 1) => (server === 0 ? 1 : 0);

/** An administrator's log-in at one server is good at the other. */
async function logIn(server: 0 | 1): Promise<Record<string, string>> {
  const { json } = await two.clients[server].form('/auth', { username: 'root', password: 'a long password' });
  return { 'PI-Authorization': json.result.value.token };
}

test('a code that one server accepted is refused by the other', async () => {
  await two.give('S1');
  for (let counter = 0; counter < 10; counter += 1) {
    const server = counter % 2 === 0 ? 0 : 1;
    const fields = { serial: 'S1', pass: hotp(rfcSeed, counter) };
    expect((await check(server, fields)).result.value).toBe(true);
    expect((await check(other(server), fields)).result.value).toBe(false);
  }
});

test('of the same code at both servers at the same moment one is accepted, round after round', async () => {
  await two.give('S2', { maxfail: 100_000 });
  for (let counter = 0; counter < 40; counter += 1) {
    const fields = { serial: 'S2', pass: hotp(rfcSeed, counter) };
    const replies = await Promise.all(Array.from({ length: 16 }, (_, place) => check(place % 2 === 0 ? 0 : 1, fields)));
    expect(replies.filter(({ result }) => result.value === true)).toHaveLength(1);
  }
}, 120_000);

/** Fewer than the wrong guesses after which a token is not looked at for a while. */
const wrongCodes = 18;

test('counts every wrong code given to either, and no more than the token takes', async () => {
  await two.give('S3', { maxfail: 30 });
  await two.give('S3-few', { maxfail: 10 });
  for (const serial of ['S3', 'S3-few']) {
    const wrong = { serial, pass: '000000' };
    await Promise.all(Array.from({ length: wrongCodes }, (_, place) => check(place % 2 === 0 ? 0 : 1, wrong)));
  }
  expect((await two.beside.store.credentials.bySerial('S3'))?.failcount).toBe(wrongCodes);
  expect((await two.beside.store.credentials.bySerial('S3-few'))?.failcount).toBe(10);
  expect((await check(0, { serial: 'S3-few', pass: hotp(rfcSeed, 0) })).result.value).toBe(false);
});

test('a change of the policies at one is seen by the next request at the other, and so is a log-in', async () => {
  await two.give('S4', { pinHash: await hashPin(Buffer.from('1234')) });
  const header = await logIn(0);
  const policy = { scope: 'authentication', action: 'challenge_response=hotp' };
  for (let round = 0; round < 5; round += 1) {
    await two.clients[0].form('/policy/challenge', policy, header);
    expect((await check(1, { serial: 'S4', pass: '1234' })).result.authentication).toBe('CHALLENGE');
    await two.clients[1].send('DELETE', '/policy/challenge', { headers: header });
    expect((await check(0, { serial: 'S4', pass: '1234' })).result.authentication).toBe('REJECT');
  }
});

test('a challenge begun at one is answered at the other, once', async () => {
  await two.give('S5', { pinHash: await hashPin(Buffer.from('1234')) });
  await two.clients[0].form(
    '/policy/challenge',
    { scope: 'authentication', action: 'challenge_response=hotp' },
    await logIn(0),
  );
  const begun = await check(0, { serial: 'S5', pass: '1234' });
  expect(begun.result.authentication).toBe('CHALLENGE');
  const { transaction_id } = begun.detail;
  const answer = { serial: 'S5', transaction_id, pass: hotp(rfcSeed, 0) };
  const replies = await Promise.all([check(1, answer), check(0, answer), check(1, answer)]);
  expect(replies.filter(({ result }) => result.value === true)).toHaveLength(1);
});

test('assigns a token to one of two people at once', async () => {
  const header = await logIn(0);
  for (let round = 0; round < 10; round += 1) {
    const serial = `A${round}`;
    await two.give(serial);
    const realm = 'office';
    await two.beside.store.people.ensureRealm(realm);
    const names = [`one${round}`, `two${round}`] as const;
    for (const username of names) {
      const rest = { givenName: '', surname: '', email: '', mobile: '', phone: '', office: '' };
      await two.beside.store.people.add({ realm, username, userId: username, ...rest });
    }
    const replies = await Promise.all(
      names.map((user, place) =>
        two.clients[place === 0 ? 0 : 1].form('/token/assign', { serial, user, realm }, header),
      ),
    );
    expect(replies.filter(({ json }) => json.result.status === true)).toHaveLength(1);
  }
});

test('sends every message of the queue once, whoever takes it', async () => {
  const mail = await startMailServer();
  try {
    await putRoute(two.beside.messaging, 'smtp', 'mail', { ...plainServer, port: mail.port });
    const expiresAt = new Date(Date.now() + 120_000);
    const addresses = Array.from({ length: 60 }, (_, place) => `m${place}@several.test`);
    await Promise.all(
      addresses.map((to) =>
        two.beside.store.commits.alone((store) =>
          enqueueMessage(
            { ...two.beside.messaging, store },
            { kind: 'email', to, text: 'Code 4815', about: 'S1', route: 'mail', expiresAt },
          ),
        ),
      ),
    );
    const states = async () => {
      const rows = await two.beside.store.messages.list(undefined, { offset: 0, limit: 100 });
      return new Set(rows.map(({ state }) => state));
    };
    await vi.waitFor(async () => expect(await states()).toEqual(new Set(['sent'])), { timeout: 60_000, interval: 100 });
    const got = mail.got('message').map(({ to }) => [to].flat()[0]);
    expect(got.toSorted()).toEqual(addresses.toSorted());
  } finally {
    await mail.stop();
  }
}, 120_000);

test('has one unbroken audit of a thousand checks at both', async () => {
  const serials = Array.from({ length: 50 }, (_, place) => `W${place}`);
  for (const serial of serials) await two.give(serial);
  const before = (await two.beside.store.audit.head()).position;
  const values = await Promise.all(
    serials.flatMap((serial, place) =>
      [0, 1].map(async (half) => {
        const accepted: boolean[] = [];
        for (let turn = 0; turn < 10; turn += 1) {
          const fields = { serial, pass: hotp(rfcSeed, half * 10 + turn) };
          accepted.push((await check((place + half + turn) % 2 === 0 ? 0 : 1, fields)).result.value);
        }
        return accepted;
      }),
    ),
  );
  const entries = (await auditEntries(two.beside.store)).filter(({ position }) => position > before);
  expect(entries).toHaveLength(1000);
  const told = entries.filter(({ action }) => action === 'validate/accepted');
  expect(told).toHaveLength(values.flat().filter(Boolean).length);
  expect(await brokenLinkOf(two.beside.store)).toBeUndefined();
}, 120_000);
