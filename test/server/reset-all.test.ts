import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration, told } from './administration.ts';
import { auditEntries } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

/** privacyIDEA's reset_all_user_tokens: a successful log-in forgets the failures of all of the person's tokens. */
let house: House;
let admin: Administration;
let pinHash: string;
let time = new Date('2026-11-22T10:00:00Z');
const user = 'amara.okafor@office';
const otherSeed = Buffer.from('another seed of 20 b');

beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  pinHash = await hashPin(Buffer.from('1234'));
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  time = new Date(time.getTime() + 3_600_000);
  admin = await administration(house);
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM policies');
  const ownerId = await house.personId('amara.okafor');
  await house.give('USED', { ownerId, pinHash });
  for (const [serial, more] of [
    ['LOCKED', { failcount: 10 }],
    ['REVOKED', { failcount: 4, revoked: 1, locked: 1 }],
  ] as const) {
    await house.give(serial, { ownerId, pinHash, ...more }, otherSeed);
  }
});

const policy = async (more: Record<string, string> = {}) =>
  expect(
    told(
      await admin.post('/policy/reset', {
        scope: 'authentication',
        action: 'reset_all_user_tokens',
        realm: '',
        ...more,
      }),
    ),
  ).toBeTruthy();
const failures = async () => [
  (await admin.token('USED')).failcount,
  (await admin.token('LOCKED')).failcount,
  (await admin.token('REVOKED')).failcount,
];
const logIn = (counter: number, more: Record<string, string> = { user }) =>
  admin.check({ pass: `1234${hotp(rfcSeed, counter)}`, ...more });
const lastAudit = async () =>
  (await auditEntries(house.server.installation.store)).findLast(({ action }) => action.startsWith('validate/'));

test('leaves the other tokens as they are without the policy', async () => {
  expect(await logIn(0)).toBe(true);
  expect(await failures()).toEqual([0, 10, 4]);
});

test('forgets the failures of all tokens, also of one that had too many, but of none that was revoked', async () => {
  await policy();
  await admin.check({ user, pass: '1234000000' });
  expect(await failures()).toEqual([1, 10, 4]);
  expect(await logIn(0)).toBe(true);
  expect(await failures()).toEqual([0, 0, 4]);
  expect((await lastAudit())?.detail).toMatchObject({ policies: 'reset' });
  expect(await admin.check({ user, pass: `1234${hotp(otherSeed, 0)}` })).toBe(true);
});

test('is in the audit only when there was something to forget', async () => {
  await policy();
  await logIn(0);
  await logIn(1);
  expect((await lastAudit())?.detail).not.toHaveProperty('policies');
});

test('holds for whom it matches', async () => {
  await policy({ user: 'hana.novakova' });
  expect(await logIn(0)).toBe(true);
  expect(await failures()).toEqual([0, 10, 4]);
});

test('forgets those of the one token that is asked by its serial', async () => {
  await policy();
  expect(await logIn(0, { serial: 'USED' })).toBe(true);
  expect(await failures()).toEqual([0, 10, 4]);
});

test('takes an answer to a challenge for a log-in, and the challenge itself for none', async () => {
  await policy({ action: 'reset_all_user_tokens, challenge_response=hotp' });
  const { transaction_id } = (await house.client.form('/validate/check', { user, pass: '1234' })).json.detail;
  expect(await failures()).toEqual([0, 10, 4]);
  expect(await admin.check({ user, transaction_id, pass: hotp(rfcSeed, 0) })).toBe(true);
  expect(await failures()).toEqual([0, 0, 4]);
});

test('holds at the login page', async () => {
  const { store } = house.server.installation;
  const person = await store.ownPeople.find('office', 'amara.okafor');
  if (person === undefined) throw new Error('the example people are there');
  const password = 'amara’s own password';
  await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
  await policy();
  const headers = { 'content-type': 'application/json' };
  const post = async (path: string, body: object) =>
    (await house.client.send('POST', path, { body: JSON.stringify(body), headers })).json;
  const { session } = await post('/login', { username: 'amara.okafor', password });
  expect((await post('/login/code', { session, code: hotp(rfcSeed, 0) })).next).toBe('done');
  expect(await failures()).toEqual([0, 0, 4]);
});
