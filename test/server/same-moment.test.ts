import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { createAdmin } from '../../server/commands/admin.ts';
import { rights } from '../../server/store/rights.ts';
import { type Administration, administration, told } from './administration.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse, password } from './house.ts';
import type { Client, Reply } from './https-client.ts';
import { upload } from './imports/upload.ts';
import { rawSql } from './raw-sql.ts';
import { secondServer } from './second-server.ts';
import { enrol, rfcSeed } from './test-station.ts';

let house: House;
let other: Awaited<ReturnType<typeof secondServer>>;
let admin: Administration;
let clients: readonly Client[];
beforeAll(async () => {
  house = await openHouse();
  other = await secondServer(house);
  clients = [house.client, other.client];
  admin = await administration(house);
});
afterAll(async () => {
  await other?.close();
  await house?.close();
});
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM policies');
  await rawSql(store, 'DELETE FROM pool_misses');
});

const store = () => house.server.installation.store;
const wrong = '000000';
/** The same question to both servers, so often at the same moment. */
function atOnce(path: string, fields: (place: number) => Record<string, string>, times = 2): Promise<readonly Reply[]> {
  const header = path.startsWith('/validate') || path === '/auth' ? {} : admin.header;
  return Promise.all(
    Array.from({ length: times }, (_, place) => (clients[place % 2] as Client).form(path, fields(place), header)),
  );
}
const accepted = (replies: readonly Reply[]) => replies.filter(({ json }) => json.result.value === true).length;
const refused = (replies: readonly Reply[]) => replies.map(told).filter((value) => Array.isArray(value));

test('one of two equal codes is accepted, a hundred times', async () => {
  await house.give('CODE');
  for (let counter = 0; counter < 100; counter += 1) {
    const replies = await atOnce('/validate/check', () => ({ serial: 'CODE', pass: hotp(rfcSeed, counter) }), 4);
    expect(accepted(replies)).toBe(1);
  }
  expect(await store().credentials.bySerial('CODE')).toMatchObject({ counter: 100, successes: 100, failcount: 0 });
});

test('guesses at the same moment get no more tries than those one after the other', async () => {
  await house.give('GUESS');
  const replies = await atOnce('/validate/check', () => ({ serial: 'GUESS', pass: wrong }), 40);
  expect(accepted(replies)).toBe(0);
  expect((await store().credentials.bySerial('GUESS'))?.failcount).toBe(10);
  expect(accepted(await atOnce('/validate/check', () => ({ serial: 'GUESS', pass: hotp(rfcSeed, 0) })))).toBe(0);
});

test('a challenge that was begun on one server is answered once, on whichever is first', async () => {
  const pinHash = await hashPin(Buffer.from('1234'));
  const ownerId = await house.personId('amara.okafor');
  const [seedOne, seedTwo] = [Buffer.alloc(20, 1), Buffer.alloc(20, 2)];
  await house.give('ASK-1', { pinHash, ownerId }, seedOne);
  await house.give('ASK-2', { pinHash, ownerId }, seedTwo);
  await admin.post('/policy/ask', { scope: 'authentication', action: 'challenge_response=hotp' });
  for (let counter = 0; counter < 10; counter += 1) {
    const user = { user: 'amara.okafor', realm: 'office' };
    const { json } = await house.client.form('/validate/check', { ...user, pass: '1234' });
    const { transaction_id } = json.detail;
    const codes = [hotp(seedOne, counter), hotp(seedTwo, counter)];
    const replies = await atOnce('/validate/check', (place) => ({
      ...user,
      transaction_id,
      pass: codes[place] ?? '',
    }));
    expect(accepted(replies)).toBe(1);
    // Whichever lost may have used its code up: both tokens go on from the next.
    await rawSql(store(), `UPDATE credentials SET counter = ${counter + 1}, failcount = 0 WHERE serial LIKE 'ASK-%'`);
  }
});

