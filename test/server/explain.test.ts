import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explanation } from '../../domain/policy/explain.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  await admin.post('/policy/hours', {
    scope: 'authentication',
    action: 'passthru=userstore',
    realm: 'office',
    time: 'Mon-Fri: 8-18',
    client: '10.0.0.0/24',
  });
  await admin.post('/policy/pins', { scope: 'authentication', action: 'otppin=userstore', priority: '2' });
  await admin.post('/policy/no pin for jan', {
    scope: 'authentication',
    action: 'otppin=none',
    user: 'jan.vandenberg',
  });
  await admin.post('/policy/limit', { scope: 'enrollment', action: 'maxtoken=2' });
});
afterAll(() => house.close());

const json = (path: string, body: unknown) =>
  house.client.send('POST', path, {
    headers: { ...admin.header, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const explained = async (fields: Record<string, string>, scope = 'authentication') =>
  (await admin.post(`/policy/explain/${scope}`, fields)).json.result.value;
const policy = (value: { policies: Explanation[] }, name: string) => value.policies.find((one) => one.name === name);

const saturday = '2026-11-21T10:00';
const monday = '2026-11-23T10:00';
const amara = { user: 'amara.okafor', realm: 'office', client: '10.0.0.5' };

test.each(['header.Authorization', 'header.cookie', 'header.PI-Authorization'])(
  'takes no %s: it proves who asks',
  async (name) => {
    const refused = await admin.post('/policy/explain/authentication', { ...amara, [name]: 'x' });
    expect(told(refused)).toEqual([400, 905]);
  },
);

test('says that a policy was not for this time, and how the person would have got in', async () => {
  const value = await explained({ ...amara, time: saturday });
  expect(value).toMatchObject({ at: saturday, person: { username: 'amara.okafor', givenname: 'Amara' }, tokens: [] });
  expect(policy(value, 'hours')).toMatchObject({ matched: false, mismatches: ['time'] });
  expect(value.login).toEqual([{ way: 'refuse', why: 'no-token', policies: [] }]);
});

test('says which policy lets the person in at another time', async () => {
  const value = await explained({ ...amara, time: monday });
  expect(policy(value, 'hours')).toMatchObject({
    matched: true,
    effects: [{ action: 'passthru', effect: 'took-effect', by: [] }],
  });
  expect(value.login[0]).toEqual({ way: 'passthru', why: '', policies: ['hours'] });
});

test('names every reason that keeps a policy away', async () => {
  const value = await explained({ ...amara, client: '192.168.1.1', time: saturday });
  expect(policy(value, 'hours')?.mismatches).toEqual(['client', 'time']);
});

test('names the policy that outranks another', async () => {
  const value = await explained({ user: 'jan.vandenberg', realm: 'office', time: monday });
  expect(policy(value, 'pins')?.effects).toEqual([{ action: 'otppin', effect: 'outranked', by: ['no pin for jan'] }]);
  expect(value.values).toContainEqual({ action: 'otppin', value: 'none', failure: null });
});

test('asks about somebody whom nobody knows', async () => {
  const value = await explained({ user: 'stranger', realm: 'office' });
  expect(value.person).toBeNull();
  expect(value.login).toEqual([{ way: 'fail', why: '904', policies: [] }]);
});

describe('what would let people in without a token', () => {
  const effectsOf = async (user: string) => {
    const { policies, login } = await explained({ user, realm: 'office', client: '10.0.0.5', time: monday });
    const effects = policies.flatMap((one: Explanation) => one.effects.map(({ action, effect }) => [action, effect]));
    return { effects: Object.fromEntries(effects), login: login.map(({ way }: { way: string }) => way) };
  };
  beforeAll(async () => {
    await admin.post('/policy/open', { scope: 'authentication', action: 'passOnNoToken', realm: 'office' });
    await admin.post('/policy/strangers', { scope: 'authentication', action: 'passOnNoUser' });
  });
  afterAll(async () => {
    await admin.remove('/policy/open');
    await admin.remove('/policy/strangers');
  });

  test('takes no effect for a name that nobody has, but for what is for such names', async () => {
    expect(await effectsOf('stranger')).toMatchObject({
      effects: { passOnNoToken: 'unknown-user', passthru: 'unknown-user', passOnNoUser: 'took-effect' },
      login: ['accept'],
    });
  });

  test('is for those who have no token: what lets in first leaves nothing to what comes behind', async () => {
    const value = await explained({ ...amara, time: monday });
    expect(policy(value, 'hours')?.effects).toEqual([{ action: 'passthru', effect: 'decided-before', by: ['open'] }]);
    expect((await effectsOf('amara.okafor')).effects).toMatchObject({
      passOnNoToken: 'took-effect',
      passOnNoUser: 'known-user',
    });
  });

  test('takes no effect for who has a token, nor for of whom one is required', async () => {
    await house.give('HELD1', { ownerId: await house.personId('hana.novakova') });
    expect((await effectsOf('hana.novakova')).effects).toMatchObject({
      passOnNoToken: 'has-tokens',
      passthru: 'has-tokens',
      passOnNoUser: 'known-user',
    });
    const { store } = house.server.installation;
    await rawSql(store, "INSERT INTO group_settings VALUES ('everyone', 'require_token', 'allow')");
    const of = await effectsOf('bjoern.aagaard');
    await rawSql(store, 'DELETE FROM group_settings');
    expect(of.effects).toMatchObject({ passOnNoToken: 'token-required', passthru: 'token-required' });
    expect(of.login).toEqual(['refuse']);
  });
});

test('shows the state of the tokens, to those only who may list tokens', async () => {
  const { json: made } = await admin.post('/token/init', { genkey: '1', user: 'leilani.keola', realm: 'office' });
  const { serial } = made.detail;
  await admin.post('/token/disable', { serial });
  const of = { user: 'leilani.keola', realm: 'office' };
  expect((await explained(of)).tokens).toEqual([{ serial, type: 'hotp', state: 'disabled' }]);
  await admin.limitTo(['policyread']);
  const value = await explained(of);
  await admin.limitTo(['policyread', 'policywrite', 'policydelete', 'enrollHOTP', 'disable', 'tokenlist']);
  expect(value.tokens).toBeNull();
  expect(value.login).toEqual([{ way: 'tokens', why: '', policies: [] }]);
});

test('tells how many tokens count against the limit of the realm, and how many of these somebody has', async () => {
  await admin.post('/policy/realm', { scope: 'enrollment', action: 'tokencount=90', realm: 'office' });
  const of = { user: 'leilani.keola', realm: 'office' };
  const before = (await explained(of, 'enrollment')).realm_tokens;
  await admin.post('/token/init', { genkey: '1', serial: 'POOL1', realm: 'office' });
  expect(before).toEqual({ realm: 'office', all: before.assigned, assigned: before.all });
  const after = await explained(of, 'enrollment');
  expect(after.values).toContainEqual({ action: 'max_token_per_realm', value: '90', failure: null });
  expect(after.realm_tokens).toEqual({ realm: 'office', all: before.all + 1, assigned: before.assigned });
  expect((await explained(of)).realm_tokens).toBeNull();
  await admin.limitTo(['policyread']);
  expect((await explained(of, 'enrollment')).realm_tokens).toBeNull();
  await admin.limitTo(['policyread', 'policywrite', 'policydelete', 'enrollHOTP', 'disable', 'tokenlist']);
  await admin.remove('/policy/realm');
});

test.each([
  [{ time: 'tomorrow' }, 'authentication', [400, 905]],
  [{}, 'container', [400, 905]],
  [{}, 'nonsense', [400, 905]],
])('refuses %o in scope %s', async (fields: Record<string, string>, scope, refusal) => {
  expect(told(await admin.post(`/policy/explain/${scope}`, fields))).toEqual(refusal);
});

const noPassword = {
  name: 'hours',
  scope: 'authentication',
  action: { passthru: 'userstore' },
  realm: ['office'],
  user: ['amara.okafor'],
};

test('says by name who would be affected by a policy that is not saved', async () => {
  const { value } = (await json('/policy/whatif/office', { policy: noPassword, client: '10.0.0.5', time: monday })).json
    .result;
  const names = value.people.map(({ username }: { username: string }) => username);
  expect(names).not.toContain('amara.okafor');
  expect(names).toContain('jan.vandenberg');
  const jan = value.people.find(({ username }: { username: string }) => username === 'jan.vandenberg');
  expect(jan).toMatchObject({
    surname: expect.stringContaining('Berg'),
    changes: expect.arrayContaining([{ action: 'passthru', before: 'userstore', after: '' }]),
  });
  expect((await admin.get('/policy/hours')).json.result.value[0].user).toEqual([]);
});

test('goes through a realm page by page, everybody once', async () => {
  const seen: string[] = [];
  let after = '';
  let pages = 0;
  for (;;) {
    const draft = { name: 'everybody', scope: 'authentication', action: { passOnNoToken: true } };
    const { value } = (await json('/policy/whatif/office', { policy: draft, limit: 7, after })).json.result;
    expect(value.looked).toBeLessThanOrEqual(7);
    seen.push(...value.people.map(({ username }: { username: string }) => username));
    pages += 1;
    if (value.next === null) {
      expect(pages).toBe(Math.floor(value.total / 7) + 1);
      break;
    }
    after = value.next;
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen).toContain('amara.okafor');
});

test('says that a policy lets nobody in who must have a token', async () => {
  const { store } = house.server.installation;
  const changes = async () => {
    const draft = { name: 'anybody', scope: 'authentication', action: { passOnNoToken: true } };
    const { value } = (await json('/policy/whatif/office', { policy: draft, limit: 1000, time: monday })).json.result;
    const one = value.people.find(({ username }: { username: string }) => username === 'amara.okafor');
    return one.changes.filter(({ action }: { action: string }) => action === 'login');
  };
  expect(await changes()).toEqual([{ action: 'login', before: 'passthru no-token', after: 'passOnNoToken' }]);
  await rawSql(store, "INSERT INTO group_settings VALUES ('everyone', 'require_token', 'allow')");
  expect(await changes()).toEqual([]);
  const value = await explained({ ...amara, time: monday });
  expect(value.login).toEqual([{ way: 'refuse', why: 'token-required', policies: [] }]);
  await rawSql(store, 'DELETE FROM group_settings');
});

test('asks what-if of those only who may write policies', async () => {
  await admin.limitTo(['policyread']);
  expect(told(await json('/policy/whatif/office', { policy: noPassword }))).toEqual([403, 303]);
  expect(told(await admin.post('/policy/explain/authentication', amara))).toMatchObject({ at: expect.any(String) });
  await admin.limitTo(['policywrite']);
  expect(told(await admin.post('/policy/explain/authentication', amara))).toEqual([403, 303]);
  expect(told(await json('/policy/whatif/nowhere', { policy: noPassword }))).toEqual([404, 601]);
  expect(told(await json('/policy/whatif/office', { policy: { scope: 'authentication', action: 7 } }))).toEqual([
    400, 905,
  ]);
});
