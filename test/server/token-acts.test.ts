import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { totp } from '../../domain/otp/totp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type Administration, administration, told } from './administration.ts';
import { auditEntries, brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
let admin: Administration;
let clock = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
  house = await openHouse(() => clock);
  admin = await administration(house);
});
afterAll(() => house.close());

const code = (counter: number) => hotp(rfcSeed, counter);
const store = () => house.server.installation.store;
const emre = { user: 'emre.yildiz', realm: 'office' };

test('assigns with a PIN, refuses a second owner, and takes the token back without its PIN', async () => {
  await house.give('ASSIGN', { failcount: 3 });
  expect(told(await admin.post('/token/assign', { serial: 'ASSIGN', ...emre, pin: 'xy' }))).toBe(true);
  expect(await admin.token('ASSIGN')).toMatchObject({ username: 'emre.yildiz', realms: ['office'], failcount: 0 });
  expect(await admin.check({ ...emre, pass: `xy${code(0)}` })).toBe(true);
  const other = { serial: 'ASSIGN', user: 'hana.novakova', realm: 'office' };
  expect(told(await admin.post('/token/assign', other))).toEqual([400, 1103]);
  expect(told(await admin.post('/token/assign', { serial: 'ASSIGN', ...emre }))).toBe(true);
  expect(await admin.check({ ...emre, pass: `xy${code(1)}` })).toBe(true);
  expect(told(await admin.post('/token/unassign', { serial: 'ASSIGN' }))).toBe(1);
  expect(told(await admin.post('/token/unassign', { serial: 'ASSIGN' }))).toBe(0);
  expect(await admin.token('ASSIGN')).toMatchObject({ username: '', realms: ['office'], failcount: 0 });
  expect(await admin.check({ serial: 'ASSIGN', pass: code(2) })).toBe(true);
  expect(told(await admin.post('/token/assign', other))).toBe(true);
});

test('unassigns several serials, and all that a person has', async () => {
  for (const serial of ['U1', 'U2', 'U3']) {
    await house.give(serial);
    await admin.post('/token/assign', { serial, user: 'jan.vandenberg' });
  }
  const list = { method: 'json', body: JSON.stringify({ serials: ['U1', 'U2'] }) };
  const reply = await house.client.send('POST', '/token/unassign', { headers: admin.header, body: list.body });
  expect(told(reply)).toBe(2);
  expect(told(await admin.post('/token/unassign', { user: 'jan.vandenberg', realm: 'office' }))).toBe(1);
  expect(told(await admin.post('/token/unassign', {}))).toEqual([400, 905]);
});

test('disables, enables and counts only what changed; by person too', async () => {
  for (const serial of ['E1', 'E2']) {
    await house.give(serial, { ownerId: await house.personId('chen.xiuying'), realms: ['office'] });
  }
  const chen = { user: 'chen.xiuying', realm: 'office' };
  expect(told(await admin.post('/token/disable', { serial: 'E1' }))).toBe(1);
  expect(told(await admin.post('/token/disable', chen))).toBe(1);
  expect(await admin.check({ ...chen, pass: code(0) })).toBe(false);
  expect(told(await admin.post('/token/enable/E2'))).toBe(1);
  expect(told(await admin.post('/token/enable', { serial: 'E2' }))).toBe(0);
  expect(await admin.check({ ...chen, pass: code(1) })).toBe(true);
});

