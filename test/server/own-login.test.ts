import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { operations } from '../../server/openapi/document.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

/* People at /auth: their own tokens and nothing else, as far as policies say. */
let house: House;
let admin: Administration;
let time = new Date('2026-11-22T09:00:00Z');
const word = 'a word of amara';
beforeAll(async () => {
  house = await openHouse(() => time);
  admin = await administration(house);
  const { people, ownPeople } = house.server.installation.store;
  const person = await people.find('office', 'amara.okafor');
  if (person === undefined) throw new Error('Amara is one of the example people');
  await ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(word)) });
});
afterAll(() => house.close());

const set: string[] = [];
async function policy(scope: string, action: string, fields: Record<string, string> = {}): Promise<void> {
  const name = `p${set.length}`;
  const reply = await admin.post(`/policy/${name}`, { scope, action, ...fields });
  expect(reply.json.result.error?.message).toBeUndefined();
  set.push(name);
}
afterEach(async () => {
  time = new Date(time.getTime() + 3600_000);
  admin = await administration(house);
  for (const name of set.splice(0)) await admin.remove(`/policy/${name}`);
  const { store } = house.server.installation;
  await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
});

const auth = (fields: Record<string, string>) => house.client.form('/auth', fields);
const amara = { username: 'amara.okafor', realm: 'office' };
async function logIn(): Promise<Record<string, string>> {
  const { json } = await auth({ ...amara, password: word });
  return { 'PI-Authorization': json.result.value.token };
}
const key = Buffer.alloc(20, 7);
let used = 0;
async function logInByToken(): Promise<Record<string, string>> {
  await give('KEY', 'amara.okafor', { counter: used }, key);
  const { json } = await auth({ ...amara, password: hotp(key, used) });
  used += 1;
  return { 'PI-Authorization': json.result.value.token };
}
const give = async (serial: string, owner: string | undefined, more = {}, seed = rfcSeed) =>
  house.give(serial, owner === undefined ? more : { ownerId: await house.personId(owner), ...more }, seed);
const newest = async () => (await admin.get('/audit/?page_size=1')).json.result.value.auditdata[0];
const living = (serial: string) => house.server.installation.store.credentials.bySerial(serial);

test('without a policy nobody of the people logs in, and it sounds like a wrong name', async () => {
  const refused = await auth({ ...amara, password: word });
  expect(told(refused)).toEqual([401, 4031]);
  expect(refused.json.result.error).toEqual((await auth({ username: 'nobody', password: word })).json.result.error);
});

test('logs in by the password where the person is kept, with privacyIDEA’s members', async () => {
  await policy('webui', 'login_mode=userstore');
  await policy('user', 'disable, losttoken, setpin');
  const { json } = await auth({ ...amara, password: word });
  expect(json.result).toMatchObject({ status: true, authentication: 'ACCEPT' });
  expect(json.result.value).toMatchObject({
    ...{ ...amara, role: 'user', auth: true, menus: ['tokens'], rights: ['disable'] },
  });
  const claims = JSON.parse(Buffer.from(json.result.value.token.split('.')[1], 'base64url').toString());
  expect(claims).toMatchObject({ ...amara, role: 'user', authtype: 'password', rights: ['disable'] });
  expect(claims.exp).toBe(time.getTime() / 1000 + 3600);
  expect(await newest()).toMatchObject({
    ...{ action: 'POST /auth', action_detail: 'person/logged-in', success: 1, user: 'amara.okafor', realm: 'office' },
    policies: 'p0',
  });
  expect(told(await auth({ username: 'amara.okafor@office', password: word }))).toMatchObject({ role: 'user' });
});

test.each([
  ['a wrong password', { ...amara, password: 'x' }],
  ['no password', { ...amara }],
  ['a realm that is not there', { ...amara, realm: 'nowhere', password: word }],
])('refuses %s', async (_, fields) => {
  await policy('webui', 'login_mode=userstore');
  expect(told(await auth(fields))).toEqual([401, 4031]);
});

test('says that a login is disabled where a policy does', async () => {
  await policy('webui', 'login_mode=disable');
  expect(told(await auth({ ...amara, password: word }))).toEqual([403, 303]);
  expect(await newest()).toMatchObject({ action_detail: 'person/refused', success: 0, policies: 'p0' });
});

