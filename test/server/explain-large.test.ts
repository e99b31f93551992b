import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Administration, administration } from './administration.ts';
import { isOnPostgres } from './data-directory.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

/* No statement of an explanation goes over a whole realm: on SQLite everybody else waits for as long as one takes. */
let house: House;
let admin: Administration;
const numbers = (to: number) =>
  isOnPostgres()
    ? `SELECT n FROM generate_series(1, ${to}) AS n`
    : `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${to}) SELECT n FROM c`;

beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  await sql(`INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office)
     SELECT 'office', 'many', 'many' || n, 'many' || n, 'Person', 'No ' || n, '', '', '', ''
     FROM (${numbers(3000)}) AS counted`);
  await admin.post('/trust/groups/staff', { name: 'Staff' });
  await admin.post('/trust/groups/board', { name: 'Board', within: 'staff' });
  await sql(
    `INSERT INTO group_members SELECT 'staff', id, '' FROM people WHERE resolver = 'many' AND username <> 'many1'`,
  );
  await admin.post('/trust/groups/board/members', { user: 'amara.okafor@office' });
}, 60_000);
afterAll(() => house.close());
afterEach(() => vi.restoreAllMocks());

const sql = (text: string) => rawSql<Record<string, number>>(house.server.installation.store, text);

/** The answers to the statements about a table that some work asks for. */
async function answersAbout(table: string, work: () => Promise<unknown>): Promise<readonly (readonly unknown[])[]> {
  const asked = vi.spyOn(house.server.installation.store.db.getExecutor(), 'executeQuery');
  await work();
  const about = asked.mock.results.filter((_, place) => asked.mock.calls[place]?.[0].sql.includes(table));
  return (await Promise.all(about.map(({ value }) => value))).map(({ rows }) => rows);
}

/** Who of a page would get in otherwise. */
async function whatIf(limit: number): Promise<readonly string[]> {
  const policy = { name: 'anybody', scope: 'authentication', action: { passOnNoToken: true } };
  const headers = { ...admin.header, 'content-type': 'application/json' };
  const body = JSON.stringify({ policy, limit });
  const { json } = await house.client.send('POST', '/policy/whatif/office', { headers, body });
  const people: readonly { username: string; changes: readonly { action: string }[] }[] = json.result.value.people;
  return people
    .filter(({ changes }) => changes.some(({ action }) => action === 'login'))
    .map(({ username }) => username);
}

test('reads no memberships for a page of what-if when no group requires a token', async () => {
  expect(await answersAbout('group_members', () => whatIf(50))).toEqual([]);
});

test('reads the memberships of those on the page when a group requires a token', async () => {
  await admin.post('/trust/groups/staff', { allow: 'require_token', locks_out: '3000' });
  const rows = (await answersAbout('group_members', () => whatIf(50))).flat();
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.length).toBeLessThanOrEqual(50);
  const changed = await whatIf(1500);
  expect(changed).toContain('many1');
  expect(changed).not.toContain('many2');
  expect(changed).not.toContain('amara.okafor');
  expect(changed).toContain('bjoern.aagaard');
});

test('counts the tokens of a realm some at a time', async () => {
  const owner = await house.personId('amara.okafor');
  for (const [serial, ownerId] of [
    ['OWNED', owner],
    ['FREE', undefined],
    ['OVER', owner],
  ] as const)
    await house.give(serial, ownerId === undefined ? {} : { ownerId });
  await sql("UPDATE credentials SET ended_at = '2026-01-01' WHERE serial = 'OVER'");
  const some = Object.keys((await sql("SELECT * FROM credentials WHERE serial = 'FREE'"))[0] ?? {})
    .filter((name) => name !== 'id' && name !== 'serial')
    .join(', ');
  await sql(`INSERT INTO credentials (serial, ${some})
     SELECT 'MANY' || n, ${some} FROM credentials, (${numbers(5000)}) AS counted WHERE serial = 'FREE'`);
  await sql('DELETE FROM credential_realms');
  await sql("INSERT INTO credential_realms SELECT id, 'office' FROM credentials");
  await admin.post('/policy/limit', { scope: 'enrollment', action: 'max_token_per_realm=9000' });
  let told: unknown;
  const answers = await answersAbout('credential_realms', async () => {
    const reply = await admin.post('/policy/explain/enrollment', { user: 'amara.okafor', realm: 'office' });
    told = reply.json.result.value.realm_tokens;
  });
  expect(told).toEqual({ realm: 'office', all: 5002, assigned: 1 });
  const counts = answers.flat().map((row) => (row as { readonly all: number }).all);
  expect(Math.max(...counts)).toBeLessThanOrEqual(1000);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5002);
});
