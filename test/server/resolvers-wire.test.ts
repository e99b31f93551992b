import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverReplies } from '../../domain/contract/server.ts';
import { type Administration, administration, told } from './administration.ts';
import { filesHold } from './files-hold.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
});
afterAll(() => house.close());

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const account = async (realm: string, username: string) => {
  const person = await house.server.installation.store.people.find(realm, username);
  if (person === undefined) throw new Error(`${username} is not in ${realm}`);
  return person;
};
const logsIn = async (realm: string, username: string, password: string) =>
  house.server.installation.userStore.checkPassword(await account(realm, username), bytes(password));
const holds = (route: keyof typeof serverReplies, reply: unknown) =>
  expect(serverReplies[route].safeParse(reply).error).toBeUndefined();
const people = async (query: string) => (await admin.get(`/user/?${query}`)).json.result.value;

test('makes a realm of a resolver of our own, whose people are added, changed and removed over the wire', async () => {
  expect(told(await admin.post('/resolver/staff', { type: 'internal' }))).toEqual(expect.any(Number));
  expect(told(await admin.post('/realm/Branch', { resolvers: 'staff,nowhere' }))).toEqual({
    added: ['staff'],
    failed: ['nowhere'],
  });
  const kim = { user: 'kim', resolver: 'staff', givenname: 'Kim', surname: 'Ray', password: 'geheim 1' };
  expect(told(await admin.post('/user/', kim))).toBe('1');
  expect(told(await admin.post('/user/', kim))).toEqual([400, 904]);
  for (const unseen of [
    { user: 'k\0m' },
    { user: 'k\u0001m' },
    { user: 'k\u202em' },
    { user: 'mik', surname: 'R\u202ey' },
  ]) {
    expect(told(await admin.post('/user/', { ...kim, ...unseen }))).toEqual([400, 905]);
  }
  expect(await people('realm=branch')).toEqual([
    {
      ...{ description: '', editable: true, email: '', givenname: 'Kim', mobile: '', phone: '', resolver: 'staff' },
      ...{ surname: 'Ray', userid: '1', username: 'kim' },
    },
  ]);
  expect([await logsIn('branch', 'kim', 'geheim 1'), await logsIn('branch', 'kim', 'geheim 2')]).toEqual([true, false]);
  expect(await logsIn('branch', 'kim', '')).toBe(false);

  const before = (await account('branch', 'kim')).id;
  const change = { user: 'kim', resolver: 'staff', email: 'k@example.org', password: 'geheim 3' };
  expect(told(await house.client.send('PUT', '/user/', form(change)))).toBe(true);
  expect(await account('branch', 'kim')).toMatchObject({ id: before, email: 'k@example.org', givenName: 'Kim' });
  expect([await logsIn('branch', 'kim', 'geheim 1'), await logsIn('branch', 'kim', 'geheim 3')]).toEqual([false, true]);

  expect(told(await admin.remove('/user/staff/kim'))).toBe(true);
  expect(told(await admin.remove('/user/staff/kim'))).toEqual([404, 601]);
  expect(await people('realm=branch')).toEqual([]);
});

test('never lets somebody new of the same name inherit the tokens of who left', async () => {
  await admin.post('/resolver/heirs', { type: 'internal' });
  await admin.post('/realm/heirs', { resolvers: 'heirs' });
  await admin.post('/user/', { user: 'sam', resolver: 'heirs' });
  await house.give('HEIR1', { ownerId: (await account('heirs', 'sam')).id });
  const old = await account('heirs', 'sam');
  await admin.remove('/user/heirs/sam');
  await admin.post('/user/', { user: 'sam', resolver: 'heirs' });
  expect((await account('heirs', 'sam')).id).not.toBe(old.id);
  expect((await account('heirs', 'sam')).userId).not.toBe(old.userId);
  expect(await house.server.installation.store.credentials.byOwner((await account('heirs', 'sam')).id)).toEqual([]);
});