test('wrong passwords here and wrong codes there are one count, after which even the right one waits', async () => {
  await policy('webui', 'login_mode=userstore');
  await give('T1', 'amara.okafor', { maxfail: 1000 });
  const { store } = house.server.installation;
  const counted = async () =>
    (await store.db.selectFrom('guesses').select('count').execute()).map(({ count }) => count);
  await rawSql(store, 'DELETE FROM guesses');
  expect(told(await auth({ ...amara, password: 'x' }))).toEqual([401, 4031]);
  expect(await admin.check({ user: 'amara.okafor', realm: 'office', pass: '000000' })).toBe(false);
  expect((await counted()).sort()).toEqual([1, 1, 2]);
  await rawSql(store, "UPDATE guesses SET count = 19 WHERE name LIKE 'account%'");
  expect(told(await auth({ ...amara, password: 'x' }))).toEqual([401, 4031]);
  const reply = await auth({ ...amara, password: word });
  expect(told(reply)).toEqual([429, 4031]);
  expect(reply.headers['retry-after']).toBeDefined();
  time = new Date(time.getTime() + 16 * 60_000);
  expect(told(await auth({ ...amara, password: word }))).toMatchObject({ role: 'user' });
});

test('logs in by a token where a policy says so, in one step or by a challenge', async () => {
  await policy('webui', 'login_mode=privacyIDEA');
  await policy('authentication', 'challenge_response=hotp');
  await give('T1', 'amara.okafor');
  await admin.post('/token/setpin', { serial: 'T1', otppin: 'pin' });
  expect(told(await auth({ ...amara, password: word }))).toEqual([401, 4031]);
  const { json } = await auth({ ...amara, password: `pin${hotp(rfcSeed, 0)}` });
  expect(json.result.value).toMatchObject({ role: 'user', username: 'amara.okafor' });
  const asked = await auth({ ...amara, password: 'pin' });
  expect(told(asked)).toBe(false);
  expect(asked.json.result.authentication).toBe('CHALLENGE');
  const { transaction_id, multi_challenge } = asked.json.detail;
  expect(multi_challenge).toMatchObject([{ serial: 'T1', type: 'hotp' }]);
  expect(told(await auth({ ...amara, password: hotp(rfcSeed, 1), transaction_id }))).toMatchObject({ role: 'user' });
  expect(told(await auth({ ...amara, password: hotp(rfcSeed, 1), transaction_id }))).toEqual([401, 4031]);
});

test('sees their own tokens and no others, whomever they name', async () => {
  await policy('webui', 'login_mode=userstore');
  await give('MINE', 'amara.okafor');
  await give('THEIRS', 'leilani.keola');
  await give('NOBODYS', undefined);
  const own = await logIn();
  for (const query of ['', '?user=leilani.keola&realm=office', '?serial=*', '?assigned=false', '?pagesize=1000']) {
    const { json } = await house.client.get(`/token/${query}`, own);
    const serials = json.result.value.tokens.map(({ serial }: { serial: string }) => serial);
    expect([query, serials]).toEqual([query, query === '?assigned=false' ? [] : ['MINE']]);
  }
  expect((await house.client.send('GET', '/token/?outform=csv', { headers: own })).text).not.toContain('THEIRS');
});

const rightOf = {
  enable: {},
  disable: {},
  resync: { otp1: hotp(rfcSeed, 3), otp2: hotp(rfcSeed, 4) },
  setpin: { otppin: '4711' },
  lost: {},
} as const;

test.each(Object.entries(rightOf))('%s needs a policy of scope user, and the own token', async (act, fields) => {
  await policy('webui', 'login_mode=privacyIDEA');
  await give('MINE', 'amara.okafor', act === 'enable' ? { active: 0 } : {});
  await rawSql(house.server.installation.store, 'UPDATE credentials SET off_by_owner = 1 WHERE active = 0');
  await give('THEIRS', 'leilani.keola');
  await give('NOBODYS', undefined);
  const own = await logInByToken();
  const ask = (serial: string) => house.client.form(`/token/${act}/${serial}`, fields, own);
  expect(told(await ask('MINE'))).toEqual([403, 303]);
  await policy('user', act === 'lost' ? 'losttoken' : act);
  for (const serial of ['THEIRS', 'NOBODYS', 'NOT-THERE']) expect(told(await ask(serial))).toEqual([404, 601]);
  const before = await living('THEIRS');
  expect((await ask('MINE')).json.result.status).toBe(true);
  expect(await newest()).toMatchObject({ success: 1, user: 'amara.okafor', administrator: null, serial: 'MINE' });
  expect(await living('THEIRS')).toEqual(before);
  expect(
    told(await house.client.form(`/token/${act}`, { serial: 'MINE', user: 'leilani.keola', ...fields }, own)),
  ).not.toEqual([403, 303]);
  expect(await living('THEIRS')).toEqual(before);
});