test('revokes for good: nothing changes such a token any more, but it can be taken back and deleted', async () => {
  await house.give('GONE', { ownerId: await house.personId('ines.garcia'), realms: ['office'] });
  expect(told(await admin.post('/token/revoke', { serial: 'GONE' }))).toBe(1);
  expect(await admin.token('GONE')).toMatchObject({ active: false, revoked: true, locked: true });
  for (const [path, fields] of Object.entries<Record<string, string>>({
    '/token/enable': {},
    '/token/reset': {},
    '/token/setpin': { otppin: '1' },
    '/token/set': { count_window: '5' },
    '/token/realm/GONE': { realms: '' },
    '/token/resync': { otp1: code(1), otp2: code(2) },
  })) {
    expect([path, told(await admin.post(path, { serial: 'GONE', ...fields }))]).toEqual([path, [400, 1007]]);
  }
  expect(told(await admin.post('/token/revoke', { serial: 'GONE' }))).toBe(0);
  expect(told(await admin.post('/token/unassign', { serial: 'GONE' }))).toBe(1);
  expect(told(await admin.remove('/token/GONE'))).toBe(1);
  expect(told(await admin.remove('/token/GONE'))).toEqual([404, 601]);
  const left = await rawSql(store(), "SELECT ended_at FROM credentials WHERE serial = 'GONE'");
  expect(left).toEqual([{ ended_at: clock.toISOString() }]);
});

test('a full failcount is forgotten by a reset', async () => {
  await house.give('FULL', { failcount: 10 });
  expect(await admin.check({ serial: 'FULL', pass: code(0) })).toBe(false);
  expect(told(await admin.post('/token/reset', { serial: 'FULL' }))).toBe(1);
  expect(await admin.check({ serial: 'FULL', pass: code(0) })).toBe(true);
});

test.each([
  ['far ahead', 900, 901, true],
  ['beyond the window', 1200, 1201, false],
  ['not in a row', 30, 32, false],
  ['the same code twice', 30, 30, false],
  ['behind the counter', 1, 2, false],
])('resyncs HOTP only by two codes in a row ahead: %s', async (what, first, second, done) => {
  const serial = `SYNC-${what.replace(/\W/g, '')}`;
  await house.give(serial, { counter: 5 });
  const reply = await admin.post(`/token/resync/${serial}`, { otp1: code(first), otp2: code(second) });
  expect(told(reply)).toBe(done);
  expect(await admin.check({ serial, pass: code(done ? second + 1 : 5) })).toBe(true);
  if (done) expect(await admin.check({ serial, pass: code(second) })).toBe(false);
});

test('resyncs TOTP whose clock is hours off, and remembers how far', async () => {
  await house.give('SYNC-T', { type: 'totp' });
  const drifted = clock.getTime() / 1000 - 3 * 3600;
  expect(await admin.check({ serial: 'SYNC-T', pass: totp(rfcSeed, drifted) })).toBe(false);
  const codes = { otp1: totp(rfcSeed, drifted), otp2: totp(rfcSeed, drifted + 30) };
  expect(told(await admin.post('/token/resync', { serial: 'SYNC-T', ...codes }))).toBe(true);
  expect(await admin.check({ serial: 'SYNC-T', pass: codes.otp2 })).toBe(false);
  expect(await admin.check({ serial: 'SYNC-T', pass: totp(rfcSeed, drifted + 60) })).toBe(true);
});

test('resyncs a YubiKey by two of its codes, in their order', async () => {
  const seed = Buffer.alloc(16, 7);
  await house.give('SYNC-Y', { type: 'yubikey', otpLength: 32, counter: 256 }, seed);
  const otp = (useCounter: number) =>
    makeYubicoOtp(seed, { privateId: '000102030405', useCounter, session: 0, timestamp: 0, random: 0 });
  const resync = (otp1: string, otp2: string) => admin.post('/token/resync', { serial: 'SYNC-Y', otp1, otp2 });
  expect(told(await resync(otp(9), otp(8)))).toBe(false);
  expect(told(await resync(otp(8), otp(9)))).toBe(true);
  expect(await admin.check({ serial: 'SYNC-Y', pass: otp(9) })).toBe(false);
  expect(await admin.check({ serial: 'SYNC-Y', pass: otp(10) })).toBe(true);
});