test('asks the resolvers of a realm by priority: who comes first hides a namesake until they leave', async () => {
  for (const name of ['first', 'second']) {
    await admin.post(`/resolver/${name}`, { type: 'internal' });
    await admin.post('/user/', { user: 'lee', resolver: name, surname: name });
  }
  const order = (first: string, second: string) =>
    admin.post('/realm/both', { resolvers: 'first,second', 'priority.first': first, 'priority.second': second });
  await order('1', '2');
  expect((await account('both', 'lee')).surname).toBe('first');
  await order('3', '2');
  expect((await account('both', 'lee')).surname).toBe('second');
  await order('1', '');
  expect((await account('both', 'lee')).surname).toBe('first');
  await admin.remove('/user/first/lee');
  expect((await account('both', 'lee')).surname).toBe('second');
  expect((await admin.get('/realm/')).json.result.value.both.resolver).toEqual([
    { name: 'first', node: '', priority: 1, type: 'internal' },
    { name: 'second', node: '', priority: null, type: 'internal' },
  ]);
  expect(told(await admin.remove('/resolver/first'))).toEqual([400, 302]);
  expect(told(await admin.remove('/realm/both'))).toEqual(expect.any(Number));
  expect(told(await admin.remove('/realm/both'))).toEqual([404, 601]);
  expect(told(await admin.remove('/resolver/first'))).toEqual(expect.any(Number));
  expect(await people('username=lee')).toEqual([]);
});

test('finds the people of a passwd file as privacyIDEA recorded it, and checks their crypt passwords', async () => {
  const fileName = join(house.directory, 'passwd');
  const sha512 = '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1';
  const sha256 = '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5';
  writeFileSync(
    fileName,
    [
      `alice:${sha512}:1000:1000:Alice Test,,+4400000,+4400000,alice@example.com:/home/alice:/bin/sh`,
      `anna:${sha256}:1001:1001:Anna:/:/bin/sh`,
      'locked:!:1002:1002::/:',
      'nonsense',
    ].join('\n'),
  );
  expect(told(await admin.post('/resolver/r1', { type: 'passwdresolver', fileName }))).toEqual(expect.any(Number));
  expect(told(await admin.post('/realm/hq', { resolvers: 'r1' }))).toEqual({ added: ['r1'], failed: [] });
  const recorded = JSON.parse(readFileSync(new URL('./privacyidea-exchanges.json', import.meta.url), 'utf8'));
  const exchange = recorded.exchanges.find(({ title }: { title: string }) => title === 'people');
  expect(await people('realm=hq&username=al*')).toEqual(exchange.reply.result.value);
  expect(await people('realm=hq&username=a*')).toHaveLength(2);
  expect([await logsIn('hq', 'alice', 'Hello world!'), await logsIn('hq', 'alice', 'Hello world')]).toEqual([
    true,
    false,
  ]);
  expect(await logsIn('hq', 'anna', 'Hello world!')).toBe(true);
  await people('realm=hq');
  expect(await logsIn('hq', 'locked', '!')).toBe(false);
  expect(await admin.check({ user: 'alice', realm: 'hq', pass: '1' })).toBe(false);
  expect(told(await house.client.form('/validate/check', { user: 'nobody', realm: 'hq', pass: '1' }))).toEqual([
    400, 904,
  ]);
});

