import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeVault, openVault } from '../../electron/vault/database.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, type DeskAtWork, deskAtWork, pin, plugIn, touch, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { quick } from './house-desk.ts';
import { filesIn, found } from './hunt.ts';
import { administrator, pairAs, privacyideaDesk, settled, type Wire } from './privacyidea-desk.ts';

/** The desk paired as with a privacyIDEA server. Our own server speaks that wire, so it stands for one here. */
let house: House;
let proxy: FaultProxy;
let wire: Wire;
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
  wire = await administrator(house);
});
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

const check = async (user: string, pass: string) =>
  (await house.client.form('/validate/check', { user, realm: 'office', pass })).json.result.value;
const tokensOf = async (filter: string) =>
  (await wire.get(`/token/?${filter}&pagesize=100`)).json.result.value.tokens as Record<string, unknown>[];
const initsIn = (from: number) => proxy.traffic.slice(from).filter(({ path }) => path === '/token/init').length;

/** Issues one token to a person, of the surname given, and says what came of it. */
async function issue(at: DeskAtWork, username: string, wish: Parameters<typeof walk>[2] = {}) {
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username });
  const done = await walk(at, 'done', wish);
  return { record: done.outcome?.record ?? '', serial: done.token?.serial ?? '' };
}

async function nextCode(at: DeskAtWork, slot: 1 | 2 = 1): Promise<string> {
  await plugIn(at);
  return touch(at, slot);
}

test('shows the certificate that answers at an address, and trusts nothing before a person agreed', async () => {
  const at = await deskAtWork();
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  const before = proxy.traffic.length;
  const seen = await at.ask('pairing/look', { address: ` ${proxy.url.replace('https://', '')}/ ` });
  expect(seen).toMatchObject({ url: proxy.url, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(proxy.traffic.length).toBe(before);
  const wanted = { address: proxy.url, name: 'Desk 1', account: 'root', by: 'password' } as const;
  const other = { ...wanted, fingerprint: 'ab'.repeat(32), secret: bytes(password) };
  expect(await failureOf(at.ask('pairing/pair', other))).toMatchObject({ context: { reason: 'changed' } });
  expect(proxy.traffic.length).toBe(before);
  expect((await at.ask('app/state')).phase).toBe('enrol');
  await at.desk.close();
});

test.each([
  ['http://pi.example.com', 'address'],
  ['https://anna@pi.example.com', 'address'],
  ['https://', 'address'],
])('does not pair with %s', async (address, reason) => {
  const at = await deskAtWork();
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  expect(await failureOf(at.ask('pairing/look', { address }))).toEqual({
    code: 'station/pairing',
    context: { reason },
  });
  await at.desk.close();
});

test('keeps nothing of an account that the server does not accept', async () => {
  const at = await deskAtWork();
  await at.ask('vault/create', { passphrase: bytes('a passphrase nobody guesses') });
  const wrong = { name: 'root', by: 'password', secret: 'not the password' } as const;
  expect((await failureOf(pairAs(at, house.server.url, wrong))).code).toBe('sync/account');
  const garbage = { name: 'root', by: 'token', secret: 'not.a.token' } as const;
  expect((await failureOf(pairAs(at, house.server.url, garbage))).code).toBe('sync/account');
  expect((await at.ask('app/state')).phase).toBe('enrol');
  await at.desk.close();
});

test('issues a HOTP token into the server: owner, PIN, counter and the record’s id are there, and the next code logs in once', async () => {
  const at = await privacyideaDesk(house.server.url);
  expect(await at.ask('app/state')).toMatchObject({
    phase: 'ready',
    station: { name: 'Desk 1', server: house.server.url, kind: 'privacyidea' },
  });
  const { record, serial } = await issue(at, 'amara.okafor');
  const row = await settled(at, record);
  expect(row).toMatchObject({ delivery: 'delivered', receipt: null, failure: null });
  const [there, ...others] = await tokensOf(`serial=UBOM${serial.padStart(8, '0')}*`);
  expect(others).toEqual([]);
  expect(there).toMatchObject({
    serial: `UBOM${serial.padStart(8, '0')}_1`,
    tokentype: 'hotp',
    otplen: 6,
    username: 'amara.okafor',
    user_realm: 'office',
    description: `Keydesk ${record}`,
    count: 2,
    active: true,
  });
  expect(await at.ask('sync/state')).toMatchObject({ waiting: 0, problem: null, online: true });
  const code = await nextCode(at);
  expect(await check('amara.okafor', code)).toBe(false);
  expect(await check('amara.okafor', `${pin}${code}`)).toBe(true);
  expect(await check('amara.okafor', `${pin}${code}`)).toBe(false);
  await at.desk.close();
});

test('issues a Yubico OTP token whose codes of the ceremony are used up on the server too', async () => {
  const at = await privacyideaDesk(house.server.url);
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username: 'amara.okafor' });
  await walk(at, 'prove', { type: 'yubikey' });
  const shown: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    shown.push(await nextCode(at));
    await at.ask('ceremony/code', { typed: shown.at(-1) ?? '', longestGapMs: 8 });
  }
  const done = await walk(at, 'done');
  expect((await settled(at, done.outcome?.record ?? '')).delivery).toBe('delivered');
  for (const code of shown) expect(await check('amara.okafor', `${pin}${code}`)).toBe(false);
  const code = await nextCode(at);
  expect(await check('amara.okafor', `${pin}${code}`)).toBe(true);
  expect(await check('amara.okafor', `${pin}${code}`)).toBe(false);
  await at.desk.close();
});

