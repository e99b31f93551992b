import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAdmin } from '../../server/commands/admin.ts';
import { importPeople } from '../../server/commands/people.ts';
import { readPeople } from '../../server/commands/read-people.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse, password } from './house.ts';

/** A right that policies give for one realm gives the part of each list that lies in it. */
let house: House;
let root: Administration;
let header: Record<string, string>;
beforeAll(async () => {
  house = await openHouse();
  const { installation } = house.server;
  await importPeople(
    installation,
    'branch',
    readPeople(Buffer.from('username,givenname,surname\nbea,Bea,B\nben,Ben,B\n')),
  );
  await createAdmin(installation, 'helen', Buffer.from(password), []);
  root = await administration(house);
  const { json } = await house.client.form('/auth', { username: 'helen', password });
  header = { 'PI-Authorization': json.result.value.token };
  const bea = (await installation.store.people.find('branch', 'bea'))?.id ?? -1;
  await house.give('B1', { ownerId: bea, realms: ['branch'] });
  await house.give('B2', { realms: ['branch'] });
  await house.give('O1', { ownerId: await house.personId('amara.okafor'), realms: ['office'] });
  await house.give('N1');
  await root.post('/policy/root', { scope: 'admin', action: '*', adminuser: 'root' });
  await root.post('/policy/helen', {
    scope: 'admin',
    action: 'tokenlist, userlist, auditlog',
    adminuser: 'helen',
    realm: 'branch',
  });
});
afterAll(() => house.close());

const get = (path: string) => house.client.get(path, header);
const serials = async (query = '') =>
  (await get(`/token/?${query}`)).json.result.value.tokens.map(({ serial }: { serial: string }) => serial);

test('tokens: those in the realm, counted, searched and as a file', async () => {
  expect(await serials()).toEqual(['B1', 'B2']);
  expect((await get('/token/')).json.result.value.count).toBe(2);
  expect(await serials('serial=*1*')).toEqual(['B1']);
  expect(await serials('tokenrealm=office')).toEqual([]);
  const { text } = await get('/token/?outform=csv');
  expect(text).toContain('B2');
  expect(text).not.toMatch(/O1|N1/);
  expect((await root.get('/token/')).json.result.value.count).toBe(4);
});

test('people: those of the realm, whatever realm or resolver is asked for', async () => {
  const names = async (query: string) =>
    (await get(`/user/?${query}`)).json.result.value.map(({ username }: { username: string }) => username);
  for (const query of ['', 'username=*', 'realm=branch', 'realm=*', 'resolver=branch']) {
    expect([query, await names(query)]).toEqual([query, ['bea', 'ben']]);
  }
  for (const query of ['realm=office', 'resolver=office', 'username=amara*']) {
    expect([query, await names(query)]).toEqual([query, []]);
  }
  expect((await get('/people/?query=b')).json.result.value.people).toHaveLength(2);
  expect((await get('/people/?query=amara')).json.result.value.people).toHaveLength(0);
});

test('the audit: what is about people of the realm', async () => {
  await house.client.form('/validate/check', { user: 'bea', realm: 'branch', pass: '000000' });
  await house.client.form('/validate/check', { user: 'amara.okafor', realm: 'office', pass: '000000' });
  const { value } = (await get('/audit/')).json.result;
  expect(value.count).toBeGreaterThan(0);
  expect(new Set(value.auditdata.map(({ realm }: { realm: string }) => realm))).toEqual(new Set(['branch']));
});

test('who has the right for no realm is refused, and one policy more opens the next realm', async () => {
  await root.post('/policy/helen2', { scope: 'admin', action: 'tokenlist', adminuser: 'helen', realm: 'office' });
  expect(await serials()).toEqual(['B1', 'B2', 'O1']);
  await root.post('/policy/helen', { scope: 'admin', action: 'auditlog', adminuser: 'helen', realm: 'branch' });
  expect(told(await get('/user/'))).toEqual([403, 303]);
  expect(await serials()).toEqual(['O1']);
  await root.post('/policy/helen2', { scope: 'admin', action: 'tokenlist', adminuser: 'helen', user: 'amara.okafor' });
  expect(told(await get('/token/'))).toEqual([403, 303]);
});
