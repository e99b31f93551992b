import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let admin: Administration;
const pw = 'leilani’s own password';
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  const { ownPeople } = house.server.installation.store;
  const person = await ownPeople.find('office', 'leilani.keola');
  if (person === undefined) throw new Error('the example people are there');
  await ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(pw)) });
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM policies');
  await rawSql(store, 'DELETE FROM challenges');
  await admin.post('/realm/office', { resolvers: 'office' });
});

const own = async (serial: string, more = {}, seed: Uint8Array = rfcSeed) =>
  house.give(serial, { ownerId: await house.personId('leilani.keola'), ...more }, seed);
const policy = async (name: string, scope: string, action: string) =>
  expect(told(await admin.post(`/policy/${name}`, { scope, action }))).not.toEqual([400, 905]);
const tried = async (fields: Record<string, string>, realm = 'office') =>
  told(await admin.post(`/realm/${realm}/try`, { user: 'leilani.keola', ...fields })) as Record<string, unknown>;
const stored = async (serial: string) => house.server.installation.store.credentials.bySerial(serial);
const count = async (table: string) =>
  Number((await rawSql<{ n: number }>(house.server.installation.store, `SELECT count(*) AS n FROM ${table}`))[0]?.n);

test('says where somebody was found, that the password is right, and which token takes the code', async () => {
  await own('H1');
  await own('H2', { active: 0 }, new Uint8Array(20).fill(7));
  await policy('users', 'authentication', 'otppin=userstore');
  expect(await tried({ password: pw, code: hotp(rfcSeed, 3) })).toEqual({
    outcome: 'in',
    message: 'matching 1 tokens',
    places: [{ resolver: 'office', type: 'internal', outcome: 'found', detail: expect.stringMatching(/^Leilani /) }],
    person: expect.objectContaining({ username: 'leilani.keola', resolver: 'office' }),
    password: 'right',
    serial: 'H1',
    tokens: [
      { serial: 'H1', tokentype: 'hotp', state: 'ready' },
      { serial: 'H2', tokentype: 'hotp', state: 'disabled' },
    ],
    policies: [{ name: 'users', dangerous: false }],
  });
});

test('uses up no code, counts no failure and tells the audit only that it was tried', async () => {
  await own('H1');
  const before = await stored('H1');
  const entries = await count('audit');
  expect((await tried({ code: hotp(rfcSeed, 3) })).outcome).toBe('in');
  expect((await tried({ code: '000000' })).outcome).toBe('out');
  expect(await stored('H1')).toEqual(before);
  expect(await count('audit')).toBe(entries + 2);
  const { auditdata } = (await admin.get('/audit/?page_size=2')).json.result.value;
  expect(auditdata.map(({ action_detail }: { action_detail: string }) => action_detail)).toEqual([
    'realm/login-tried',
    'realm/login-tried',
  ]);
  const real = await house.client.form('/validate/check', {
    user: 'leilani.keola',
    realm: 'office',
    pass: hotp(rfcSeed, 3),
  });
  expect(told(real)).toBe(true);
  expect((await tried({ code: hotp(rfcSeed, 3) })).outcome).toBe('out');
});

test('tells nothing of what was typed to the audit', async () => {
  await tried({ password: 'typed-in-vain-8', code: '314159' });
  expect((await admin.get('/audit/?page_size=1')).text).not.toMatch(/typed-in-vain-8|314159/);
});

test('begins no challenge and sends no message', async () => {
  await own('H1', { pinHash: await hashPin(Buffer.from('pin')) });
  await policy('ask', 'authentication', 'challenge_response=hotp');
  const messages = await count('messages');
  expect(await tried({ password: 'pin' })).toMatchObject({ outcome: 'asked', password: 'wrong', serial: null });
  expect([await count('challenges'), await count('messages')]).toEqual([0, messages]);
});

test('marks a policy that would let somebody in without a token', async () => {
  await policy('open', 'authentication', 'passOnNoToken');
  expect(await tried({ password: 'anything' })).toMatchObject({
    outcome: 'in',
    tokens: [],
    policies: [{ name: 'open', dangerous: true }],
  });
});