test('sets a PIN and takes it away; a random one only where a policy gives its length', async () => {
  await house.give('PIN');
  expect(told(await admin.post('/token/setpin', { serial: 'PIN', otppin: 'größe' }))).toBe(1);
  expect(await admin.check({ serial: 'PIN', pass: `größe${code(0)}` })).toBe(true);
  expect(told(await admin.post('/token/setpin/PIN', { otppin: '' }))).toBe(1);
  expect(await admin.check({ serial: 'PIN', pass: code(1) })).toBe(true);
  expect(told(await admin.post('/token/setpin', { serial: 'PIN', userpin: '1' }))).toEqual([400, 905]);
  expect(told(await admin.post('/token/setrandompin', { serial: 'PIN' }))).toEqual([400, 301]);
  await admin.post('/policy/later', { scope: 'admin', action: '*, otp_pin_set_random=12' });
  const reply = await admin.post('/token/setrandompin', { serial: 'PIN' });
  await admin.remove('/policy/later');
  expect(told(reply)).toBe(1);
  expect(reply.json.detail.pin).toMatch(/^[A-Za-z0-9]{12}$/);
  expect(await admin.check({ serial: 'PIN', pass: `${reply.json.detail.pin}${code(2)}` })).toBe(true);
});

test('copies a PIN and an owner from one token to another, but takes nobody’s token away', async () => {
  await house.give('FROM', {
    pinHash: await hashPin(Buffer.from('pp')),
    ownerId: await house.personId('leilani.keola'),
  });
  await house.give('TO');
  expect(told(await admin.post('/token/copypin', { from: 'FROM', to: 'TO' }))).toBe(true);
  expect(told(await admin.post('/token/copyuser', { from: 'FROM', to: 'TO' }))).toBe(true);
  expect(await admin.token('TO')).toMatchObject({ username: 'leilani.keola', realms: ['office'] });
  expect(await admin.check({ serial: 'TO', pass: `pp${code(0)}` })).toBe(true);
  await house.give('OTHER', { ownerId: await house.personId('hana.novakova') });
  expect(told(await admin.post('/token/copyuser', { from: 'FROM', to: 'OTHER' }))).toEqual([400, 1103]);
  expect(told(await admin.post('/token/copypin', { from: 'NOPE', to: 'TO' }))).toEqual([404, 601]);
  expect(told(await admin.post('/token/copyuser', { from: 'FROM' }))).toEqual([400, 905]);
});

test('sets windows, limits and description, and tells how many', async () => {
  await house.give('SET');
  const fields = {
    count_window: '20',
    sync_window: '500',
    max_failcount: '3',
    description: 'drawer',
    hashlib: 'sha256',
  };
  expect(told(await admin.post('/token/set/SET', fields))).toBe(5);
  expect(await admin.token('SET')).toMatchObject({
    count_window: 20,
    sync_window: 500,
    maxfail: 3,
    description: 'drawer',
    info: { hashlib: 'sha256' },
  });
  expect(await admin.check({ serial: 'SET', pass: hotp(rfcSeed, 15, 6, 'sha256') })).toBe(true);
  expect(told(await admin.post('/token/description', { serial: 'SET', description: '=cmd()' }))).toBe(1);
  expect((await admin.token('SET')).description).toBe('=cmd()');
  expect(told(await admin.post('/token/set', { serial: 'SET', count_window: '0' }))).toEqual([400, 905]);
});

test('lets nobody in before and after the validity period', async () => {
  await house.give('TIME');
  const period = { validity_period_start: '2026-11-21T13:00+0000', validity_period_end: '2026-11-21T15:00+0100' };
  expect(told(await admin.post('/token/set', { serial: 'TIME', ...period }))).toBe(2);
  expect((await admin.token('TIME')).info).toMatchObject({
    validity_period_start: '2026-11-21T13:00+0000',
    validity_period_end: '2026-11-21T14:00+0000',
  });
  const at = async (time: string, counter: number) => {
    clock = new Date(`2026-11-21T${time}:00Z`);
    const { json } = await house.client.form('/validate/check', { serial: 'TIME', pass: code(counter) });
    return [json.result.value, json.detail.message];
  };
  const refused = [false, 'matching 1 tokens, Outside validity period'];
  try {
    expect(await at('12:59', 0)).toEqual(refused);
    expect(await at('13:00', 1)).toEqual([true, 'matching 1 tokens']);
    expect(await at('14:00', 2)).toEqual([true, 'matching 1 tokens']);
    expect(await at('14:01', 3)).toEqual(refused);
  } finally {
    clock = new Date('2026-11-21T12:00:00Z');
  }
});