test('takes over people, tokens and policies; holds a limit per person before anything is written', async () => {
  const at = await privacyideaDesk(house.server.url);
  const people = await at.ask('people/search', { query: 'okafor', limit: 5 });
  expect(people.rows[0]).toMatchObject({ username: 'amara.okafor', realm: 'office' });
  const fields = {
    scope: 'enrollment',
    action: 'max_token_per_user=0',
    realm: 'office',
    user: 'jan.vandenberg',
    active: 'true',
  };
  expect((await wire.post('/policy/nobody', fields)).status).toBe(200);
  await at.ask('sync/send-now');
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username: 'jan.vandenberg' });
  expect((await failureOf(walk(at, 'program'))).code).toBe('token/limit');
  await at.ask('ceremony/stop', { reason: 'person left', note: '' });
  await wire.del('/policy/nobody');
  await at.desk.close();
});

test.each(['/token/init', '/token/resync'] as const)(
  'a lost reply to %s: the token is there once, and known by its record',
  async (path) => {
    const at = await privacyideaDesk(proxy.url);
    const from = proxy.traffic.length;
    proxy.loseReplyTo = path;
    const { record, serial } = await issue(at, 'amara.okafor');
    await until(async () => ((await at.ask('sync/state')).problem?.code === 'sync/unreachable' ? true : undefined));
    expect((await at.ask('records/get', { id: record })).delivery).toBe('waiting');
    proxy.loseReplyTo = undefined;
    await at.ask('sync/send-now');
    expect((await settled(at, record)).delivery).toBe('delivered');
    expect(initsIn(from)).toBe(1);
    const there = await tokensOf(`serial=UBOM${serial.padStart(8, '0')}*`);
    expect(there).toMatchObject([{ description: `Keydesk ${record}`, count: 2, username: 'amara.okafor' }]);
    expect(await check('amara.okafor', `${pin}${await nextCode(at)}`)).toBe(true);
    await at.desk.close();
  },
);

test('the seed and the PIN lie sealed until the server has the token, then nowhere; the account never lies open', async () => {
  const token = emulatedToken(quick);
  const at = await privacyideaDesk(proxy.url, { trial: { emulatedToken: () => token } });
  await proxy.goAway();
  const { record } = await issue(at, 'amara.okafor');
  const configuration = Buffer.from(token.state().slots[1]?.configuration ?? '', 'hex');
  const seed = Buffer.concat([configuration.subarray(22, 38), configuration.subarray(16, 20)]);
  const kept = () =>
    filesIn(at.directory).flatMap((path) => {
      const content = readFileSync(path);
      return [...found(content, seed), ...found(content, bytes(pin)), ...found(content, bytes(password))];
    });
  expect(kept()).toEqual([]);
  await proxy.comeBack();
  await at.ask('sync/send-now');
  expect((await settled(at, record)).delivery).toBe('delivered');
  const sent = proxy.traffic.filter(({ path }) => path === '/token/init').at(-1)?.body ?? Buffer.alloc(0);
  expect(found(sent, seed)).toContain('hex');
  expect(found(sent, bytes(pin))).toContain('raw');
  expect(kept()).toEqual([]);
  for (const { what, body } of at.seen) {
    const text = Buffer.from(JSON.stringify(body ?? null));
    expect([what, ...found(text, seed), ...found(text, bytes(pin)), ...found(text, bytes(password))]).toEqual([what]);
  }
  await at.desk.close();
  expect(kept()).toEqual([]);
  expect(await secretsKept(at.directory)).toEqual({ seeds: 0, pins: 0 });
});

