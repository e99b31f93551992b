import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PolicyRow } from '../../domain/contract/administration/policies.ts';
import { blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import { explainRequest, listPolicies, savePolicy } from '../../electron/administration/policies.ts';
import { administratorSession } from '../../electron/administration/session.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, newDirectory } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let at: HouseDesk;
const folder = newDirectory();
let place: string | undefined = join(folder, 'policies.cfg');
beforeAll(async () => {
  house = await openHouse();
  at = await houseDesk(house, { chooseFile: async () => place });
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});
beforeEach(async () => {
  for (const { policy, revision } of await at.ask('policies/list')) {
    await at.ask('policies/delete', { name: policy.name, revision });
  }
});

const limit: Policy = { ...blankPolicy, name: 'limit', scope: 'enrollment', action: { maxtoken: '2' } };
const add = (policy: Partial<Policy> = {}) =>
  at.ask('policies/save', { policy: { ...limit, ...policy }, others: {}, seen: null });
const listed = async (name: string): Promise<PolicyRow> => {
  const row = (await at.ask('policies/list')).find(({ policy }) => policy.name === name);
  if (row === undefined) throw new Error(`there is no policy ${name}`);
  return row;
};
const seen = ({ policy, revision }: PolicyRow) => ({ name: policy.name, revision });

test('saves a policy and lists it as it was written, with every field', async () => {
  const whole: Policy = {
    ...limit,
    action: { maxtoken: '2', tokenlabel: '{user}, {realm}', otp_pin_encrypt: true },
    realm: ['office'],
    resolver: ['own'],
    user: ['anna', '-jan'],
    client: ['10.0.0.0/8', '!10.0.0.7'],
    time: 'Mon-Fri: 8-18',
    priority: 3,
    userCaseInsensitive: true,
    checkAllResolvers: true,
    userAgent: ['keydesk'],
    conditions: [
      {
        section: 'userinfo',
        key: 'office',
        comparator: 'equals',
        value: 'HQ',
        active: true,
        whenMissing: 'condition_is_true',
      },
    ],
    description: 'two at most',
  };
  await add(whole);
  expect((await listed('limit')).policy).toEqual(whole);
});

test('overwrites only what was seen', async () => {
  await add();
  const row = await listed('limit');
  await at.ask('policies/save', { ...row, policy: { ...row.policy, priority: 5 }, seen: seen(row) });
  const late = at.ask('policies/save', { ...row, policy: { ...row.policy, priority: 7 }, seen: seen(row) });
  expect(await failureOf(late)).toEqual({ code: 'administration/changed-meanwhile', context: { name: 'limit' } });
  expect((await failureOf(at.ask('policies/delete', seen(row)))).code).toBe('administration/changed-meanwhile');
  expect((await listed('limit')).policy.priority).toBe(5);
});

test('never writes a new policy over another of its name', async () => {
  await add();
  expect(await failureOf(add({ priority: 9 }))).toEqual({
    code: 'administration/name-taken',
    context: { name: 'limit' },
  });
  expect((await listed('limit')).policy.priority).toBe(1);
});

test('renames with the change, and takes the name back when the change is refused', async () => {
  await add();
  const row = await listed('limit');
  const refused = at.ask('policies/save', {
    policy: { ...row.policy, name: 'fewer', time: 'never' },
    others: {},
    seen: seen(row),
  });
  expect((await failureOf(refused)).code).toBe('administration/refused');
  expect((await listed('limit')).policy.time).toBe('');
  await at.ask('policies/save', { policy: { ...row.policy, name: 'fewer' }, others: {}, seen: seen(row) });
  expect((await at.ask('policies/list')).map(({ policy }) => policy.name)).toEqual(['fewer']);
});

test('passes on why the server refuses a policy, in its words', async () => {
  await add({ name: 'first', action: { otp_pin_random: '6' } });
  const failure = await failureOf(add({ name: 'second', action: { otp_pin_random: '8' } }));
  expect(failure.code).toBe('administration/refused');
  expect(failure.context.said).toContain("policy 'first'");
});

test('switches a policy off and on', async () => {
  await add();
  await at.ask('policies/switch', { name: 'limit', active: false });
  expect((await listed('limit')).policy.active).toBe(false);
  await at.ask('policies/switch', { name: 'limit', active: true });
  expect((await listed('limit')).policy.active).toBe(true);
  expect((await failureOf(at.ask('policies/switch', { name: 'gone', active: true }))).code).toBe(
    'administration/not-there',
  );
});

test('knows at once which rights a policy leaves', async () => {
  const rights = async () => (await at.ask('administration/state')).signedIn?.rights ?? [];
  expect(await rights()).toContain('tokenlist');
  await add({ name: 'few', scope: 'admin', action: { policyread: true, policywrite: true, policydelete: true } });
  expect(await rights()).toEqual(['policyread', 'policywrite', 'policydelete', 'control_trust']);
  await at.ask('policies/delete', seen(await listed('few')));
  expect(await rights()).toContain('tokenlist');
});

test('asks why, and whom it would affect', async () => {
  await add({ name: 'in', scope: 'authentication', action: { passthru: 'userstore' }, time: 'Mon-Fri: 8-18' });
  const wondered = {
    scope: 'authentication',
    user: 'amara.okafor',
    realm: 'office',
    client: '',
    adminUser: '',
    serial: '',
    headers: [],
  } as const;
  const explained = await at.ask('policies/explain', { ...wondered, time: '2026-11-21T10:00' });
  expect(explained.policies).toMatchObject([{ name: 'in', matched: false, mismatches: ['time'] }]);
  const draft = { ...limit, name: 'in', scope: 'authentication', action: { passOnNoToken: true } } as const;
  const page = await at.ask('policies/what-if', {
    policy: draft,
    others: {},
    realm: 'office',
    client: '',
    time: '2026-11-21T10:00',
    after: '',
  });
  expect(page.people.length).toBe(page.total);
  expect(page.people[0]?.changes).toContainEqual({ action: 'login', before: 'no-token', after: 'passOnNoToken' });
});

test('explains what conditions on the token and on headers come to', async () => {
  const condition = { comparator: 'equals', active: true, whenMissing: 'raise_error' } as const;
  const conditions = [
    { ...condition, section: 'tokeninfo', key: 'place', value: 'vault' },
    { ...condition, section: 'HTTP Request header', key: 'X-Site', value: 'north' },
  ];
  await add({ name: 'where', scope: 'authentication', action: { passthru: 'userstore' }, conditions });
  await house.give('HOTP1');
  const { store } = house.server.installation;
  const credential = await store.credentials.bySerial('HOTP1');
  await store.info.set(credential?.id ?? -1, 'place', 'vault');
  const about = { scope: 'authentication', user: 'amara.okafor', realm: 'office', client: '', time: '' } as const;
  const explained = async (serial: string, headers: readonly { name: string; value: string }[]) => {
    const { policies } = await at.ask('policies/explain', { ...about, adminUser: '', serial, headers });
    return policies.find(({ name }) => name === 'where');
  };
  const site = (value: string) => [{ name: 'x-site', value }];
  expect(await explained('HOTP1', site('north'))).toMatchObject({ matched: true, unknown: [] });
  expect(await explained('HOTP1', site('south'))).toMatchObject({ matched: false, mismatches: ['conditions'] });
  expect((await explained('', []))?.unknown).toHaveLength(2);
  const secret = explained('HOTP1', [{ name: 'Authorization', value: 'x' }]);
  await expect(secret).rejects.toThrow();
  expect((await failureOf(explained('NONE', []))).code).toBe('administration/not-there');
});

test('takes the policies away as a file, and brings them back after showing what it does', async () => {
  await add();
  await add({ name: 'other', action: { tokenlabel: "it's {user}" } });
  expect(await at.ask('policies/export', {})).toEqual({ written: true });
  const file = readFileSync(join(folder, 'policies.cfg'), 'utf8');
  expect(file).toContain('[limit]');
  const row = await listed('limit');
  await at.ask('policies/save', { policy: { ...row.policy, priority: 8 }, others: {}, seen: seen(row) });
  await at.ask('policies/delete', seen(await listed('other')));
  expect(await at.ask('policies/choose-file')).toEqual({
    file: 'policies.cfg',
    policies: [
      { name: 'limit', is: 'changed' },
      { name: 'other', is: 'new' },
    ],
  });
  expect((await listed('limit')).policy.priority).toBe(8);
  expect(await at.ask('policies/import')).toEqual({ count: 2 });
  expect((await listed('limit')).policy.priority).toBe(1);
  expect((await listed('other')).policy.action).toEqual({ tokenlabel: "it's {user}" });
  expect((await failureOf(at.ask('policies/import'))).code).toBe('policy/file');
});

test('writes and reads nothing when nobody chose a file', async () => {
  place = undefined;
  expect(await at.ask('policies/export', {})).toEqual({ written: false });
  expect(await at.ask('policies/choose-file')).toBeNull();
  place = join(folder, 'no-such-folder', 'policies.cfg');
  expect((await failureOf(at.ask('policies/export', {}))).code).toBe('file/not-written');
  expect((await failureOf(at.ask('policies/choose-file'))).code).toBe('file/not-read');
  place = join(folder, 'policies.cfg');
});

test('refuses a file that holds something else, or too much', async () => {
  const path = join(folder, 'policies.cfg');
  writeFileSync(path, '<html>\n');
  expect(await failureOf(at.ask('policies/choose-file'))).toMatchObject({ code: 'policy/file', context: { line: 1 } });
  writeFileSync(path, Buffer.alloc(5 * 1_048_576, 35));
  expect((await failureOf(at.ask('policies/choose-file'))).code).toBe('file/too-large');
  expect(existsSync(path)).toBe(true);
});

const elsewhere = [
  [404, 'text/html', '<html>Not Found</html>'],
  [405, 'text/html', '<html>Method Not Allowed</html>'],
  [
    404,
    'application/json',
    '{"result":{"status":false,"error":{"code":601,"message":"The requested URL was not found"}}}',
  ],
] as const;

test.each(elsewhere)('says what only Keydesk explains, to %i of another server in %s', async (status, type, text) => {
  const { authority } = house.server.installation;
  const server = createServer(await authority.certificate(['127.0.0.1'], new Date()), (request, response) => {
    const auth = { result: { status: true, value: { token: 'x', role: 'admin', username: 'root', rights: [] } } };
    const isAuth = request.url === '/auth';
    request.resume();
    response.writeHead(isAuth ? 200 : status, { 'content-type': isAuth ? 'application/json' : type });
    response.end(isAuth ? JSON.stringify(auth) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const session = administratorSession({
    server: () => ({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: authority.ca }),
    now: () => new Date(),
    changed: () => {},
  });
  await session.signIn('root', bytes(password));
  const wondered = {
    scope: 'admin',
    user: '',
    realm: '',
    client: '',
    time: '',
    adminUser: 'root',
    serial: '',
    headers: [],
  } as const;
  expect((await failureOf(explainRequest(session.wire(), wondered))).code).toBe('administration/keydesk-only');
  session.end('signed out');
  server.close();
});

test('keeps the fields of a newer server when it saves one of its policies', async () => {
  const posted: unknown[] = [];
  const newer = {
    name: 'newer',
    scope: 'enrollment',
    action: { maxtoken: '2', action_of_tomorrow: 'yes' },
    active: true,
    priority: 1,
    id: 7,
    adminuser: null,
    resolver_case_insensitive: true,
    user_groups: ['staff'],
  };
  const { authority } = house.server.installation;
  const server = createServer(await authority.certificate(['127.0.0.1'], new Date()), (request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      if (request.method === 'POST' && request.url !== '/auth') posted.push(JSON.parse(body));
      const value = request.url === '/auth' ? { token: 'x', role: 'admin', username: 'root', rights: [] } : [newer];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ result: { status: true, value } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const session = administratorSession({
    server: () => ({ url, ca: authority.ca }),
    now: () => new Date(),
    changed: () => {},
  });
  await session.signIn('root', bytes(password));
  const [row] = await listPolicies(session.wire());
  if (row === undefined) throw new Error('nothing was listed');
  expect(row.others).toEqual({ resolver_case_insensitive: true, user_groups: ['staff'] });
  await savePolicy(session.wire(), { ...row, policy: { ...row.policy, priority: 2 }, seen: seen(row) });
  expect(posted).toEqual([
    expect.objectContaining({
      priority: 2,
      resolver_case_insensitive: true,
      user_groups: ['staff'],
      action: { maxtoken: '2', action_of_tomorrow: 'yes' },
    }),
  ]);
  session.end('signed out');
  server.close();
});