test.each([
  ['revoked', { revoked: 1 }, 'revoked'],
  ['locked', { failcount: 10 }, 'locked'],
  ['out of its time', { validUntil: '2020-01-01T00:00:00.000Z' }, 'not now'],
] as const)('says of a token that it is %s', async (_what, more, state) => {
  await own('H9', more);
  const { outcome, tokens } = await tried({ code: hotp(rfcSeed, 0) });
  expect([outcome, tokens]).toEqual(['out', [{ serial: 'H9', tokentype: 'hotp', state }]]);
});

test('a token of the pool would be taken, is not, and the attempt does not count', async () => {
  await house.give('POOL', { realms: ['office'] });
  await policy('pool', 'enrollment', 'autoassignment=any_pin');
  for (let attempt = 0; attempt < 11; attempt += 1) {
    expect(await tried({ code: hotp(rfcSeed, 0) })).toMatchObject({ outcome: 'in', serial: 'POOL' });
  }
  expect(await stored('POOL')).toMatchObject({ ownerId: null, counter: 0 });
  expect(await count('pool_misses')).toBe(0);
});

test('says of a name that nobody has where it was looked for', async () => {
  expect(await tried({ user: 'nobody' })).toMatchObject({
    outcome: 'out',
    person: null,
    password: 'cannot tell',
    places: [{ resolver: 'office', outcome: 'not there' }],
  });
});

test('says which resolver does not answer, and asks none after it', async () => {
  const dead = createServer((socket) => void socket.destroy());
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
  const address = dead.address();
  const definition = {
    ...{ type: 'sqlresolver', Driver: 'mysql', Server: '127.0.0.1', Database: 'x', Table: 'x', poolTimeout: '1' },
    ...{ Port: String(typeof address === 'object' ? address?.port : 0), Map: '{"userid":"id","username":"login"}' },
  };
  expect(told(await admin.post('/resolver/silent', definition))).toEqual(expect.any(Number));
  await admin.post('/realm/office', { resolvers: 'silent,office', 'priority.silent': '1', 'priority.office': '2' });
  expect(await tried({ user: 'stranger' })).toMatchObject({
    outcome: 'out',
    places: [
      { resolver: 'silent', outcome: 'no answer', detail: expect.stringContaining('127.0.0.1') },
      { resolver: 'office', outcome: 'not asked' },
    ],
  });
  dead.close();
});

test('wants the right to write resolvers, a realm that is there, and a name', async () => {
  expect(told(await admin.post('/realm/nowhere/try', { user: 'x' }))).toEqual([404, 601]);
  expect(told(await admin.post('/realm/office/try', {}))).toEqual([400, 905]);
  await admin.limitTo(['userlist', 'resolverread']);
  expect(told(await admin.post('/realm/office/try', { user: 'x' }))).toEqual([403, 303]);
  await admin.limitTo(['resolverwrite', 'auditlog', 'policywrite', 'tokenlist', 'userlist', 'resolverread', 'adduser']);
});

test('shows the first people of a resolver that is tested, and how many there are', async () => {
  const { json } = await admin.post('/resolver/test', { resolver: 'office' });
  expect(json.detail).toMatchObject({ count: 20, complete: true });
  expect(json.detail.people).toHaveLength(5);
  expect(Object.keys(json.detail.people[0]).sort()).toEqual(['email', 'givenname', 'surname', 'userid', 'username']);
});

test('lists the people of one of its own resolvers before any realm has it', async () => {
  await admin.post('/resolver/guests', { type: 'internal' });
  await admin.post('/user/', { resolver: 'guests', user: 'zoe', givenname: 'Zoë', password: 'long enough' });
  const found = told(await admin.get('/user/?resolver=guests')) as readonly object[];
  expect(found).toEqual([expect.objectContaining({ username: 'zoe', givenname: 'Zoë', editable: true })]);
  expect(JSON.stringify(found)).not.toContain('argon2');
});

test('gives the list of tokens as CSV, all that fit, with formulas defused', async () => {
  for (let number = 0; number < 520; number += 1) await house.give(`BULK${number}`, { description: '=1+1' });
  const reply = await admin.get('/token/?outform=csv&serial=BULK*');
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  const lines = reply.text.trimEnd().split('\r\n');
  expect(lines).toHaveLength(521);
  expect(lines[0]).toMatch(/^serial,tokentype,active,/);
  expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(520);
  expect(lines[1]).toContain(",'=1+1,");
  await admin.limitTo(['userlist']);
  expect(told(await admin.get('/token/?outform=csv'))).toEqual([403, 303]);
});
