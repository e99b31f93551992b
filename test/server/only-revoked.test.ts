import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import type { Setting } from '../../domain/trust/groups.ts';
import { hashPin } from '../../server/check/pin.ts';
import { administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

/* Who has only revoked tokens: the table of log-ins with the states that a token can be in, and what the lists say of the same person. */
let house: House;
let time = new Date('2026-11-21T12:00:00Z');
const [username, password] = ['amara.okafor', 'amara’s own password'];

beforeAll(async () => {
  house = await openHouse(() => time);
  const { store } = house.server.installation;
  const person = await store.ownPeople.find('office', username);
  if (person === undefined) throw new Error('the example people are there');
  await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
});
afterAll(() => house.close());
beforeEach(async () => {
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await rawSql(store, 'DELETE FROM group_settings');
  await rawSql(store, 'DELETE FROM issuance_queue');
  time = new Date(time.getTime() + 3_600_000);
});

const post = async (path: string, body: object) =>
  (
    await house.client.send('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  ).json;

type Tokens = 'none' | 'usable' | 'disabled' | 'revoked' | 'revoked and usable' | 'withdrawn';
/** What /login says, whether a code of what they hold lets them in, and what the lists say. */
type Row = readonly [
  Tokens,
  Setting | 'unset',
  next: string,
  letsIn: boolean,
  lockedOut: boolean,
  need: 0 | 1,
  have: 0 | 1,
];
const rows: readonly Row[] = [
  ['none', 'unset', 'done', true, false, 0, 0],
  ['none', 'deny', 'done', true, false, 0, 0],
  ['none', 'allow', 'refused', false, true, 1, 0],
  ['usable', 'unset', 'code', true, false, 1, 1],
  ['usable', 'allow', 'code', true, false, 1, 1],
  // An administrator enables it again: nobody has to hand anything out.
  ['disabled', 'unset', 'code', false, false, 1, 1],
  ['disabled', 'allow', 'code', false, false, 1, 1],
  // Final: only another token lets them in, whatever is required.
  ['revoked', 'unset', 'code', false, true, 1, 0],
  ['revoked', 'deny', 'code', false, true, 1, 0],
  ['revoked', 'allow', 'code', false, true, 1, 0],
  ['revoked and usable', 'allow', 'code', true, false, 1, 1],
  // "A withdrawn token immediately moves the user from row 1 to row 2 or 3."
  ['withdrawn', 'unset', 'done', true, false, 0, 0],
  ['withdrawn', 'allow', 'refused', false, true, 1, 0],
];

async function hold(tokens: Tokens): Promise<void> {
  const { store } = house.server.installation;
  const give = async (serial: string) => house.give(serial, { ownerId: await house.personId(username) });
  if (tokens === 'none') return;
  await give('FIRST');
  const id = (await store.credentials.bySerial('FIRST'))?.id ?? -1;
  if (tokens === 'disabled') await store.changes.setActive(id, false, 'administrator');
  if (tokens.startsWith('revoked')) await store.changes.revoke(id);
  if (tokens === 'withdrawn') await store.credentials.end(id, time.toISOString());
  if (tokens === 'revoked and usable') await give('SECOND');
}

/** What the board counts and the list names, which is the same, and whether it names the one of whom the table speaks. */
const others = async () => {
  const admin = await administration(house);
  const { need, have, lockedOut } = (await admin.get('/trust/rollout')).json.result.value;
  const { now } = (await admin.get('/trust/lockout')).json.result.value;
  const { count, people } = (await admin.get('/trust/lockout?list=now')).json.result.value;
  expect([count, people]).toEqual([lockedOut, now]);
  expect(lockedOut).toBe(now.length);
  const isOut = now.some(({ user }: { user: string }) => user === `${username}@office`);
  return { need, have, lockedOut, isOut };
};

describe('whoever has tokens that are', () => {
  test.each(rows)('%s, one required: %s, is asked %s, gets in %s, is locked out %s', async (...row) => {
    const [tokens, wanted, next, letsIn, isOut, need, have] = row;
    const group = `INSERT INTO group_settings VALUES ('finance', 'require_token', '${wanted}')`;
    const { store } = house.server.installation;
    await store.groups.put({ id: 'finance', name: 'Finance', settings: {}, within: [] }, time.toISOString());
    await store.groups.join('finance', await house.personId(username), time.toISOString());
    const before = await others();
    if (wanted !== 'unset') await rawSql(store, group);
    await hold(tokens);
    const reply = await post('/login', { username, password });
    const codes = reply.session === undefined ? [] : [0, 1].map((counter) => hotp(rfcSeed, counter));
    const answers: string[] = [];
    for (const code of codes) answers.push((await post('/login/code', { session: reply.session, code })).next);
    expect([reply.next, reply.next === 'done' || answers.includes('done')]).toEqual([next, letsIn]);
    const after = await others();
    expect(after.isOut).toBe(isOut);
    expect([after.need - before.need, after.have - before.have]).toEqual([need, have]);
    expect(after.lockedOut - before.lockedOut).toBe(isOut ? 1 : 0);
  });
});

/* What the gate asks for and takes no code of, though nobody revoked it: the list knows at once, by what a log-in would do. */
type Given = NonNullable<Parameters<House['give']>[1]>;
const shutOut: readonly (readonly [string, () => Given])[] = [
  ['has expired', () => ({ validUntil: new Date(time.getTime() - 60_000).toISOString() })],
  ['is not valid yet', () => ({ validFrom: new Date(time.getTime() + 86_400_000).toISOString() })],
  ['waits for its first code', () => ({ rolloutState: 'verify' })],
  ['waits for its second part', () => ({ rolloutState: 'clientwait', active: 0 })],
  ['is a simple pass', () => ({ type: 'spass' })],
];
const limits = [
  ['was tried as often as it may be', { maxTries: 1 }],
  ['let in as often as it may', { maxSuccesses: 1 }],
] as const;
describe('whoever has only a token that', () => {
  const isListed = async () => (await others()).isOut;
  const getsIn = async () => {
    const { next, session } = await post('/login', { username, password });
    expect(next).toBe('code');
    const answers: string[] = [];
    for (const counter of [0, 1]) {
      answers.push((await post('/login/code', { session, code: hotp(rfcSeed, counter) })).next);
    }
    return answers.includes('done');
  };
  const owned = async (more: Given = {}) => house.give('FIRST', { ownerId: await house.personId(username), ...more });

  test.each(shutOut)('%s is locked out, by name', async (_, more) => {
    await owned(more());
    expect([await getsIn(), await isListed()]).toEqual([false, true]);
    await house.give('SECOND', { ownerId: await house.personId(username) });
    expect([await getsIn(), await isListed()]).toEqual([true, false]);
  });

  test.each(limits)('%s is locked out, by name', async (_, limit) => {
    await owned();
    const { store } = house.server.installation;
    const id = (await store.credentials.bySerial('FIRST'))?.id ?? -1;
    await store.changes.set(id, limit);
    expect(await isListed()).toBe(false);
    await rawSql(store, `UPDATE credentials SET tries = 1, successes = 1 WHERE id = ${id}`);
    expect([await getsIn(), await isListed()]).toEqual([false, true]);
  });

  test('expires is listed from then on, without a change of anything', async () => {
    await owned({ validUntil: new Date(time.getTime() + 60_000).toISOString() });
    expect(await isListed()).toBe(false);
    time = new Date(time.getTime() + 61_000);
    expect(await isListed()).toBe(true);
  });
});