test('lets in as often as the token may be used, and no more', async () => {
  await house.give('TWICE');
  await admin.post('/token/set', { serial: 'TWICE', count_auth_success_max: '2' });
  const check = (counter: number) => admin.check({ serial: 'TWICE', pass: code(counter) });
  expect([await check(0), await check(1), await check(2)]).toEqual([true, true, false]);
  expect((await admin.token('TWICE')).info).toMatchObject({ count_auth: '3', count_auth_success: '2' });
  await admin.post('/token/set', { serial: 'TWICE', count_auth_success_max: '0' });
  expect(await check(3)).toBe(true);
});

test('puts a token into realms; its owner’s stays', async () => {
  const { people } = store();
  await people.ensureRealm('annex');
  await house.give('REALM', { ownerId: await house.personId('jan.vandenberg'), realms: ['office'] });
  expect(told(await admin.post('/token/realm/REALM', { realms: 'annex' }))).toBe(true);
  expect((await admin.token('REALM')).realms).toEqual(['annex', 'office']);
  const listed = await admin.get('/token/?tokenrealm=annex');
  expect(listed.json.result.value.tokens.map(({ serial }: { serial: string }) => serial)).toEqual(['REALM']);
  await admin.post('/token/unassign', { serial: 'REALM' });
  expect(told(await admin.post('/token/realm/REALM', { realms: '' }))).toBe(true);
  expect((await admin.token('REALM')).realms).toEqual([]);
  expect(told(await admin.post('/token/realm/REALM', { realms: 'moon' }))).toEqual([400, 905]);
  expect(told(await admin.post('/token/realm/REALM'))).toEqual([400, 905]);
});

test('keeps free information beside a token, finds tokens by it, and keeps what is its own', async () => {
  await house.give('INFO');
  expect(told(await admin.post('/token/info/INFO/keydesk.issuance', { value: 'abc' }))).toBe(true);
  expect(told(await admin.post('/token/info/INFO/batch', { value: '7' }))).toBe(true);
  expect((await admin.token('INFO')).info).toMatchObject({ 'keydesk.issuance': 'abc', batch: '7' });
  const found = async (query: string) => (await admin.get(`/token/?${query}`)).json.result.value.count;
  expect(await found('infokey=keydesk.issuance&infovalue=ab*')).toBe(1);
  expect(await found('infokey=batch&infovalue=8')).toBe(0);
  expect(told(await admin.remove('/token/info/INFO/batch'))).toBe(true);
  expect(told(await admin.remove('/token/info/INFO/batch'))).toBe(false);
  for (const key of ['hashlib', 'count_auth_max', 'validity_period_end', 'a b', 'yubikey.tokenid']) {
    const reply = await admin.post(`/token/info/INFO/${encodeURIComponent(key)}`, { value: '1' });
    expect([key, told(reply)]).toEqual([key, [400, 905]]);
  }
  await house.give('ISSUED', { issuance: 'by-record' });
  expect(told(await admin.post('/token/info/ISSUED/keydesk.issuance', { value: 'x' }))).toEqual([400, 905]);
  expect((await admin.token('ISSUED')).info['keydesk.issuance']).toBe('by-record');
});