test('a PIN that somebody sets for themselves follows the rules of scope user', async () => {
  await policy('webui', 'login_mode=privacyIDEA');
  await policy('user', 'setpin, otp_pin_minlength=6, otp_pin_contents=n');
  await give('MINE', 'amara.okafor');
  const own = await logInByToken();
  const setPin = async (otppin: string) =>
    told(await house.client.form('/token/setpin', { serial: 'MINE', otppin }, own));
  expect(await setPin('1234')).toEqual([403, 303]);
  expect(await setPin('abcdef')).toEqual([403, 303]);
  expect(await setPin('123456')).toBe(1);
});

test.each([
  ['GET', '/user/', [401, 4306]],
  ['GET', '/audit/', [401, 4306]],
  ['GET', '/policy/', [401, 4306]],
  ['GET', '/realm/', [401, 4306]],
  ['GET', '/system/', [401, 4306]],
  ['GET', '/admin/', [401, 4306]],
  ['GET', '/trust/groups', [401, 4306]],
  ['GET', '/audit/x.csv', [403, 303]],
  ['GET', '/token/getserial/123456', [403, 303]],
  ['POST', '/token/init', [403, 303]],
  ['POST', '/token/assign', [403, 303]],
  ['POST', '/token/unassign', [403, 303]],
  ['POST', '/token/revoke', [403, 303]],
  ['POST', '/token/reset', [403, 303]],
  ['POST', '/token/set', [403, 303]],
  ['POST', '/token/setrandompin', [403, 303]],
  ['POST', '/token/copypin', [403, 303]],
  ['DELETE', '/token/MINE', [403, 303]],
  ['POST', '/policy/x', [403, 303]],
  ['POST', '/realm/x', [403, 303]],
  ['POST', '/user/', [403, 303]],
  ['POST', '/validate/triggerchallenge', [403, 303]],
] as const)('%s %s is no part of one’s own', async (method, path, expected) => {
  await policy('webui', 'login_mode=userstore');
  await policy('user', 'enable, disable, resync, setpin, losttoken');
  await give('MINE', 'amara.okafor');
  const own = await logIn();
  const fields = { serial: 'MINE', otpkey: '00'.repeat(20), from: 'MINE', to: 'MINE', scope: 'user', action: 'enable' };
  const body = method === 'POST' ? { body: new URLSearchParams(fields).toString() } : {};
  const before = await living('MINE');
  const reply = await house.client.send(method, path, { headers: own, ...body });
  expect([path, told(reply)]).toEqual([path, expected]);
  expect(await living('MINE')).toEqual(before);
});

test('a login of a person ends when its policy does, and after the time that one says', async () => {
  await policy('webui', 'login_mode=userstore, jwt_validity=120');
  const own = await logIn();
  const list = async () => (await house.client.get('/token/', own)).status;
  expect(await list()).toBe(200);
  time = new Date(time.getTime() + 119_000);
  expect(await list()).toBe(200);
  await admin.post('/policy/disable/p0');
  expect(await list()).toBe(401);
  await admin.post('/policy/enable/p0');
  time = new Date(time.getTime() + 2000);
  expect(told(await house.client.get('/token/', own))).toEqual([401, 4305]);
});

test('an administrator’s name is theirs, and a person’s of the same name comes with its realm', async () => {
  await policy('webui', 'login_mode=userstore');
  expect(told(await auth({ username: 'root', password: word }))).toEqual([401, 4031]);
  const { json } = await auth({ ...amara, password: word });
  const own = { 'PI-Authorization': json.result.value.token as string };
  expect(told(await house.client.get('/auth/granted', own))).toEqual({ rights: [] });
  expect(told(await house.client.get('/auth/rights', own))).toEqual({});
});

test('no route that needs a right answers a person, but for their own tokens', async () => {
  await policy('webui', 'login_mode=userstore');
  await policy('user', 'enable, disable, resync, setpin, losttoken');
  await give('MINE', 'amara.okafor');
  const own = await logIn();
  const open = /^(GET \/token\/|POST \/token\/(enable|disable|resync|setpin|lost|found)(\/<serial>)?|GET \/auth\/\w+)$/;
  const guarded = Object.entries(operations).filter(([name, { right }]) => right !== undefined && !open.test(name));
  expect(guarded.length).toBeGreaterThan(60);
  for (const [name] of guarded) {
    const [method = '', path = ''] = name.split(' ');
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: 'serial=MINE' };
    const { status } = await house.client.send(method, path.replace(/<[^>]+>/g, 'MINE'), { headers: own, ...body });
    expect([name, [400, 401, 403, 404].includes(status)]).toEqual([name, true]);
  }
  expect(await living('MINE')).toBeDefined();
});