test('finds the people of a SQLite table, and takes no name for more than a name', async () => {
  const file = join(house.directory, 'people.sqlite');
  const db = new Database(file);
  db.exec(`CREATE TABLE users (id INTEGER, login TEXT, first TEXT, hash TEXT, active INTEGER);
    INSERT INTO users VALUES (1, 'a_b', 'A', '{SSHA}${ssha('secret', 'salt')}', 1), (2, 'axb', 'X', NULL, 1),
      (3, 'former', 'F', 'pw', 0), (4, 'o''neil', 'O', 'pw', 1)`);
  db.close();
  const columns = JSON.stringify({ userid: 'id', username: 'login', givenname: 'first', password: 'hash' });
  const definition = {
    type: 'sqlresolver',
    Driver: 'sqlite',
    Database: file,
    Table: 'users',
    Map: columns,
    Where: 'active = 1',
  };
  expect(told(await admin.post('/resolver/db', definition))).toEqual(expect.any(Number));
  await admin.post('/realm/db', { resolvers: 'db' });
  expect((await people('realm=db')).map(({ username }: { username: string }) => username)).toEqual([
    'a_b',
    'axb',
    "o'neil",
  ]);
  expect(await people('realm=db&username=a_b*')).toHaveLength(1);
  expect([await logsIn('db', 'a_b', 'secret'), await logsIn('db', 'axb', 'secret')]).toEqual([true, false]);
  await expect(logsIn('db', "o'neil", 'pw')).rejects.toThrow('form this server does not know');
  for (const user of ["' OR 1=1 --", '%', 'a%', '*', 'former']) {
    expect(told(await house.client.form('/validate/check', { user, realm: 'db', pass: '1' }))).toEqual([400, 904]);
  }
});

test('answers in the form of the contract, and so did privacyIDEA', async () => {
  const recorded = JSON.parse(readFileSync(new URL('./privacyidea-exchanges.json', import.meta.url), 'utf8'));
  const before = (title: string) => recorded.exchanges.find((one: { title: string }) => one.title === title).reply;
  holds('POST /resolver/<resolver>', before('resolver'));
  holds('POST /realm/<realm>', before('realm'));
  holds('POST /resolver/<resolver>', (await admin.post('/resolver/form', { type: 'internal' })).json);
  holds('GET /resolver/', (await admin.get('/resolver/form')).json);
  holds('POST /realm/<realm>', (await admin.post('/realm/form', { resolvers: 'form' })).json);
  holds('POST /user/', (await admin.post('/user/', { user: 'f', resolver: 'form', password: 'pw' })).json);
  const login = await admin.post('/resolver/test', { resolver: 'form', username: 'f', password: 'pw' });
  holds('POST /resolver/test', login.json);
  expect([login.json.result.value, login.json.detail.description]).toEqual([
    true,
    "'f' is without a name, id 1; the password is right.",
  ]);
  holds('DELETE /user/<resolver>/<user>', (await admin.remove('/user/form/f')).json);
  holds('DELETE /realm/<realm>', (await admin.remove('/realm/form')).json);
  holds('DELETE /resolver/<resolver>', (await admin.remove('/resolver/form')).json);
});

test.each([
  ['a type that is not there', { type: 'nosql' }],
  ['no type', {}],
  ['a directory without a base', { type: 'ldapresolver', LDAPURI: 'ldap://x' }],
  ['an address that is none', ldapWith({ LDAPURI: 'http://x' })],
  ['a filter that is none', ldapWith({ LDAPSEARCHFILTER: '(uid=' })],
  ['a map that is none', ldapWith({ USERINFO: '[[' })],
  ['an attribute that is none', ldapWith({ LOGINNAMEATTRIBUTE: 'uid)(x=*' })],
  ['an unknown database', sqlWith({ Driver: 'oracle' })],
  ['a map without names', sqlWith({ Map: '{"userid":"id"}' })],
  ['more than a comparison', sqlWith({ Where: '1=1; DROP TABLE users' })],
  ['a subquery', sqlWith({ Where: 'id = (SELECT 1)' })],
])('refuses a resolver with %s', async (_what, parameters: Record<string, string>) => {
  expect(told(await admin.post('/resolver/bad', parameters))).toEqual([400, 905]);
  expect(told(await admin.get('/resolver/bad'))).toEqual({});
});

