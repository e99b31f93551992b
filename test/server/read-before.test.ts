import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Work } from '../../server/store/commits.ts';
import { type Administration, administration } from './administration.ts';
import { isOnPostgres } from './data-directory.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { secondServer } from './second-server.ts';

/*
 * What is about everybody is read before the transaction, which holds the checks up: in it only the parts are read that
 * changed since. There are twelve parts of a thousand people here, and nobody has a token.
 */
let house: House;
let admin: Administration;

beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  const numbers = isOnPostgres()
    ? 'SELECT n FROM generate_series(1000, 12999) AS n'
    : 'WITH RECURSIVE c(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM c WHERE n < 12999) SELECT n FROM c';
  await sql(`INSERT INTO people (id, realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office)
     SELECT n, 'office', 'many', 'many' || n, 'many' || n, 'Person', 'No ' || n, '', '', '', ''
     FROM (${numbers}) AS counted`);
  value(await admin.post('/trust/groups/finance', { name: 'Finance' }));
}, 60_000);
afterAll(() => house.close());
beforeEach(async () => {
  await sql('DELETE FROM group_members');
  await sql('DELETE FROM issuance_queue');
  await sql('DELETE FROM group_settings');
  await sql("UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
  await sql(`INSERT INTO group_members SELECT 'finance', id, '' FROM people WHERE id IN (1001, 2001, 12001)`);
});
afterEach(() => vi.restoreAllMocks());

type Sent = Awaited<ReturnType<Administration['post']>>;
const message = (reply: Sent) => reply.json.result.error?.message;
const value = (reply: Sent) => {
  expect(message(reply)).toBeUndefined();
  return reply.json.result.value;
};
const sql = (text: string) => rawSql(house.server.installation.store, text);
const settings = async () =>
  value(await admin.get('/trust/groups')).find(({ id }: { id: string }) => id === 'finance').settings;
const save = (locksOut: number) =>
  admin.post('/trust/groups/finance', { allow: 'require_token', locks_out: String(locksOut) });
const queue = async () => value(await admin.get('/trust/queue')).map(({ user }: { user: string }) => user);

/** Has something happen between what the next act reads before its transaction and the transaction; lists the parts read in that. */
function between(meanwhile: () => Promise<unknown> = async () => {}): readonly string[] {
  const { commits } = house.server.installation.store;
  const { alone } = commits;
  const parts: string[] = [];
  const seen = async <T>(work: Work<T>): Promise<T> => {
    await meanwhile();
    return alone((store) => {
      const people = (part: string, at: Date) => {
        parts.push(part);
        return store.toldRows.people(part, at);
      };
      return work({ ...store, toldRows: { ...store.toldRows, people } });
    });
  };
  vi.spyOn(commits, 'alone').mockImplementationOnce(seen);
  return parts;
}

test('saves a group that requires a token without reading anybody in the transaction', async () => {
  const parts = between();
  expect(message(await save(0))).toMatch(/3 would be locked out/);
  value(await save(3));
  expect(parts).toEqual([]);
  expect(await settings()).toEqual({ require_token: 'allow' });
});

test('locks nobody out who joined meanwhile by another server without it being said', async () => {
  const other = await secondServer(house);
  const parts = between(async () =>
    value(await other.client.form('/trust/groups/finance/members', { user: 'many2002@office' }, admin.header)),
  );
  const refused = await save(3);
  await other.close();
  expect(message(refused)).toMatch(/4 would be locked out/);
  expect(refused.json.detail).toMatchObject({ reason: 'would-lock-out', values: { count: 4 } });
  expect([parts, await settings()]).toEqual([['2'], {}]);
});

test('locks nobody out whose token was withdrawn meanwhile without it being said', async () => {
  await house.give('WITHDRAWN', { ownerId: 12001 });
  const parts = between(() => sql("UPDATE credentials SET ended_at = '2026-11-21' WHERE serial = 'WITHDRAWN'"));
  expect(message(await save(2))).toMatch(/3 would be locked out/);
  expect([parts, await settings()]).toEqual([['12'], {}]);
});

test('says of many who were changed meanwhile that they were, and saves nothing', async () => {
  const parts = between(() => sql("UPDATE people SET office = 'Moved' WHERE resolver = 'many' AND id % 1000 = 5"));
  const refused = await save(3);
  expect(refused.json.detail).toMatchObject({ reason: 'people-changed' });
  expect([parts, await settings()]).toEqual([[], {}]);
  value(await save(3));
});

test('says of groups that were changed meanwhile that they were, and saves nothing', async () => {
  value(await admin.post('/trust/groups/strict', { name: 'Strict' }));
  between(() => sql("INSERT INTO group_settings VALUES ('strict', 'require_token', 'allow')"));
  const within = { within: 'strict', allow: '', deny: '' };
  expect((await admin.post('/trust/groups/finance', within)).json.detail).toMatchObject({ reason: 'people-changed' });
  expect(message(await admin.post('/trust/groups/finance', within))).toMatch(/3 would be locked out/);
  value(await admin.remove('/trust/groups/strict'));
});

test('counts who loses an exception with the group that is removed, as they stand in the transaction', async () => {
  value(await save(3));
  value(await admin.post('/trust/groups/excepted', { name: 'Excepted', deny: 'require_token' }));
  await sql("INSERT INTO group_members SELECT 'excepted', id, '' FROM people WHERE id = 1001");
  const parts = between(() => sql("INSERT INTO group_members SELECT 'excepted', id, '' FROM people WHERE id = 2001"));
  expect(message(await admin.remove('/trust/groups/excepted?locks_out=1'))).toMatch(/2 would be locked out/);
  expect(parts).toEqual(['2']);
  value(await admin.remove('/trust/groups/excepted?locks_out=2'));
});

test('queues a group without reading it in the transaction, and nobody who got a token meanwhile', async () => {
  const parts = between();
  expect(value(await admin.post('/trust/queue', { group: 'finance' }))).toBe(3);
  expect(parts).toEqual([]);
  await sql('DELETE FROM issuance_queue');
  value(await save(3));
  const again = between(() => house.give('MEANWHILE', { ownerId: 2001 }));
  expect(value(await admin.post('/trust/queue', { locked_out: 'now' }))).toBe(2);
  expect([again, await queue()]).toEqual([['2'], ['many1001', 'many12001']]);
  between(() => sql("UPDATE people SET office = 'Again' WHERE resolver = 'many' AND id % 1000 = 5"));
  const refused = await admin.post('/trust/queue', { group: 'finance' });
  expect(refused.json.detail).toMatchObject({ reason: 'people-changed' });
});

test('asks about nobody else of a change that is about one person', async () => {
  const asked = vi.spyOn(house.server.installation.store.toldRows, 'people');
  value(await save(3));
  asked.mockClear();
  const change = { id: 'finance', change: 'joined', user: 'many5005@office', locked_out: 'after' };
  const parts = between();
  expect(value(await admin.post('/trust/queue', change))).toBe(1);
  expect([parts, asked.mock.calls]).toEqual([[], []]);
});

test('reads of a later page of the locked out only the parts it shows', async () => {
  const { toldRows } = house.server.installation.store;
  await sql(`INSERT INTO group_members SELECT 'finance', id, '' FROM people WHERE resolver = 'many' AND id % 10 = 5`);
  const list = '/trust/lockout?id=finance&allow=require_token&list=after';
  const first = value(await admin.get(list));
  const asked = vi.spyOn(toldRows, 'people');
  const far = value(await admin.get(`${list}&past=10999`));
  expect(asked.mock.calls.map(([part]) => part)).toEqual(['11', '12']);
  expect([first.count, far.count, far.people.length, far.people[0].user]).toEqual([
    1203,
    1203,
    200,
    'many11005@office',
  ]);
  const next = value(await admin.get(`${list}&past=${far.next}`));
  expect(next).toMatchObject({ count: 1203, next: null });
  expect(next.people).toHaveLength(1);
});
