import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ResolverKind } from '../../domain/resolver-kind.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let at: HouseDesk;
const none = () => new Uint8Array();
beforeAll(async () => {
  house = await openHouse();
  at = await houseDesk(house);
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

const definition = (
  kind: ResolverKind,
  settings: Record<string, string>,
  secret: Uint8Array<ArrayBuffer> | null = null,
) => ({
  kind,
  settings,
  secret,
});
const sql = (more: Record<string, string> = {}) => ({
  ...{ Driver: 'sqlite', Database: join(house.directory, 'staff.sqlite'), Table: 'staff' },
  Map: '{"userid":"id","username":"login","surname":"surname"}',
  ...more,
});

test('lists realms in the order in which their resolvers are asked', async () => {
  writeFileSync(join(house.directory, 'passwd'), 'unix:x:7:7:Una Nix,,,,una@example.org:/:\n');
  const fileName = join(house.directory, 'passwd');
  await at.ask('resolvers/save', { name: 'unix', ...definition('passwdresolver', { fileName }) });
  const resolvers = [
    { name: 'unix', priority: 1 },
    { name: 'office', priority: 2 },
  ];
  await at.ask('realms/save', { name: 'office', resolvers });
  expect(await at.ask('realms/list')).toEqual([
    {
      name: 'office',
      isDefault: true,
      resolvers: [
        { name: 'unix', kind: 'passwdresolver', priority: 1 },
        { name: 'office', kind: 'internal', priority: 2 },
      ],
    },
  ]);
});

test('makes a realm the default, and none', async () => {
  await at.ask('realms/save', { name: 'lab', resolvers: [{ name: 'unix', priority: null }] });
  const isDefault = async () =>
    (await at.ask('realms/list')).filter((realm) => realm.isDefault).map(({ name }) => name);
  await at.ask('realms/set-default', { name: 'lab' });
  expect(await isDefault()).toEqual(['lab']);
  await at.ask('realms/set-default', { name: null });
  expect(await isDefault()).toEqual([]);
  await at.ask('realms/set-default', { name: 'office' });
  await at.ask('realms/remove', { name: 'lab' });
  expect((await at.ask('realms/list')).map(({ name }) => name)).toEqual(['office']);
});

test('keeps the password of a resolver sealed, shows it nowhere, and wipes what was typed', async () => {
  const typed = bytes('bind password 42');
  const settings = {
    ...{ LDAPURI: 'ldap://127.0.0.1:1', LDAPBASE: 'dc=x', BINDDN: 'cn=x', LOGINNAMEATTRIBUTE: 'uid', TIMEOUT: '1' },
    ...{ LDAPSEARCHFILTER: '(uid=*)', UIDTYPE: 'entryUUID', USERINFO: '{}' },
  };
  await at.desk.handle('resolvers/save', { name: 'directory', ...definition('ldapresolver', settings, typed) });
  expect([...typed].every((byte) => byte === 0)).toBe(true);
  const shown = (await at.ask('resolvers/list')).find(({ name }) => name === 'directory');
  expect(shown).toMatchObject({ kind: 'ldapresolver', hasSecret: true, settings: { BINDDN: 'cn=x' } });
  expect(JSON.stringify(shown)).not.toMatch(/bind password|CENSORED|BINDPW/);
  const kept = await at.ask('resolvers/test', { name: 'directory', ...definition('ldapresolver', settings) });
  expect(kept).toMatchObject({ works: false, found: null, said: expect.stringContaining('ECONNREFUSED') });
  const moved = { ...settings, LDAPURI: 'ldap://127.0.0.1:2' };
  expect(
    await failureOf(at.ask('resolvers/test', { name: 'directory', ...definition('ldapresolver', moved) })),
  ).toMatchObject({ code: 'administration/refused', context: { said: expect.stringContaining('BINDPW') } });
});

test('shows whom a definition finds before it is saved', async () => {
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(join(house.directory, 'staff.sqlite'));
  db.exec(
    "CREATE TABLE staff (id INTEGER, login TEXT, surname TEXT); INSERT INTO staff VALUES (1, 'a', 'Å'), (2, 'b', 'B')",
  );
  db.close();
  expect(await at.ask('resolvers/test', { name: null, ...definition('sqlresolver', sql()) })).toEqual({
    works: true,
    said: 'Found 2 people.',
    found: {
      count: 2,
      complete: true,
      people: [
        { username: 'a', name: 'Å', email: '', userId: '1' },
        { username: 'b', name: 'B', email: '', userId: '2' },
      ],
    },
  });
  expect((await at.ask('resolvers/list')).some(({ kind }) => kind === 'sqlresolver')).toBe(false);
});

test('says why a resolver cannot be removed, and removes it when no realm has it', async () => {
  expect(await failureOf(at.ask('resolvers/remove', { name: 'unix' }))).toMatchObject({
    code: 'administration/refused',
    context: { said: expect.stringContaining("realm 'office'") },
  });
  await at.ask('resolvers/remove', { name: 'directory' });
  expect((await at.ask('resolvers/list')).map(({ name }) => name)).toEqual(['office', 'unix']);
});

const zoe = {
  ...{ username: 'zoe', givenName: 'Zoë', surname: 'Årnes', email: '', mobile: '', phone: '', office: '' },
  resolver: 'guests',
};

test('adds, changes and removes somebody of the server’s own people', async () => {
  await at.ask('resolvers/save', { name: 'guests', ...definition('internal', {}) });
  await at.ask('realms/save', { name: 'visitors', resolvers: [{ name: 'guests', priority: null }] });
  await at.ask('own-people/add', { ...zoe, password: bytes('zoes password'), again: bytes('zoes password') });
  await at.ask('own-people/change', { ...zoe, surname: 'Årnes-Ødegård', password: none(), again: none() });
  const { resolver, ...person } = zoe;
  expect(await at.ask('own-people/list', { resolver })).toEqual([{ ...person, surname: 'Årnes-Ødegård' }]);
  const login = { realm: 'visitors', username: 'zoe', password: bytes('zoes password'), code: none() };
  expect(await at.ask('realms/try-login', login)).toMatchObject({ password: 'right', outcome: 'out', tokens: [] });
  await at.ask('own-people/remove', { resolver, username: 'zoe' });
  expect(await at.ask('own-people/list', { resolver })).toEqual([]);
});

test('refuses a password that is too short or was typed otherwise the second time', async () => {
  for (const [first, second, reason] of [
    ['short', 'short', 'short'],
    ['long enough', 'long enoguh', 'differ'],
  ] as const) {
    const typed = { ...zoe, password: bytes(first), again: bytes(second) };
    expect(await failureOf(at.ask('own-people/add', typed))).toMatchObject({
      code: 'administration/secret',
      context: { reason },
    });
  }
  expect(await at.ask('own-people/list', { resolver: 'guests' })).toEqual([]);
});

test('tries a login step by step, and wipes what was typed', async () => {
  const [password, code] = [bytes('anything'), bytes('123456')];
  const found = await at.desk.handle('realms/try-login', { realm: 'office', username: 'unix', password, code });
  expect([...password, ...code].every((byte) => byte === 0)).toBe(true);
  expect(found).toMatchObject({
    outcome: 'out',
    places: [
      { resolver: 'unix', kind: 'passwdresolver', outcome: 'found', detail: 'Una Nix' },
      { resolver: 'office', kind: 'internal', outcome: 'not asked' },
    ],
    person: { username: 'unix', name: 'Una Nix', resolver: 'unix' },
    password: 'wrong',
  });
});

test('asks nothing of the server after signing out', async () => {
  await at.ask('administration/sign-out');
  for (const asked of [at.ask('realms/list'), at.ask('resolvers/list')]) {
    expect(await failureOf(asked)).toMatchObject({ code: 'administration/signed-out' });
  }
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