test('keeps secrets sealed, shows none, and sends a kept one to no other place', async () => {
  const canary = 'canary-bind-password';
  expect(told(await admin.post('/resolver/dir', ldapWith({ BINDPW: canary })))).toEqual(expect.any(Number));
  const shown = await admin.get('/resolver/dir');
  expect(shown.json.result.value.dir).toMatchObject({ type: 'ldapresolver', data: { BINDPW: '__CENSORED__' } });
  expect(JSON.stringify((await admin.get('/resolver/')).json)).not.toContain(canary);
  expect(filesHold(house.directory, canary)).toBe(false);
  const kept = { BINDPW: '__CENSORED__', TIMEOUT: '3' };
  expect(told(await admin.post('/resolver/dir', ldapWith(kept)))).toEqual(expect.any(Number));
  const elsewhere = ldapWith({ ...kept, LDAPURI: 'ldap://evil.example' });
  expect(told(await admin.post('/resolver/dir', elsewhere))).toEqual([400, 905]);
  expect(told(await admin.post('/resolver/test', { ...elsewhere, resolver: 'dir' }))).toEqual([400, 905]);
});

test('takes an id as long as the DN of a deep directory, and nobody whose id no record could name', async () => {
  const fileName = join(house.directory, 'long-ids');
  const dn = (characters: number) => `uid=x,ou=${'deep'.repeat(300)}`.slice(0, characters);
  writeFileSync(fileName, `deep:!:${dn(900)}:1::/:\nabyss:!:${dn(1001)}:1::/:\n`);
  const definition = { type: 'passwdresolver', fileName };
  await admin.post('/resolver/deep', definition);
  await admin.post('/realm/deep', { resolvers: 'deep' });
  expect((await people('realm=deep')).map(({ username }: { username: string }) => username)).toEqual(['deep']);
  expect((await account('deep', 'deep')).userId).toBe(dn(900));
  const refused = await house.client.form('/validate/check', { user: 'abyss', realm: 'deep', pass: '1' });
  expect(refused.json.result.error.message).toMatch(/The resolver 'deep' does not answer.*test it/);
  const tested = (await admin.post('/resolver/test', { ...definition, resolver: 'deep' })).json;
  expect(tested.result.value).toBe(false);
  expect(tested.detail.description).toBe(
    "Somebody cannot hold tokens: the id of 'abyss' has more than 1000 characters.",
  );
});

test('asks for the right for each act', async () => {
  await admin.limitTo(['userlist']);
  const acts = [
    admin.post('/resolver/x', { type: 'internal' }),
    admin.get('/resolver/'),
    admin.post('/resolver/test', { type: 'internal' }),
    admin.remove('/resolver/staff'),
    admin.post('/realm/x', { resolvers: 'staff' }),
    admin.remove('/realm/branch'),
    admin.post('/user/', { user: 'x', resolver: 'staff' }),
    house.client.send('PUT', '/user/', form({ user: 'x', resolver: 'staff' })),
    admin.remove('/user/staff/x'),
  ];
  for (const reply of await Promise.all(acts)) expect(told(reply)).toEqual([403, 303]);
});

function ldapWith(parameters: Record<string, string>): Record<string, string> {
  const bind = { BINDDN: 'cn=x', BINDPW: 'pw' };
  const search = { LOGINNAMEATTRIBUTE: 'uid', LDAPSEARCHFILTER: '(uid=*)', USERINFO: '{}' };
  return { type: 'ldapresolver', LDAPURI: 'ldap://127.0.0.1:1', LDAPBASE: 'dc=x', ...bind, ...search, ...parameters };
}

function sqlWith(parameters: Record<string, string>): Record<string, string> {
  const columns = '{"userid":"id","username":"login"}';
  return { type: 'sqlresolver', Driver: 'sqlite', Database: '/tmp/x', Table: 'users', Map: columns, ...parameters };
}

function ssha(password: string, salt: string): string {
  const digest = createHash('sha1').update(password).update(salt).digest();
  return Buffer.concat([digest, Buffer.from(salt)]).toString('base64');
}

function form(fields: Record<string, string>) {
  return {
    headers: { ...admin.header, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  };
}
