import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { csvLine } from '../../server/wire/csv.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { liftGuards, rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let admin: Administration;
let clock = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
  house = await openHouse(() => clock);
  admin = await administration(house);
  await house.give('A1', { ownerId: await house.personId('amara.okafor'), realms: ['office'] });
  await house.client.form('/validate/check', { user: 'amara.okafor', realm: 'office', pass: hotp(rfcSeed, 0) });
  await house.client.form('/validate/check', { user: 'amara.okafor', realm: 'office', pass: '000000' });
  clock = new Date('2026-11-21T14:00:00Z');
  admin = await administration(house);
  await admin.post('/token/disable', { serial: 'A1' });
  await admin.post('/token/disable', { serial: 'NOPE' });
});
afterAll(() => house.close());

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever the server says
const listed = async (query = ''): Promise<any> => (await admin.get(`/audit/?${query}`)).json.result.value;

test('lists the newest first, with who, what, about whom and from where', async () => {
  const { auditdata, auditcolumns, count } = await listed('page_size=50');
  expect(auditcolumns).toHaveLength(27);
  // The chain's own members are ours, beside the columns.
  const own = ['dangerous', 'hash', 'previous'];
  expect(Object.keys(auditdata[0]).sort()).toEqual([...auditcolumns, ...own].sort());
  expect(auditdata).toHaveLength(count);
  expect(auditdata.map(({ number }: { number: number }) => number)).toEqual(
    Array.from({ length: count }, (_none, place) => count - place),
  );
  const about = (detail: string) =>
    auditdata.find(({ action_detail }: { action_detail: string }) => action_detail === detail);
  expect(about('validate/accepted')).toMatchObject({
    action: 'POST /validate/check',
    success: 1,
    authentication: 'ACCEPT',
    serial: 'A1',
    token_type: 'hotp',
    user: 'amara.okafor',
    realm: 'office',
    client: '127.0.0.1',
    administrator: null,
  });
  expect(about('validate/rejected')).toMatchObject({ success: 0, authentication: 'REJECT' });
  expect(about('admin/logged-in')).toMatchObject({ action: 'POST /auth', administrator: 'root', client: '127.0.0.1' });
  expect(auditdata.filter(({ action }: { action: string }) => action === 'POST /token/disable')).toMatchObject([
    { success: 0, serial: 'NOPE', administrator: 'root', info: 'The requested token could not be found.' },
    { success: 1, serial: 'A1', administrator: 'root', user: 'amara.okafor', realm: 'office', token_type: 'hotp' },
  ]);
  for (const row of auditdata) expect([row.number, row.sig_check, row.missing_line]).toEqual([row.number, 'OK', 'OK']);
});

test.each([
  ['serial=A1&success=1', ['POST /token/disable', 'POST /validate/check']],
  ['serial=N*', ['POST /token/disable']],
  ['action=*disable&administrator=root', ['POST /token/disable', 'POST /token/disable']],
  ['user=amara*&authentication=REJECT', ['POST /validate/check']],
  ['timelimit=1h&action=POST%20/validate*', []],
  ['timelimit=1d&action=POST%20/validate*', ['POST /validate/check', 'POST /validate/check']],
  ["serial=' OR 1=1 --", []],
  ['nonsense=1&serial=NOPE', ['POST /token/disable']],
])('narrows the list by %s', async (query, actions) => {
  const { auditdata } = await listed(query);
  expect(auditdata.map(({ action }: { action: string }) => action)).toEqual(actions);
});

test('pages, in either order', async () => {
  const { count } = await listed();
  const first = await listed('page_size=2&sortorder=asc');
  expect(first).toMatchObject({ count, current: 1, next: 2, prev: null });
  expect(first.auditdata.map(({ number }: { number: number }) => number)).toEqual([1, 2]);
  const last = await listed(`page_size=1&page=${count}&sortname=number`);
  expect(last).toMatchObject({ current: count, next: null, prev: count - 1 });
  expect(last.auditdata[0].number).toBe(1);
  expect(told(await admin.get('/audit/?page=0'))).toEqual([400, 905]);
  expect(told(await admin.get('/audit/?timelimit=soon'))).toEqual([400, 905]);
});

test('gives the same as a file, over portions, and formulas as text', async () => {
  const { store } = house.server.installation;
  await store.commits.alone(async ({ audit }) => {
    for (let number = 0; number < 1200; number += 1) {
      const detail = { user: `=cmd|' /C calc'!A${number}`, info: 'a "quote", and\na line' };
      audit.append({ at: clock.toISOString(), actor: 'x', action: 'test/done', subject: '', detail });
    }
  });
  const reply = await admin.get('/audit/all.csv?action=test*');
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(reply.headers['content-disposition']).toBe('attachment; filename="all.csv"');
  const rows = parse(reply.text, { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(1200);
  expect(new Set(rows.map(({ number }) => number)).size).toBe(1200);
  expect(rows[0]).toMatchObject({ user: "'=cmd|' /C calc'!A1199", info: 'a "quote", and\na line', sig_check: 'OK' });
  expect((await listed('action=GET /audit/*')).auditdata).toMatchObject([{ success: 1, administrator: 'root' }]);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['＝1', "'＝1"],
  ['a,b', '"a,b"'],
  ['plain - text', 'plain - text'],
])('writes the cell %j so that no spreadsheet computes it', (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`);
});

test('the file needs a right of its own, and a name that is one', async () => {
  await admin.limitTo(['auditlog']);
  expect(told(await admin.get('/audit/x.csv'))).toEqual([403, 303]);
  expect((await admin.get('/audit/')).status).toBe(200);
  await admin.limitTo(['auditlog_download']);
  expect(told(await admin.get('/audit/'))).toEqual([403, 303]);
  expect(told(await admin.get('/audit/x.html'))).toEqual([400, 905]);
  expect((await admin.get('/audit/x.csv')).status).toBe(200);
  await admin.limitTo(['auditlog', 'auditlog_download']);
});

test('shows an entry that was altered, and the place where one is missing', async () => {
  const { store } = house.server.installation;
  await liftGuards(store, 'audit');
  await rawSql(store, "UPDATE audit SET subject = 'another' WHERE position = 3");
  await rawSql(store, 'DELETE FROM audit WHERE position = 5');
  const { auditdata } = await listed('sortorder=asc&page_size=6');
  const state = auditdata.map((row: Record<string, string>) => [row.number, row.sig_check, row.missing_line]);
  expect(state).toEqual([
    [1, 'OK', 'OK'],
    [2, 'OK', 'OK'],
    [3, 'FAIL', 'OK'],
    [4, 'OK', 'OK'],
    [6, 'OK', 'FAIL'],
    [7, 'OK', 'OK'],
  ]);
});
