import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInstallation } from '../../server/installation.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
});
afterAll(() => house.close());

const json = (path: string, body: unknown) =>
  house.client.send('POST', path, {
    headers: { ...admin.header, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const limit = { scope: 'enrollment', action: 'max_token_per_user=2, tokenlabel={user}@{realm}' };
const init = (user = 'amara.okafor') => admin.post('/token/init', { genkey: '1', user, realm: 'office' });
const auditOf = async (action: string) =>
  (await admin.get(`/audit/?action_detail=${encodeURIComponent(action)}&page_size=1`)).json.result.value.auditdata[0];

test('saves a policy over any of its name, lists it as it was written, and deletes it', async () => {
  const first = await admin.post('/policy/p1', { ...limit, realm: '' });
  expect(first.json.result.value).toEqual({ 'setPolicy p1': expect.any(Number) });
  const again = await admin.post('/policy/p1', { ...limit, lostTokenPWLen: '' });
  expect(again.json.result.value).toEqual(first.json.result.value);
  const [listed] = (await admin.get('/policy/p1')).json.result.value;
  expect(listed).toMatchObject({
    name: 'p1',
    active: true,
    scope: 'enrollment',
    priority: 1,
    realm: [],
    action: { max_token_per_user: '2', tokenlabel: '{user}@{realm}' },
  });
  expect(told(await admin.remove('/policy/p1'))).toBe(first.json.result.value['setPolicy p1']);
  expect(told(await admin.remove('/policy/p1'))).toEqual([404, 601]);
  expect(told(await admin.get('/policy/p1'))).toEqual([404, 601]);
});

test('takes lists and objects in JSON', async () => {
  const body = { scope: 'enrollment', action: { otp_pin_encrypt: '1' }, realm: ['office'], client: ['10.0.0.0/8'] };
  expect(told(await json('/policy/in json', body))).toEqual({ 'setPolicy in json': expect.any(Number) });
  const [listed] = (await admin.get('/policy/?realm=office')).json.result.value;
  expect(listed).toMatchObject({ name: 'in json', realm: ['office'], client: ['10.0.0.0/8'] });
  await admin.remove('/policy/in json');
});

test('a change holds in the next request', async () => {
  await admin.post('/policy/few', { scope: 'enrollment', action: 'max_token_per_user=1', realm: 'office' });
  expect(told(await init('amara.okafor'))).toBe(true);
  expect(told(await init('amara.okafor'))).toEqual([403, 303]);
  await admin.post('/policy/disable/few');
  expect(told(await init('amara.okafor'))).toBe(true);
  await admin.post('/policy/enable/few');
  expect(told(await init('amara.okafor'))).toEqual([403, 303]);
  await admin.remove('/policy/few');
  expect(told(await init('amara.okafor'))).toBe(true);
});

test('a change by another process holds in the next request', async () => {
  const other = await openInstallation(house.directory);
  const policy = { ...(await import('../../domain/policy/policy.ts')).blankPolicy, name: 'other', scope: 'enrollment' };
  await other.store.policies.put({ ...policy, scope: 'enrollment', action: { max_token_per_user: '0' } });
  expect(told(await init('leilani.keola'))).toEqual([403, 303]);
  await other.store.policies.remove('other');
  await other.store.close();
  expect(told(await init('leilani.keola'))).toBe(true);
});

test.each([
  [
    'an unknown action',
    { scope: 'enrollment', action: 'max_tokens=1' },
    /action: the scope has no such action.*max_tokens/,
  ],
  ['an unknown scope', { scope: 'enrolment', action: 'max_token_per_user=1' }, /scope: there is no such scope/],
  ['a scope where nothing happens', { scope: 'container', action: 'logout_time=1' }, /scope: Keydesk acts on nothing/],
  ['a time that never comes', { ...limit, time: 'Sat-Mon: 8-18' }, /time: the first day comes after/],
  ['a list that only excludes', { ...limit, user: '-bob' }, /user: the list only excludes/],
  ['a client that is no address', { ...limit, client: '10.0.0.0/99' }, /client: the entry is no address/],
  ['a limit that is no number', { scope: 'enrollment', action: 'max_token_per_user=few' }, /no whole number/],
  ['a priority of nought', { ...limit, priority: '0' }, /priority: the priority is no whole number from 1/],
  ['a tag that nothing replaces', { scope: 'enrollment', action: 'tokenlabel={nobody}' }, /nothing replaces/],
  ['nothing to do', { scope: 'enrollment', action: '' }, /action: the policy does nothing/],
])('refuses %s with the reason and saves nothing', async (_, fields, reason) => {
  const reply = await admin.post('/policy/bad', fields as unknown as Record<string, string>);
  expect(told(reply)).toEqual([400, 905]);
  expect(reply.json.result.error.message).toMatch(/^ERR905: The policy 'bad' cannot work: /);
  expect(reply.json.result.error.message).toMatch(reason);
  expect(told(await admin.get('/policy/bad'))).toEqual([404, 601]);
});

test('refuses the second of two policies that contradict each other', async () => {
  await admin.post('/policy/one', { scope: 'authentication', action: 'otppin=none' });
  const other = { scope: 'authentication', action: 'otppin=userstore' };
  const reply = await admin.post('/policy/two', other);
  expect(told(reply)).toEqual([400, 905]);
  expect(reply.json.result.error.message).toContain("policy 'one'");
  expect(told(await admin.post('/policy/two', { ...other, priority: '2' }))).toHaveProperty('setPolicy two');
  await admin.remove('/policy/one');
  await admin.remove('/policy/two');
});

test('renames a policy, but not to a name that is there', async () => {
  const { 'setPolicy a': id } = (await admin.post('/policy/a', limit)).json.result.value;
  await admin.post('/policy/b', { scope: 'enrollment', action: 'otp_pin_random=4', active: 'false' });
  const rename = (from: string, name: string) =>
    house.client.send('PATCH', `/policy/${from}`, { headers: admin.header, body: JSON.stringify({ name }) });
  expect(told(await rename('a', 'b'))).toEqual([400, 905]);
  expect(told(await rename('a', 'check'))).toEqual([400, 905]);
  expect(told(await rename('a', 'c'))).toBe(id);
  expect((await admin.get('/policy/')).json.result.value.map(({ name }: { name: string }) => name)).toEqual(['b', 'c']);
  await admin.remove('/policy/b');
  await admin.remove('/policy/c');
});

test('says which policies hold for somebody', async () => {
  await admin.post('/policy/office only', { ...limit, realm: 'office' });
  const check = (realm: string) =>
    admin.get(`/policy/check?user=amara.okafor&realm=${realm}&scope=enrollment&action=max_token_per_user`);
  expect(told(await check('office'))).toMatchObject({ allowed: true, policy: [{ name: 'office only' }] });
  expect(told(await check('elsewhere'))).toEqual({ allowed: false, info: 'No policies found' });
  await admin.remove('/policy/office only');
});

test('defines every action by scope, and marks those that let people in without a token', async () => {
  const scopes = (await admin.get('/policy/defs')).json.result.value;
  expect(scopes.enrollment.max_token_per_user).toEqual({ type: 'int', desc: expect.any(String), group: 'limit' });
  expect(scopes.authentication.passOnNoToken).toMatchObject({ type: 'bool', dangerous: true });
  expect(scopes.authentication.otppin.value).toContain('userstore');
  expect(told(await admin.get('/policy/defs/authentication'))).toEqual(scopes.authentication);
  expect(told(await admin.get('/policy/defs/nothing'))).toEqual([400, 905]);
});

test('asks for the rights to read, write and delete policies', async () => {
  try {
    await admin.limitTo(['policyread']);
    expect(told(await admin.get('/policy/'))).toEqual([]);
    expect(told(await admin.post('/policy/p', limit))).toEqual([403, 303]);
    await admin.limitTo(['policywrite']);
    expect(told(await admin.get('/policy/'))).toEqual([403, 303]);
    expect(told(await admin.post('/policy/p', limit))).toHaveProperty('setPolicy p');
    expect(told(await admin.remove('/policy/p'))).toEqual([403, 303]);
    await admin.limitTo(['policydelete']);
    expect(told(await admin.remove('/policy/p'))).toEqual(expect.any(Number));
  } finally {
    await admin.limitTo((await import('../../server/store/rights.ts')).rights);
  }
});

test('policies in scope admin give rights, and close what they do not give; nobody locks themselves out', async () => {
  expect(told(await admin.post('/policy/helpdesk', { scope: 'admin', action: 'assign, setpin' }))).toEqual([400, 905]);
  await admin.post('/policy/all', { scope: 'admin', action: '*, -disable', adminuser: 'root' });
  await house.give('ADM-1');
  expect(told(await admin.post('/token/disable/ADM-1'))).toEqual([403, 303]);
  expect(told(await admin.post('/token/reset/ADM-1'))).toBe(1);
  expect((await auditOf('token/reset')).policies).toBe('all');
  expect(told(await admin.remove('/policy/all'))).toEqual(expect.any(Number));
  expect(told(await admin.post('/token/disable/ADM-1'))).toBe(1);
});

test('a right that a policy gives for one realm holds for its people only', async () => {
  await admin.post('/policy/rights', { scope: 'admin', action: 'policywrite, policydelete, auditlog, tokenlist' });
  await admin.post('/policy/office', { scope: 'admin', action: 'assign, setpin', realm: 'office' });
  await house.give('ADM-2');
  await house.give('ADM-3', { ownerId: await house.personId('leilani.keola') });
  const assign = { serial: 'ADM-2', user: 'amara.okafor', realm: 'office', pin: '1234' };
  expect(told(await admin.post('/token/assign', assign))).toBe(true);
  expect(told(await admin.post('/token/setpin', { serial: 'ADM-3', otppin: '1' }))).toBe(1);
  await house.give('ADM-4');
  expect(told(await admin.post('/token/setpin', { serial: 'ADM-4', otppin: '1' }))).toEqual([403, 303]);
  await admin.remove('/policy/office');
  await admin.remove('/policy/rights');
});

test('writes in the audit what was saved, by whom, and that it is dangerous', async () => {
  const reply = await admin.post('/policy/open', { scope: 'authentication', action: 'passOnNoToken', active: '0' });
  expect(reply.json.detail.warnings.join()).toMatch(/without a token/);
  expect(await auditOf('policy/saved')).toMatchObject({
    action: 'POST /policy/<name>',
    administrator: 'root',
    info: 'open (authentication): passOnNoToken',
    success: 1,
  });
  const [last] = await rawSql<{ detail: string }>(
    house.server.installation.store,
    "SELECT detail FROM audit WHERE action = 'policy/saved' ORDER BY position DESC LIMIT 1",
  );
  expect(JSON.parse(last?.detail ?? '{}')).toMatchObject({ dangerous: 'passOnNoToken' });
  await admin.remove('/policy/open');
});
