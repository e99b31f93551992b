import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Administration, administration } from '../server/administration.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, newDirectory } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let admin: Administration;
let at: HouseDesk;
let chosen: string | undefined;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  at = await houseDesk(house, { chooseFile: async () => chosen });
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

const everything = {
  filter: {
    ...{ since: '', user: '', realm: '', administrator: '', serial: '', action: '', client: '' },
    success: 'all' as const,
  },
  page: 1,
};

test('lists the audit newest first, narrowed by who, what and result, each in its chain', async () => {
  await admin.remove('/resolver/office');
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
  const { rows, total } = await at.ask('audit/list', everything);
  expect(rows[0]?.number).toBe(total);
  expect(rows[0]).toMatchObject({ act: 'admin/logged-in', administrator: 'root', success: true });
  for (const [place, row] of rows.entries()) {
    expect([row.intact, row.linked, /^[0-9a-f]{64}$/.test(row.hash)]).toEqual([true, true, true]);
    expect(row.previous).toBe(rows[place + 1]?.hash ?? '0'.repeat(64));
  }
  const narrowed = async (more: object) =>
    (await at.ask('audit/list', { filter: { ...everything.filter, ...more }, page: 1 })).rows;
  const refused = await narrowed({ success: 'refused', action: '*resolver*' });
  expect(refused.map(({ act, success }) => [act, success])).toEqual([['resolver/removed', false]]);
  expect(await narrowed({ since: '1h', administrator: 'nobody' })).toEqual([]);
});

test('is narrowed by realm and by the address that a request came from, in the list and in the file', async () => {
  await house.client.form('/validate/check', { user: 'amara.okafor', realm: 'office', pass: 'x' });
  const narrowed = async (more: object) =>
    (await at.ask('audit/list', { filter: { ...everything.filter, ...more }, page: 1 })).rows;
  const all = await narrowed({});
  const inOffice = await narrowed({ realm: '*offi*' });
  expect(inOffice.length).toBeGreaterThan(0);
  expect(inOffice).toEqual(all.filter(({ realm }) => realm === 'office'));
  const from = inOffice[0]?.client ?? '';
  expect(from).toContain('127.0.0.1');
  expect(await narrowed({ client: `*${from}*` })).toEqual(all.filter(({ client }) => client === from));
  expect(await narrowed({ client: '*10.9.8.7*' })).toEqual([]);
  expect(await narrowed({ realm: '*elsewhere*' })).toEqual([]);
  chosen = join(newDirectory(), 'office.csv');
  await at.ask('audit/export', { filter: { ...everything.filter, realm: 'office', client: from } });
  // The taking away is an entry of its own, and in the file.
  const lines = readFileSync(chosen, 'utf8').trimEnd().split('\r\n');
  chosen = undefined;
  expect(lines).toHaveLength((await narrowed({ realm: 'office', client: from })).length + 1);
});

test('marks who came in by a dangerous policy', async () => {
  await admin.post('/policy/open', { scope: 'authentication', action: 'passOnNoToken', realm: 'office' });
  await house.client.form('/validate/check', { user: 'amara.okafor', realm: 'office', pass: 'x' });
  const { rows } = await at.ask('audit/list', everything);
  expect(rows[0]).toMatchObject({
    act: 'validate/accepted',
    authentication: 'ACCEPT',
    user: 'amara.okafor',
    policies: ['open'],
    dangerous: ['passOnNoToken'],
  });
});

test('pages through a long audit', async () => {
  for (let count = 0; count < 120; count += 1)
    await house.client.form('/validate/check', { serial: `X${count}`, pass: '1' });
  const first = await at.ask('audit/list', everything);
  const second = await at.ask('audit/list', { ...everything, page: first.next ?? 0 });
  expect([first.rows.length, first.next]).toEqual([100, 2]);
  expect(second.rows[0]?.number).toBe((first.rows.at(-1)?.number ?? 0) - 1);
});

test('writes the whole of it as CSV where the person says, with formulas defused, or nowhere', async () => {
  await house.client.form('/validate/check', { user: '=cmd|calc', realm: 'office', pass: '1' });
  const { filter } = everything;
  expect(await at.ask('audit/export', { filter })).toEqual({ saved: false });
  chosen = join(newDirectory(), 'taken.csv');
  expect(await at.ask('audit/export', { filter })).toEqual({ saved: true });
  const lines = readFileSync(chosen, 'utf8').trimEnd().split('\r\n');
  const { total } = await at.ask('audit/list', everything);
  expect(lines.length).toBe(total + 1);
  expect(lines[0]).toMatch(/^number,action,success,/);
  expect(lines.join('\n')).not.toMatch(/(^|,)=cmd/m);
  chosen = join(newDirectory(), 'no', 'such', 'folder.csv');
  expect(await failureOf(at.ask('audit/export', { filter }))).toMatchObject({ code: 'file/not-written' });
});

test('names the right that is missing', async () => {
  await admin.limitTo(['auditlog']);
  expect(await failureOf(at.ask('audit/export', { filter: everything.filter }))).toMatchObject({
    code: 'administration/no-right',
    context: { right: 'auditlog_download' },
  });
  await at.ask('administration/sign-out');
  expect(await failureOf(at.ask('audit/list', everything))).toMatchObject({ code: 'administration/signed-out' });
});
