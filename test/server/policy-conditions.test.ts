import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { compilePolicies } from '../../domain/policy/compile.ts';
import { blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import { hashPin } from '../../server/check/pin.ts';
import { conditionFacts } from '../../server/policy/condition-facts.ts';
import type { Store } from '../../server/store/store.ts';
import { auditEntries } from './audit-chain.ts';
import { rawSql } from './raw-sql.ts';
import { leilani, openSendingHouse, type SendingHouse } from './sending-house.ts';
import { rfcSeed } from './test-station.ts';

let sending: SendingHouse;
beforeAll(async () => {
  sending = await openSendingHouse();
});
afterAll(() => sending.close());

type Condition = readonly [section: string, key: string, comparator: string, value: string, missing?: string];

const saved: string[] = [];
const json = (path: string, body: unknown, headers = {}) =>
  sending.house.client.send('POST', path, {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const asAdmin = (path: string, body: unknown, headers = {}) =>
  json(path, body, { ...sending.admin.header, ...headers });
/** A policy as the wire has it; `raise_error` for missing data unless said otherwise. */
const wire = (scope: string, action: string, conditions: readonly Condition[]) => ({
  scope,
  action,
  active: true,
  conditions: conditions.map(([section, key, comparator, value, missing = 'raise_error']) => [
    ...[section, key, comparator, value],
    true,
    missing,
  ]),
});
async function policy(scope: string, action: string, ...conditions: readonly Condition[]): Promise<void> {
  const name = `conditions${saved.length}`;
  const reply = await asAdmin(`/policy/${name}`, wire(scope, action, conditions));
  expect(reply.json.result.error?.message).toBeUndefined();
  saved.push(name);
}
afterEach(async () => {
  for (const name of saved.splice(0).reverse()) await sending.admin.remove(`/policy/${name}`);
  await sending.clear();
  await rawSql(
    sending.house.server.installation.store,
    "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL",
  );
  await rawSql(sending.house.server.installation.store, 'DELETE FROM guesses');
});

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever the server says
function said({ status, json: { result, detail } }: { status: number; json: any }) {
  return result.status === true ? { value: result.value, detail } : [status, result.error.code, result.error.message];
}
const give = async (serial: string, more = {}, seed = rfcSeed) =>
  sending.house.give(
    serial,
    { ownerId: await sending.house.personId('leilani.keola'), realms: ['office'], ...more },
    seed,
  );
const refused = (name = 'conditions0') => [403, 303, `A policy looks at what the request does not have: ${name}.`];

const header = 'HTTP Request header';
const environment = 'HTTP Environment';

test.each([
  [true, 'userinfo', 'username', 'equals', 'leilani.keola'],
  [true, 'userinfo', 'email', 'string_contains', '@'],
  [true, 'userinfo', 'givenname', 'matches', 'Lei.*'],
  [false, 'userinfo', 'surname', 'equals', 'Okafor'],
  [true, 'userinfo', 'surname', '!in', 'Okafor, "van den Berg"'],
  [true, 'userinfo', 'userid', 'matches', '.+'],
  [true, header, 'X-Site', 'equals', 'north'],
  [true, header, 'x-SITE', 'equals', 'north'],
  [false, header, 'X-Site', 'equals', 'south'],
  [true, header, 'User-Agent', 'string_contains', 'VPN'],
  [true, header, 'User-Agent', '!string_contains', 'browser'],
  [true, environment, 'HTTP_USER_AGENT', 'equals', 'vpn/2.0'],
  [true, environment, 'HTTP_X_SITE', 'equals', 'north'],
  [true, environment, 'REQUEST_METHOD', 'equals', 'POST'],
  [true, environment, 'PATH_INFO', 'equals', '/validate/check'],
  [true, environment, 'REMOTE_ADDR', 'equals', '127.0.0.1'],
  [true, environment, 'wsgi.url_scheme', 'equals', 'https'],
  [true, 'Request Data', 'user', 'equals', 'leilani.keola'],
  [true, 'Request Data', 'floor', '>', '3'],
  [false, 'Request Data', 'floor', '<', '3'],
])('a login without a token is let in: %s when %s %s %s %s', async (lets, ...condition) => {
  await policy('authentication', 'passOnNoToken', condition);
  const reply = await json(
    '/validate/check',
    { ...leilani, pass: 'anything', floor: '4' },
    { 'X-Site': 'north', 'User-Agent': 'vpn/2.0' },
  );
  expect(said(reply)).toMatchObject({ value: lets });
});

test.each([
  ['userinfo', 'building'],
  [header, 'X-Site'],
  [header, 'Authorization'],
  [header, 'PI-Authorization'],
  [header, 'Cookie'],
  [environment, 'HTTP_AUTHORIZATION'],
  [environment, 'QUERY_STRING'],
  ['Request Data', 'pass'],
  ['Request Data', 'floor'],
  ['token', 'serial'],
  ['tokeninfo', 'site'],
])('%s %s is missing: an error, held or not held as the condition says', async (section, key) => {
  const check = () =>
    json(
      '/validate/check?x=1',
      { ...leilani, pass: 'anything' },
      { Authorization: 'x', Cookie: 'x', 'PI-Authorization': 'x' },
    );
  await policy('authentication', 'passOnNoToken', [section, key, 'matches', '.*']);
  expect(said(await check())).toEqual(refused());
  expect((await auditEntries(sending.house.server.installation.store)).at(-1)?.detail).toMatchObject({ code: 303 });
  for (const [missing, lets] of [
    ['condition_is_true', true],
    ['condition_is_false', false],
  ] as const) {
    for (const name of saved.splice(0)) await sending.admin.remove(`/policy/${name}`);
    await policy('authentication', 'passOnNoToken', [section, key, 'matches', '.*', missing]);
    expect(said(await check())).toMatchObject({ value: lets });
  }
});

test('nobody whom no realm knows has attributes', async () => {
  await policy('authentication', 'passOnNoUser', ['userinfo', 'username', 'equals', 'stranger']);
  expect(said(await json('/validate/check', { user: 'stranger', realm: 'office', pass: 'x' }))).toEqual(refused());
});

test.each([
  [1, 'token', 'serial', 'equals', 'HELD'],
  [1, 'token', 'tokentype', 'in', 'totp, hotp'],
  [0, 'token', 'tokentype', '!equals', 'hotp'],
  [1, 'token', 'realms', 'contains', 'office'],
  [0, 'token', 'realms', '!contains', 'office'],
  [1, 'token', 'count', '>', '0'],
  [1, 'token', 'failcount', '<', '5'],
  [1, 'token', 'otplen', 'equals', '6'],
  [1, 'token', 'description', 'string_contains', 'GREEN'],
  [1, 'token', 'active', 'equals', 'true'],
  [1, 'tokeninfo', 'site', 'equals', 'north'],
  [0, 'tokeninfo', 'site', 'equals', 'south'],
  [1, 'tokeninfo', 'tokenkind', 'equals', 'software'],
  [1, 'tokeninfo', 'creation_date', 'date_before', '2027-01-01'],
  [1, 'tokeninfo', 'creation_date', 'date_within_last', '2d'],
  [0, 'tokeninfo', 'creation_date', '!date_within_last', '2d'],
])('%i challenges are triggered when %s %s %s %s', async (count, ...condition) => {
  await give('HELD', { counter: 3, description: 'a green one' });
  await sending.admin.post('/token/info/HELD/site', { value: 'north' });
  await policy('authentication', 'challenge_response=hotp', condition);
  expect(said(await asAdmin('/validate/triggerchallenge', leilani))).toMatchObject({ value: count });
});

test('each of several tokens is asked about by itself: the PIN that counts, the challenge and its text', async () => {
  const pinHash = await hashPin(Buffer.from('1234'));
  await give('FREE', { pinHash });
  await give('BOUND', { pinHash }, Buffer.from('another seed of 20 b'));
  await policy('authentication', 'otppin=none', ['token', 'serial', 'equals', 'FREE']);
  const check = (pass: string) => json('/validate/check', { ...leilani, pass });
  expect(said(await check(hotp(rfcSeed, 0)))).toMatchObject({ value: true, detail: { serial: 'FREE' } });
  const other = Buffer.from('another seed of 20 b');
  expect(said(await check(hotp(other, 0)))).toMatchObject({ value: false });
  expect(said(await check(`1234${hotp(other, 1)}`))).toMatchObject({ value: true, detail: { serial: 'BOUND' } });
  await policy('authentication', 'challenge_response=hotp', ['token', 'serial', 'equals', 'BOUND']);
  await policy('authentication', 'challenge_text=the green one', ['token', 'serial', 'equals', 'BOUND']);
  const { value, detail } = said(await check('1234')) as { value: boolean; detail: Record<string, unknown> };
  expect(value).toBe(false);
  expect(detail).toMatchObject({ serial: 'BOUND', message: 'the green one' });
});

test('the text of a short message and of a mail follows the program that asks', async () => {
  const otpkey = Buffer.from(rfcSeed).toString('hex');
  const phone = '+49151009';
  await sending.admin.post('/token/init', { type: 'sms', otpkey, pin: '1234', ...leilani, phone });
  await sending.admin.post('/token/init', { type: 'email', otpkey, pin: '5678', ...leilani, email: 'to@keydesk.test' });
  await policy('authentication', 'smstext=North <otp>', [header, 'X-Site', 'equals', 'north']);
  await policy('authentication', 'emailtext=North <otp>', ['Request Data', 'floor', 'equals', '4']);
  await json('/validate/check', { ...leilani, pass: '1234' }, { 'X-Site': 'north' });
  await json('/validate/check', { ...leilani, pass: '1234' }, { 'X-Site': 'south' });
  expect(sending.texts(phone)).toEqual([`North ${hotp(rfcSeed, 1)}`, hotp(rfcSeed, 2)]);
  await json('/validate/check', { ...leilani, pass: '5678', floor: '4' });
  expect(sending.mails('to@keydesk.test').at(-1)).toContain(`North ${hotp(rfcSeed, 1)}`);
});

test('labels and limits of an enrolment follow the person and the request', async () => {
  await policy('enrollment', 'tokenlabel=green', ['userinfo', 'username', 'equals', 'leilani.keola']);
  const init = (fields = {}, headers = {}) => asAdmin('/token/init', { genkey: '1', ...leilani, ...fields }, headers);
  expect((await init({ serial: 'A' })).json.detail.googleurl.value).toContain('hotp/green?');
  const other = await init({ user: 'amara.okafor', serial: 'B' });
  expect(other.json.detail.googleurl.value).not.toContain('green');
  await policy('enrollment', 'max_token_per_user=1', [header, 'X-Site', 'equals', 'north', 'condition_is_false']);
  expect(said(await init({ serial: 'C' }, { 'X-Site': 'north' }))).toEqual([
    403,
    303,
    'The number of tokens for this user is limited!',
  ]);
  expect(said(await init({ serial: 'C' }, { 'X-Site': 'south' }))).toMatchObject({ value: true });
});

test('the limit at an assignment follows the token', async () => {
  await give('HELD');
  await sending.house.give('GREEN');
  await sending.house.give('BLUE');
  await sending.admin.post('/token/info/GREEN/colour', { value: 'green' });
  await sending.admin.post('/token/info/BLUE/colour', { value: 'blue' });
  await policy('enrollment', 'max_token_per_user=1', ['tokeninfo', 'colour', 'equals', 'green']);
  expect(said(await asAdmin('/token/assign', { ...leilani, serial: 'GREEN' }))).toMatchObject([403, 303, {}]);
  expect(said(await asAdmin('/token/assign', { ...leilani, serial: 'BLUE' }))).toMatchObject({ value: true });
});

test('a right follows the token, the person and the request, and is shown as one that may be had', async () => {
  await give('HELD');
  await sending.house.give('BLUE', { type: 'totp' });
  await policy('admin', 'policywrite, policydelete, policyread');
  await policy('admin', 'disable', ['token', 'tokentype', 'equals', 'hotp']);
  await policy('admin', 'enable', [header, 'X-Site', 'equals', 'north', 'condition_is_false']);
  await policy('admin', 'unassign', ['userinfo', 'username', 'equals', 'amara.okafor', 'condition_is_false']);
  const act = async (name: string, serial: string, headers = {}) =>
    said(await asAdmin(`/token/${name}`, { serial }, headers));
  expect(await act('disable', 'HELD')).toMatchObject({ value: 1 });
  expect(await act('disable', 'BLUE')).toMatchObject([403, 303, {}]);
  expect(await act('enable', 'HELD')).toMatchObject([403, 303, {}]);
  expect(await act('enable', 'HELD', { 'X-Site': 'north' })).toMatchObject({ value: 1 });
  expect(await act('unassign', 'HELD')).toMatchObject([403, 303, {}]);
  const granted = (await sending.admin.get('/auth/granted')).json.result.value.rights;
  expect(granted).toEqual(expect.arrayContaining(['disable', 'enable', 'unassign']));
});

test('nobody takes the right to change policies from themself by a condition they do not meet', async () => {
  const shut = wire('admin', 'policywrite', [[header, 'X-Site', 'equals', 'north', 'condition_is_false']]);
  expect(said(await asAdmin('/policy/shut', shut))).toMatchObject([400, 905, {}]);
  expect(said(await asAdmin('/policy/shut', shut, { 'X-Site': 'north' }))).toMatchObject({ value: {} });
  expect(said(await asAdmin('/policy/disable/shut', {}))).toMatchObject([403, 303, {}]);
  expect(said(await asAdmin('/policy/disable/shut', {}, { 'X-Site': 'north' }))).toMatchObject({ value: {} });
  await sending.admin.remove('/policy/shut');
});

test('an explanation goes by what is said of the request, and tells what nobody said', async () => {
  await give('HELD');
  await policy('authentication', 'passthru=userstore', [header, 'X-Site', 'equals', 'north']);
  await policy('authentication', 'otppin=none', ['token', 'tokentype', 'equals', 'hotp', 'condition_is_false']);
  await policy('authentication', 'challenge_text=x', ['userinfo', 'username', 'equals', 'leilani.keola']);
  const explained = async (fields = {}) => {
    const { value } = said(await sending.admin.post('/policy/explain/authentication', { ...leilani, ...fields })) as {
      value: { policies: { name: string; matched: boolean; unknown: unknown }[]; login: unknown[] };
    };
    return { ...value, policies: value.policies.map(({ matched, unknown }) => [matched, unknown]) };
  };
  const site = { section: header, key: 'X-Site' };
  const type = { section: 'token', key: 'tokentype' };
  expect(await explained()).toMatchObject({
    policies: [
      [false, [site]],
      [false, [type]],
      [true, []],
    ],
    login: [{ way: 'tokens', why: '' }],
  });
  expect(await explained({ user: 'amara.okafor' })).toMatchObject({ login: [{ way: 'fail', why: '303' }] });
  expect(await explained({ 'header.x-site': 'north', serial: 'HELD' })).toMatchObject({
    policies: [
      [true, []],
      [true, []],
      [true, []],
    ],
  });
  expect(said(await sending.admin.post('/policy/explain/authentication', { serial: 'NONE' }))).toEqual([
    404,
    601,
    'The requested token could not be found.',
  ]);
});

test('what a draft would change goes by each person, and tells what nobody said', async () => {
  const affected = async (conditions: readonly Condition[], more = {}) => {
    const draft = { name: 'draft', ...wire('authentication', 'passOnNoToken', conditions) };
    const { value } = said(await asAdmin('/policy/whatif/office', { policy: draft, ...more })) as {
      value: { people: { username: string }[]; unknown: unknown };
    };
    return [value.people.map(({ username }) => username), value.unknown];
  };
  expect(await affected([['userinfo', 'username', 'equals', 'leilani.keola']])).toEqual([['leilani.keola'], []]);
  const site = [header, 'X-Site', 'equals', 'north', 'condition_is_false'] as const;
  expect(await affected([site])).toEqual([[], [{ section: header, key: 'X-Site' }]]);
  const [people, unknown] = await affected([site], { 'header.X-Site': 'north' });
  expect(people).toContain('amara.okafor');
  expect(unknown).toEqual([]);
});

test('nothing is gathered when no policy in force has a condition in force', async () => {
  const condition = { section: 'token', key: 'serial', comparator: 'equals', value: 'X' } as const;
  const conditions = [{ ...condition, active: true, whenMissing: 'raise_error' as const }];
  const one = { ...blankPolicy, name: 'one', scope: 'authentication' as const, action: { otppin: 'none' } };
  const nothing = new Proxy({} as Store, {
    get: (_store, table) => {
      throw new Error(`asked for ${String(table)}`);
    },
  });
  const web = { method: 'GET', path: '/', peer: '', headers: {}, parameters: { serial: 'X' } };
  const gathered = (...policies: Policy[]) =>
    conditionFacts(nothing, compilePolicies(policies), { web, person: undefined });
  expect(await gathered(one, { ...one, active: false, conditions })).toEqual({});
  expect(await gathered({ ...one, conditions: conditions.map((of) => ({ ...of, active: false })) })).toEqual({});
  await expect(gathered({ ...one, conditions })).rejects.toThrow('asked for credentials');
});

test('the check of policies for somebody goes by their attributes', async () => {
  await policy('authentication', 'passOnNoToken', ['userinfo', 'username', 'equals', 'leilani.keola']);
  const allowed = async (user: string) =>
    (await sending.admin.get(`/policy/check?user=${user}&realm=office&scope=authentication&action=passOnNoToken`)).json
      .result.value.allowed;
  expect(await allowed('leilani.keola')).toBe(true);
  expect(await allowed('amara.okafor')).toBe(false);
});