test('a policy that refuses is parked in the server’s own words, what comes after it goes on, and a person tries again', async () => {
  const tokens = [emulatedToken(quick), emulatedToken(quick)] as const;
  const held = { token: tokens[0] };
  const at = await privacyideaDesk(house.server.url, { trial: { emulatedToken: () => held.token } });
  const fields = {
    scope: 'enrollment',
    action: 'max_token_per_user=0',
    realm: 'office',
    user: 'jan.vandenberg',
    active: 'true',
  };
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username: 'jan.vandenberg' });
  await walk(at, 'hand over');
  await wire.post('/policy/nobody', fields);
  const done = await walk(at, 'done');
  const record = done.outcome?.record ?? '';
  expect(await settled(at, record)).toMatchObject({
    delivery: 'refused',
    failure: { code: 'sync/policy', context: { said: 'The number of tokens for this user is limited!' } },
  });
  expect((await at.ask('desk/home')).needs).toContainEqual(expect.objectContaining({ kind: 'refused record' }));
  await at.ask('ceremony/close');
  await at.ask('practice/pull-out');
  held.token = tokens[1];
  const next = await issue(at, 'dagny.thorvaldsdottir');
  expect((await settled(at, next.record)).delivery).toBe('delivered');
  expect((await at.ask('records/get', { id: record })).delivery).toBe('refused');
  await at.ask('practice/pull-out');
  held.token = tokens[0];
  await wire.del('/policy/nobody');
  await at.ask('sync/send-now');
  expect((await settled(at, record)).delivery).toBe('delivered');
  expect(await check('jan.vandenberg', `${pin}${await nextCode(at)}`)).toBe(true);
  await at.desk.close();
});

test('a serial that is there with another owner is not overwritten: a person decides, and the old one is revoked beside it', async () => {
  const token = emulatedToken(quick);
  const at = await privacyideaDesk(house.server.url, { trial: { emulatedToken: () => token } });
  const serial = `UBOM${String(token.serial).padStart(8, '0')}_1`;
  const key = '3132333435363738393031323334353637383930';
  await wire.post('/token/init', {
    type: 'hotp',
    serial,
    otpkey: key,
    user: 'jan.vandenberg',
    realm: 'office',
    pin: '99',
  });
  const { record } = await issue(at, 'amara.okafor');
  expect(await settled(at, record)).toMatchObject({
    delivery: 'refused',
    failure: { code: 'sync/serial-taken', context: { serial, owner: 'jan.vandenberg (office)' } },
  });
  expect(await check('jan.vandenberg', '99755224')).toBe(true);
  await at.ask('records/replace', { id: record });
  expect((await settled(at, record)).delivery).toBe('delivered');
  const there = await tokensOf(`serial=${serial}*`);
  expect(there).toMatchObject([
    { serial, revoked: true, username: 'jan.vandenberg' },
    { serial: `${serial}-2`, revoked: false, username: 'amara.okafor', count: 2 },
  ]);
  expect(await check('amara.okafor', `${pin}${await nextCode(at)}`)).toBe(true);
  await at.desk.close();
});

test('a delivery that is given up leaves no secret and quarantines the token, with the reason in the audit', async () => {
  const token = emulatedToken(quick);
  const at = await privacyideaDesk(house.server.url, { trial: { emulatedToken: () => token } });
  const serial = `UBOM${String(token.serial).padStart(8, '0')}_1`;
  await wire.post('/token/init', { type: 'hotp', serial, genkey: '1' });
  const { record } = await issue(at, 'amara.okafor');
  expect((await settled(at, record)).failure?.code).toBe('sync/serial-taken');
  expect((await failureOf(at.ask('records/give-up', { id: 'f'.repeat(32), reason: 'x' }))).code).toBe('record/unknown');
  await at.ask('records/give-up', { id: record, reason: 'It is somebody else’s token' });
  expect((await at.ask('records/get', { id: record })).delivery).toBe('given up');
  expect(await at.ask('sync/send-now')).toMatchObject({ waiting: 0, problem: null });
  expect((await at.ask('records/get', { id: record })).delivery).toBe('given up');
  expect((await failureOf(at.ask('records/give-up', { id: record, reason: 'x' }))).code).toBe('record/unknown');
  await plugIn(at);
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toMatchObject({ kind: 'quarantined' });
  expect(await tokensOf(`serial=${serial}*`)).toMatchObject([{ serial, username: '' }]);
  await at.desk.close();
  expect(await secretsKept(at.directory)).toEqual({ seeds: 0, pins: 0 });
});