test('a token that two administrators assign is one person’s', async () => {
  const people = ['amara.okafor', 'leilani.keola'];
  for (let round = 0; round < 5; round += 1) {
    const serial = `ASSIGN-${round}`;
    await house.give(serial);
    const replies = await atOnce('/token/assign', (place) => ({ serial, user: people[place] ?? '', realm: 'office' }));
    expect(accepted(replies)).toBe(1);
    expect(refused(replies)).toEqual([[400, 1103]]);
    const winner = people[replies.findIndex(({ json }) => json.result.value === true)];
    expect((await admin.token(serial)).username).toBe(winner);
  }
});

test.each([
  ['person', 'max_token_per_user=1'],
  ['realm', 'max_token_per_realm=1'],
])('a limit of one for a %s holds when two tokens come at once', async (_whose, action) => {
  await admin.post('/policy/limit', { scope: 'enrollment', action });
  const fields = { type: 'hotp', genkey: '1', user: 'amara.okafor', realm: 'office' };
  const replies = await atOnce('/token/init', () => fields, 6);
  expect(accepted(replies)).toBe(1);
  expect(refused(replies)).toEqual(Array(5).fill([403, 303]));
  expect(await store().credentials.living()).toHaveLength(1);
});

test('autoassignment gives one token to one of two people, and no more than the limit to one', async () => {
  await admin.post('/policy/pool', { scope: 'enrollment', action: 'autoassignment=any_pin' });
  const people = ['amara.okafor', 'leilani.keola'];
  await house.give('POOL', { realms: ['office'] });
  const replies = await atOnce('/validate/check', (place) => ({
    user: people[place % 2] ?? '',
    realm: 'office',
    pass: `pin${hotp(rfcSeed, 0)}`,
  }));
  expect(accepted(replies)).toBe(1);
  const winner = people[replies.findIndex(({ json }) => json.result.value === true)];
  expect((await admin.token('POOL')).username).toBe(winner);

  await admin.post('/policy/limit', { scope: 'enrollment', action: 'max_token_per_user=1' });
  const seeds = [Buffer.alloc(20, 3), Buffer.alloc(20, 4)];
  await house.give('POOL-1', { realms: ['office'] }, seeds[0]);
  await house.give('POOL-2', { realms: ['office'] }, seeds[1]);
  const both = await atOnce('/validate/check', (place) => ({
    user: 'hana.novakova',
    realm: 'office',
    pass: `pin${hotp(seeds[place] as Buffer, 0)}`,
  }));
  expect(accepted(both)).toBe(1);
  expect(await store().credentials.byOwner(await house.personId('hana.novakova'))).toHaveLength(1);
});

test('a pool is searched ten times in ten minutes for one person, also when all come at once', async () => {
  await admin.post('/policy/pool', { scope: 'enrollment', action: 'autoassignment=any_pin' });
  await atOnce('/validate/check', () => ({ user: 'chen.xiuying', realm: 'office', pass: wrong }), 24);
  const misses = await rawSql(store(), 'SELECT at FROM pool_misses');
  expect(misses).toHaveLength(10);
});

