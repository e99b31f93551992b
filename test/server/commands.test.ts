import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listenAddress } from '../../server/commands/listen-address.ts';
import { type DataDirectory, dataDirectory } from './data-directory.ts';
import { httpsClient } from './https-client.ts';
import { command, commandAsync, startServer } from './server-process.ts';
import { readCode } from './test-station.ts';

// Each command is a process of its own, a dozen in a row.
vi.setConfig({ testTimeout: 180_000 });
let directory: DataDirectory;
beforeAll(async () => {
  directory = await dataDirectory();
});
afterAll(() => directory.remove());

const run = (words: readonly string[], input?: string) => command([...words, '--data', directory.path], input);

test('makes administrators, grants and codes from the command line, beside the running server', async () => {
  expect(run(['admin', 'create', 'root'], 'first password\n')).toMatchObject({
    status: 0,
    out: 'added administrator root\n',
  });
  const server = await startServer(directory.path);
  const client = httpsClient(server.url, server.ca);
  const login = (password: string) => client.form('/auth', { username: 'root', password });
  const { rights } = (await login('first password')).json.result.value;
  expect(rights).toEqual(expect.arrayContaining(['enrollHOTP', 'assign', 'importtokens', 'auditlog', 'configwrite']));
  expect(rights).not.toContain('control_trust');
  expect(run(['admin', 'create', 'second'], 'another password').status).toBe(0);
  const second = await client.form('/auth', { username: 'second', password: 'another password' });
  expect(second.json.result.value.rights).toEqual(['tokenlist', 'userlist', 'auditlog']);
  expect(run(['admin', 'create', 'root'], 'second password').out).toBe('new password for administrator root\n');
  expect((await login('first password')).status).toBe(401);
  expect(run(['admin', 'grant', 'root', 'tokenlist', 'control-trust']).out).toBe('root has tokenlist, control_trust\n');
  expect((await login('second password')).json.result.value.rights).toEqual(['tokenlist', 'control_trust']);
  expect(readCode(run(['station', 'code']).out.trim()).url).toBe(server.url);
  expect(readCode(run(['station', 'code', '--listen', 'desk.example.org:9']).out.trim()).url).toBe(
    'https://desk.example.org:9',
  );
  expect(readCode(run(['station', 'code', '--url', 'https://desk.example.org/']).out.trim()).url).toBe(
    'https://desk.example.org',
  );
  const list = join(directory.path, 'list.csv');
  writeFileSync(list, 'username,givenname,surname\nkim,Kim,Lee\n');
  expect(run(['people', 'import', list, '--realm', 'hq']).out).toBe('1 people imported into realm hq\n');
  expect(run(['people', 'import', list, '--realm', 'hq'])).toMatchObject({
    status: 1,
    err: 'nothing was imported:\nline 2: kim is in realm hq already\n',
  });
  const check = await client.form('/validate/check', { user: 'kim', realm: 'hq', pass: '1' });
  expect(check.json.detail.message).toBe('The user has no tokens assigned');
  client.close();
  expect(await server.stop()).toBe(0);
});

test.each([
  [['admin', 'create', 'root'], '\n', 'the password is missing'],
  [['admin', 'create', 'no body'], 'long enough', 'is no name for an administrator'],
  [['admin', 'create', 'root', '--grant', 'everything'], 'long enough', "there is no right 'everything'"],
  [['admin', 'grant', 'ghost', 'none'], '', 'there is no administrator ghost'],
  [['admin', 'grant', 'root'], '', 'name the rights'],
  [['people', 'import', '/nowhere.csv', '--realm', 'x'], '', 'cannot be read'],
  [['people', 'import', '/nowhere.csv'], '', '--realm REALM is missing'],
  [['station', 'code', '--url', 'http://a'], '', 'is no https address'],
  [['people', 'eat'], '', "there is no command 'people eat'"],
  [['--listen', 'nowhere'], '', 'write HOST:PORT'],
  [['--port', '1'], '', "Unknown option '--port'"],
])('says what to do instead: %s', (words, input, message) => {
  const { status, err, out } = run(words, input);
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain(message);
  expect(err).not.toMatch(/\n {4}at /);
});

test('several first starts at once make one authority and one database', async () => {
  const fresh = await dataDirectory();
  const codes = await Promise.all(
    Array.from({ length: 4 }, () =>
      commandAsync(['station', 'code', '--url', 'https://a.example.org', '--data', fresh.path]),
    ),
  );
  expect(codes.map(({ err }) => err)).toEqual(['', '', '', '']);
  expect(new Set(codes.map(({ out }) => readCode(out.trim()).caFingerprint)).size).toBe(1);
  fresh.remove();
});

test('reads addresses with names and both kinds of numbers', () => {
  expect(listenAddress('localhost:0')).toEqual({ host: 'localhost', port: 0 });
  expect(listenAddress('[::1]:8443')).toEqual({ host: '::1', port: 8443 });
  for (const wrong of ['localhost', ':1', 'a:b', 'a:99999', '::1:80', 'http://a:1', 'a b:1']) {
    expect(() => listenAddress(wrong)).toThrow(/HOST:PORT/);
  }
});
