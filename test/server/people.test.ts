import { afterAll, beforeAll, expect, test } from 'vitest';
import { importPeople } from '../../server/commands/people.ts';
import { readPeople } from '../../server/commands/read-people.ts';
import { UsageError } from '../../server/commands/usage.ts';
import { type House, openHouse, password } from './house.ts';

const read = (text: string) => readPeople(Buffer.from(text)).map(({ person }) => person);

test('reads a list with a byte order mark, semicolons, quotes and line breaks in cells', () => {
  const people = read(
    '\ufeffUserName;GivenName;Surname;Email;Office\r\n' +
      'zoë;Zoë;"O""Hara; the\nsecond";z@example.org;"=HYPERLINK(""x"")"\r\n\r\n',
  );
  expect(people).toEqual([
    {
      username: 'zoë',
      givenName: 'Zoë',
      surname: 'O"Hara; the\nsecond',
      email: 'z@example.org',
      mobile: '',
      phone: '',
      office: '=HYPERLINK("x")',
      userId: 'zoë',
    },
  ]);
});

test('gives the lines of everything that is wrong', () => {
  const list = [
    'username,givenname,surname,userid',
    'a,A,A,1',
    ',B,B,2',
    '"c","C\nC",C,3',
    'a,D,D,4',
    'e,E,E,1',
    'f@x,F,F,6',
    `g,${'G'.repeat(201)},G,7`,
  ].join('\n');
  expect(() => read(list)).toThrow(
    [
      'nothing was imported:',
      'line 3: the username is missing',
      'line 8: a username has no blank, @ or *',
      'line 9: the givenname is longer than 200 characters',
      'line 6: the username is on line 2 already',
      'line 7: the userid is on line 2 already',
    ].join('\n'),
  );
});

test.each([
  ['nothing', '', /line 1: there is no column 'username'/],
  ['another header', 'name,mail\na,b\n', /line 1: there is no column 'username'/],
  ['a column twice', 'username,givenname,surname,email,email\na,b,c,d,e\n', /column 'email' is there twice/],
  ['a line with too many cells', 'username,givenname,surname\na,b,c,d\n', /not CSV: .*line 2/],
  ['a quote that does not close', 'username,givenname,surname\n"a,b,c\n', /not CSV/],
])('refuses %s', (_what, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test.each([
  ['in the place of a username', 'username,givenname,surname\nS3cret@word,A,A\n'],
  ['there twice', 'username,givenname,surname\nS3cretword,A,A\nS3cretword,B,B\n'],
  ['in the header', 'username,givenname,S3cretword\na,A,A\n'],
  ['with a quote in it', 'username,givenname,surname\na,S3cret"word",A\n'],
  ['before a quote that does not close', 'username,givenname,surname\na,"S3cret"word,A\n'],
])('quotes no password that is %s', (_what, text) => {
  expect(() => read(text)).toThrow(UsageError);
  expect(() => read(text)).not.toThrow(/S3cret/);
});

test('says once that a username is there twice, when it is the userid too', () => {
  expect(() => read('username,givenname,surname\na,A,A\na,B,B\n')).toThrow(
    /^nothing was imported:\nline 3: the username is on line 2 already$/,
  );
});

test.each([
  ['a NUL in the username', 'a\0b,A,B'],
  ['a bell in a name', 'a,A\u0007,B'],
  ['letters that run the other way by order', 'a,A,B\u202eC'],
])('refuses %s', (_what, line) => {
  expect(() => read(`username,givenname,surname\n${line}\n`)).toThrow(/line 2: the \w+ has a character that cannot/);
});

test('takes names that are written from right to left', () => {
  expect(read('username,givenname,surname\nlayla,ليلى,حدّاد\n')).toMatchObject([{ givenName: 'ليلى' }]);
});

test('refuses what is not UTF-8', () => {
  expect(() => readPeople(Buffer.from('username,givenname,surname\nj\xfcrgen,J,S\n', 'latin1'))).toThrow(/UTF-8/);
});

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const listed = (text: string) => readPeople(Buffer.from(text));

test('imports all or nothing, beside the running server', async () => {
  const { installation } = house.server;
  const people = async () => (await installation.store.people.all()).length;
  const before = await people();
  expect(await importPeople(installation, 'HQ', listed('username,givenname,surname\na,A,A\nb,B,B\n'))).toBe(
    '2 people imported into realm hq',
  );
  expect(await people()).toBe(before + 2);
  await expect(importPeople(installation, 'hq', listed('username,givenname,surname\nc,C,C\nb,B,B\n'))).rejects.toThrow(
    'line 3: b is in realm hq already',
  );
  expect(await people()).toBe(before + 2);
  await expect(importPeople(installation, 'hq', listed('username,givenname,surname\n'))).rejects.toThrow(/no people/);
  await expect(importPeople(installation, 'h q', listed('username,givenname,surname\nc,C,C\n'))).rejects.toThrow(
    /no name/,
  );
  const { json } = await house.client.form('/auth', { username: 'root', password });
  const found = await house.client.get('/user/?realm=hq&surname=B', { authorization: json.result.value.token });
  expect(found.json.result.value.map(({ username }: { username: string }) => username)).toEqual(['b']);
});

test('has twenty example people with names of every length', async () => {
  const people = (await house.server.installation.store.people.all()).filter(({ realm }) => realm === 'office');
  expect(people).toHaveLength(20);
  expect(Math.max(...people.map(({ surname }) => surname.length))).toBeGreaterThan(60);
});