test('finds the token whose code this is, and moves no counter', async () => {
  const mine = Buffer.alloc(20, 0x33);
  await house.give('WHOSE', { ownerId: await house.personId('amara.okafor') }, mine);
  const otp = hotp(mine, 4);
  const count = await store().candidates.count({});
  expect(told(await admin.get(`/token/getserial/${otp}`))).toEqual({ count, serial: 'WHOSE' });
  expect(told(await admin.get(`/token/getserial/${otp}`))).toEqual({ count, serial: 'WHOSE' });
  expect(told(await admin.get(`/token/getserial/${otp}?window=3`))).toEqual({ count, serial: null });
  expect(told(await admin.get(`/token/getserial/${otp}?unassigned=1`))).toMatchObject({ serial: null });
  expect(told(await admin.get(`/token/getserial/${otp}?assigned=1&serial=WH*`))).toEqual({ count: 1, serial: 'WHOSE' });
  expect(told(await admin.get(`/token/getserial/${otp}?type=totp`))).toMatchObject({ serial: null });
  expect(told(await admin.get(`/token/getserial/${otp}?count=1`))).toEqual({ count, serial: null });
  await house.give('WHOSE-2', {}, mine);
  expect(told(await admin.get(`/token/getserial/${otp}`))).toEqual([400, 1200]);
  expect(told(await admin.get('/token/getserial/1'))).toEqual([400, 905]);
});

test('names, changes and forgets the default realm', async () => {
  expect(Object.keys(told(await admin.get('/defaultrealm')) as object)).toEqual(['office']);
  expect(told(await admin.post('/defaultrealm/annex'))).toEqual(expect.any(Number));
  expect(Object.keys(told(await admin.get('/defaultrealm')) as object)).toEqual(['annex']);
  expect(told(await admin.post('/defaultrealm/moon'))).toEqual([404, 601]);
  expect(told(await admin.remove('/defaultrealm'))).toEqual(expect.any(Number));
  expect(told(await admin.get('/defaultrealm'))).toEqual({});
  expect(told(await admin.post('/token/assign', { serial: 'INFO', user: 'emre.yildiz' }))).toEqual([400, 904]);
  await admin.post('/defaultrealm/office');
  expect(told(await admin.post('/token/assign', { serial: 'INFO', user: 'emre.yildiz' }))).toBe(true);
});

test('writes every act and every refusal into the chain, without PIN, key or code', async () => {
  const { audit } = store();
  await house.give('CHAIN');
  const from = (await audit.head()).position;
  await admin.post('/token/setpin', { serial: 'CHAIN', otppin: 'canary-pin' });
  await admin.post('/token/resync', { serial: 'CHAIN', otp1: code(3), otp2: '999999' });
  await admin.post('/token/assign', { serial: 'CHAIN', user: 'ghost', realm: 'office' });
  await admin.post('/token/init', { serial: 'CHAIN', otpkey: 'c0ffee'.repeat(7).slice(0, 40), pin: 'canary-pin' });
  const entries = (await auditEntries(store())).filter(({ position }) => position > from);
  expect(entries.map(({ action, actor, detail }) => [action, actor, detail.serial, detail.success])).toEqual([
    ['token/setpin', 'root', 'CHAIN', true],
    ['token/resync', 'root', 'CHAIN', true],
    ['token/assign', 'root', 'CHAIN', false],
    ['token/init', 'root', 'CHAIN', true],
  ]);
  expect(entries[2]?.detail).toMatchObject({ request: 'POST /token/assign', code: 904, user: 'ghost' });
  const text = JSON.stringify(entries);
  for (const secret of ['canary-pin', 'c0ffee', code(3)]) expect(text).not.toContain(secret);
  expect(await brokenLinkOf(house.server.installation.store)).toBeUndefined();
});

test('what is refused halfway changes nothing', async () => {
  const owner = await house.personId('hana.novakova');
  await house.give('HALF-1', { ownerId: owner, active: 0 });
  await house.give('HALF-2', { ownerId: owner, active: 0, revoked: 1, locked: 1 });
  const serials = { serials: 'HALF-1,HALF-2' };
  expect(told(await admin.post('/token/enable', serials))).toEqual([400, 1007]);
  expect((await admin.token('HALF-1')).active).toBe(false);
  expect(told(await admin.post('/token/enable', { serials: 'HALF-1,NOPE' }))).toEqual([404, 601]);
  expect((await admin.token('HALF-1')).active).toBe(false);
});