test('records of other kinds stay at the desk, and a token withdrawn on the server is in stock again and issued beside its former self', async () => {
  const token = emulatedToken(quick);
  const at = await privacyideaDesk(house.server.url, { trial: { emulatedToken: () => token } });
  const serial = `UBOM${String(token.serial).padStart(8, '0')}_1`;
  await walk(at, 'checks');
  const { outcome } = await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  expect((await settled(at, outcome?.record ?? '')).delivery).toBe('kept');
  await at.ask('ceremony/close');
  const first = await issue(at, 'amara.okafor');
  expect((await settled(at, first.record)).delivery).toBe('delivered');
  await wire.post('/token/unassign', { serial });
  await at.ask('sync/send-now');
  await at.ask('ceremony/close');
  const second = await issue(at, 'jan.vandenberg', { overwrite: String(token.serial).slice(-4) });
  expect((await settled(at, second.record)).delivery).toBe('delivered');
  expect(await tokensOf(`serial=${serial}*`)).toMatchObject([
    { serial, revoked: true, description: `Keydesk ${first.record}` },
    { serial: `${serial}-2`, revoked: false, username: 'jan.vandenberg', description: `Keydesk ${second.record}` },
  ]);
  expect(await check('jan.vandenberg', `${pin}${await nextCode(at)}`)).toBe(true);
  await at.desk.close();
});

test('an account whose password was changed is said so, and the station is paired again without losing what waits', async () => {
  const at = await privacyideaDesk(proxy.url);
  proxy.fault = 'wrong account';
  const { record } = await issue(at, 'amara.okafor');
  await until(async () => ((await at.ask('sync/state')).problem?.code === 'sync/account' ? true : undefined));
  expect((await at.ask('desk/home')).needs).toContainEqual(expect.objectContaining({ kind: 'turned away' }));
  proxy.fault = 'pass';
  const elsewhere = pairAs(at, house.server.url, { name: 'root', by: 'password', secret: password });
  expect(await failureOf(elsewhere)).toMatchObject({ context: { reason: 'another server' } });
  await pairAs(at, proxy.url, { name: 'root', by: 'password', secret: password });
  expect((await settled(at, record)).delivery).toBe('delivered');
  await at.desk.close();
});

test('a vault that broke before the delivery is salvaged without its seeds: what the server lacks is said, never invented', async () => {
  const first = await privacyideaDesk(proxy.url);
  const delivered = await issue(first, 'amara.okafor');
  await settled(first, delivered.record);
  await first.ask('ceremony/close');
  await first.ask('practice/pull-out');
  await proxy.goAway();
  const token = emulatedToken(quick);
  const directory = first.directory;
  await first.desk.close();
  const second = await deskAtWork({ directory, trial: { emulatedToken: () => token, pullEveryMs: 3_600_000 } });
  const lost = await issue(second, 'hana.novakova');
  await second.desk.close();
  writeFileSync(join(directory, 'vault.sqlite'), 'not a database');
  await proxy.comeBack();

  const at = await deskAtWork({ directory, trial: { pullEveryMs: 3_600_000 } });
  expect(await at.ask('app/state')).toMatchObject({ phase: 'failed', failure: { code: 'vault/corrupt' } });
  await at.ask('vault/salvage');
  expect(await at.ask('app/state')).toMatchObject({ phase: 'ready', station: { kind: 'privacyidea' } });
  expect((await settled(at, delivered.record)).delivery).toBe('delivered');
  expect(await settled(at, lost.record)).toMatchObject({ delivery: 'refused', failure: { code: 'sync/seed-gone' } });
  await at.desk.close();
});

async function secretsKept(directory: string): Promise<{ readonly seeds: number; readonly pins: number }> {
  const vault = await openVault(directory, undefined);
  try {
    const row = vault.db
      .prepare<[], { seeds: number; pins: number }>('SELECT count(seed) AS seeds, count(pin) AS pins FROM issuances')
      .get();
    return row ?? { seeds: -1, pins: -1 };
  } finally {
    closeVault(vault);
  }
}