test('two servers make one living credential of one serial, and one replacement of a lost token', async () => {
  const key = '00'.repeat(20);
  await atOnce('/token/init', () => ({ type: 'hotp', serial: 'TWIN', otpkey: key }), 4);
  await admin.post('/token/assign', { serial: 'TWIN', user: 'amara.okafor', realm: 'office' });
  const lost = await atOnce('/token/lost/TWIN', () => ({}), 4);
  expect(lost.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const living = await rawSql<{ serial: string }>(
    store(),
    "SELECT serial FROM credentials WHERE serial IN ('TWIN', 'lostTWIN') AND ended_at IS NULL ORDER BY serial",
  );
  expect(living.map(({ serial }) => serial).toSorted()).toEqual(['TWIN', 'lostTWIN']);
  const passwords = lost.map((reply) => (told(reply) as { password: string }).password);
  const checks = await Promise.all(passwords.map((pass) => admin.check({ serial: 'lostTWIN', pass })));
  expect(checks.filter((right) => right)).toHaveLength(1);
});

test('a file that two administrators import is imported once, as a whole', async () => {
  const file = Array.from({ length: 700 }, (_none, place) => `FILE${place},${'ab'.repeat(20)}\n`).join('');
  const replies = await Promise.all(
    clients.map((client) => upload({ client }, admin, file, { type: 'oathcsv', tokenrealms: 'office' })),
  );
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  expect(await store().credentials.living()).toHaveLength(700);
  expect(await rawSql(store(), 'SELECT serial FROM staged_keys')).toEqual([]);
});

test('an enrolment code lets one station in, and a record of a station has one successor', async () => {
  const code = await house.code();
  const outcomes = await Promise.allSettled(clients.map((client) => enrol(client, code)));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const station = await house.enrol();
  const rival = await enrol(other.client, await house.code(), 'Rival');
  const forks = await Promise.all([station.issue({ serial: '901' }), station.issue({ serial: '902' })]);
  const replies = await Promise.all(forks.map((signed) => station.put(signed)));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const issues = [
    station.issue({ serial: '903', username: 'hana.novakova', userId: '1008', slot: 1 }),
    rival.issue({ serial: '903', username: 'ines.garcia', userId: '1009', slot: 2 }),
  ];
  const taken = forks[replies.findIndex(({ status }) => status === 200)];
  if (taken !== undefined) station.follow(taken);
  issues[0] = station.issue({ serial: '903', username: 'hana.novakova', userId: '1008', slot: 1 });
  const [one, two] = await Promise.all(issues);
  if (one === undefined || two === undefined) throw new Error('both were made');
  const both = await Promise.all([station.put(one), rival.put(two), station.put(one), rival.put(two)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 200, 409, 409]);
  expect(both[0]?.text).toBe(both[2]?.text);
  expect(await store().credentials.onToken('903')).toHaveLength(1);
});

test('of two administrators who take the right from each other at the same moment one keeps it', async () => {
  const { installation } = house.server;
  const names = ['first', 'second'];
  for (const name of names) await createAdmin(installation, name, Buffer.from(password), rights);
  const tokens = await Promise.all(
    names.map(async (username) => (await house.client.form('/auth', { username, password })).json.result.value.token),
  );
  for (let round = 0; round < 5; round += 1) {
    for (const name of names) await store().admins.setRights(name, rights);
    const replies = await Promise.all(
      names.map((_name, place) =>
        (clients[place] as Client).send('DELETE', `/admin/${names[1 - place]}`, {
          headers: { authorization: tokens[place] },
        }),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = (await store().admins.all()).filter(({ name }) => names.includes(name));
    expect(left).toHaveLength(1);
    const gone = names.find((name) => name !== left[0]?.name) ?? '';
    const { passwordHash } = left[0] ?? { passwordHash: '' };
    await store().admins.put({ name: gone, passwordHash, rights }, '');
    const { json } = await house.client.form('/auth', { username: gone, password });
    tokens[names.indexOf(gone)] = json.result.value.token;
  }
});

test('a change of policy on one server holds in the next request on the other', async () => {
  const fields = { type: 'hotp', genkey: '1', user: 'amara.okafor', realm: 'office' };
  for (let round = 0; round < 5; round += 1) {
    await admin.post('/policy/none', { scope: 'enrollment', action: 'max_token_per_user=0' });
    expect(told(await other.client.form('/token/init', fields, admin.header))).toEqual([403, 303]);
    await admin.remove('/policy/none');
    expect(told(await other.client.form('/token/init', fields, admin.header))).toBe(true);
  }
});

test('what was disabled on one server is refused on the other from the answer on', async () => {
  await house.give('OFF');
  for (let counter = 0; counter < 10; counter += 1) {
    await admin.post('/token/disable', { serial: 'OFF' });
    const { json } = await other.client.form('/validate/check', { serial: 'OFF', pass: hotp(rfcSeed, counter) });
    expect(json.result.value).toBe(false);
    await admin.post('/token/enable', { serial: 'OFF' });
  }
});

test('logins that fail at once on both are stopped by one limit', async () => {
  const replies = await atOnce('/auth', () => ({ username: 'nobody', password: 'wrong' }), 30);
  expect(replies.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(replies.filter(({ status }) => status === 429)).toHaveLength(20);
});

test('leaves one unbroken audit chain', async () => {
  expect(await brokenLinkOf(store())).toBeUndefined();
});