test.each([
  ['setpin', { otppin: '4711' }],
  ['lost', {}],
  ['found', {}],
])('%s needs a login with a token, not the password alone', async (act, fields) => {
  await policy('webui', 'login_mode=userstore');
  await policy('user', 'setpin, losttoken, enable');
  await give('MINE', 'amara.okafor');
  const before = await living('MINE');
  const reply = await house.client.form(`/token/${act}/MINE`, fields, await logIn());
  expect(told(reply)).toEqual([403, 303]);
  expect(reply.json.result.error.message).toMatch(/needs a login with a token: log in with one, or ask at the desk/);
  expect(await living('MINE')).toEqual(before);
  expect(await living('lostMINE')).toBeUndefined();
});

test('whom passthru lets in has proven no token either', async () => {
  await policy('webui', 'login_mode=privacyIDEA');
  await policy('authentication', 'passthru');
  await policy('user', 'losttoken, disable');
  const { json } = await auth({ ...amara, password: word });
  expect(json.result.value.rights).toEqual(['disable']);
  await give('MINE', 'amara.okafor');
  const own = { 'PI-Authorization': json.result.value.token as string };
  expect(told(await house.client.form('/token/lost/MINE', {}, own))).toEqual([403, 303]);
});

test.each([
  ['disabled', { active: 0 }],
  ['not enrolled yet', { rolloutState: 'verify' }],
])('gets nothing in place of a token that is %s', async (_, state) => {
  await policy('webui', 'login_mode=privacyIDEA');
  await policy('user', 'losttoken');
  await give('MINE', 'amara.okafor', state);
  const own = await logInByToken();
  const reply = await house.client.form('/token/lost/MINE', {}, own);
  expect(told(reply)).toEqual([400, 301]);
  expect(reply.json.result.error.message).toContain('ask at the desk');
  expect((await admin.post('/token/lost/MINE')).json.result.status).toBe(true);
});

test('switches on again only what they switched off themselves', async () => {
  await policy('webui', 'login_mode=privacyIDEA');
  await policy('user', 'enable, disable, losttoken');
  await give('MINE', 'amara.okafor');
  const own = await logInByToken();
  const ask = async (act: string) => told(await house.client.form(`/token/${act}/MINE`, {}, own));
  expect([await ask('disable'), await ask('enable'), await ask('enable')]).toEqual([1, 1, 0]);
  for (const before of ['disable', undefined]) {
    if (before !== undefined) expect(await ask(before)).toBe(1);
    expect(told(await admin.post('/token/disable/MINE'))).toBe(1);
    expect(await ask('enable')).toEqual([403, 303]);
    expect(told(await admin.post('/token/enable/MINE'))).toBe(1);
  }
  expect(await ask('lost')).toMatchObject({ disable: 1 });
  expect(await ask('found')).toMatchObject({ enable: 1 });
  expect(told(await admin.post('/token/lost/MINE'))).toMatchObject({ disable: 1 });
  expect(await ask('found')).toEqual([403, 303]);
  expect(await ask('enable')).toEqual([403, 303]);
  expect(await living('MINE')).toMatchObject({ active: 0 });
  expect(await living('lostMINE')).toBeDefined();
});

test('whoever must have a token logs in with one, whatever a policy says', async () => {
  const { store } = house.server.installation;
  await policy('webui', 'login_mode=userstore');
  await policy('authentication', 'passOnNoToken');
  const before = await logIn();
  await rawSql(store, "INSERT INTO group_settings VALUES ('everyone', 'require_token', 'allow')");
  expect(told(await auth({ ...amara, password: word }))).toEqual([401, 4031]);
  expect((await house.client.get('/token/', before)).status).toBe(401);
  const own = await logInByToken();
  expect((await house.client.get('/token/', own)).status).toBe(200);
  expect(told(await auth({ ...amara, password: word }))).toEqual([401, 4031]);
  await rawSql(store, 'DELETE FROM group_settings');
  expect((await house.client.get('/token/', before)).status).toBe(200);
});

test('the right password leaves the count of wrong codes as it is', async () => {
  await policy('webui', 'login_mode=userstore');
  await give('T1', 'amara.okafor', { maxfail: 1000 });
  const { store } = house.server.installation;
  await rawSql(store, 'DELETE FROM guesses');
  expect(await admin.check({ user: 'amara.okafor', realm: 'office', pass: '000000' })).toBe(false);
  expect(told(await auth({ ...amara, password: 'x' }))).toEqual([401, 4031]);
  const counts = async () =>
    (await store.db.selectFrom('guesses').select(['name', 'count']).execute())
      .map(({ name, count }) => `${name.split(' ')[0]} ${count}`)
      .sort();
  expect(await counts()).toEqual(['account 2', 'address 1', 'login-address 1']);
  expect(told(await auth({ ...amara, password: word }))).toMatchObject({ role: 'user' });
  expect(await counts()).toEqual(['account 2', 'address 1']);
});
