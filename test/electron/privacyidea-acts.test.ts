import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TokenSerial } from '../../domain/token.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse } from '../server/house.ts';
import { bytes, type DeskAtWork, pin, plugIn, touch, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { quick } from './house-desk.ts';
import { filesIn, found } from './hunt.ts';
import { administrator, privacyideaDesk, settled, type Wire } from './privacyidea-desk.ts';

/** What is done after issuance at a desk that is paired as with a privacyIDEA server. Our own speaks that wire. */
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

const amara = { realm: 'office', username: 'amara.okafor', userId: '1001' };
const tokensOf = async (filter: string) =>
  (await wire.get(`/token/?${filter}&pagesize=100`)).json.result.value.tokens as Record<string, unknown>[];
const there = async (serial: string) => (await tokensOf(`serial=${serial}`))[0];
const named = (token: EmulatedToken, ending = '_1') => `UBOM${String(token.serial).padStart(8, '0')}${ending}`;
const check = async (user: string, pass: string) =>
  (await house.client.form('/validate/check', { user, realm: 'office', pass })).json.result?.value;
const sentTo = (from: number, path: string) =>
  proxy.traffic.slice(from).filter((one) => one.path.startsWith(path)).length;

interface Held {
  readonly at: DeskAtWork;
  readonly token: EmulatedToken;
  readonly serial: string;
  readonly record: string;
  swap(to: EmulatedToken): Promise<void>;
}

async function issue(at: DeskAtWork, username: string, wish: Parameters<typeof walk>[2] = {}): Promise<string> {
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username });
  const done = await walk(at, 'done', wish);
  await at.ask('ceremony/close');
  return done.outcome?.record ?? '';
}

/** A desk with one token issued to somebody, and delivered. */
async function deskWithToken(url = house.server.url, username = 'amara.okafor'): Promise<Held> {
  const token = emulatedToken(quick);
  const held = { token };
  const at = await privacyideaDesk(url, { trial: { emulatedToken: () => held.token } });
  const record = await issue(at, username);
  expect((await settled(at, record)).delivery).toBe('delivered');
  await at.ask('sync/send-now');
  const swap = async (to: EmulatedToken) => {
    await at.ask('practice/pull-out');
    held.token = to;
  };
  return { at, token, serial: String(token.serial), record, swap };
}

const lost = async ({ at, serial }: Held, note = '') =>
  (await at.ask('acts/report-lost', { token: serial, note })).record;
const withdrawn = async ({ at, serial }: Held) =>
  (await at.ask('acts/withdraw', { token: serial, reason: 'leaves', note: '' })).record;

test('a token reported lost is disabled at once, stays its holder’s, and its details say who said so', async () => {
  const held = await deskWithToken();
  const { at, token, serial } = held;
  expect(await at.ask('acts/foresee', { act: 'report-lost', token: serial })).toMatchObject({
    person: { username: 'amara.okafor', hasMail: false },
    problem: null,
  });
  const record = await lost(held, 'left in a train');
  expect(await settled(at, record)).toMatchObject({ delivery: 'delivered', failure: null });
  const now = await there(named(token));
  expect(now).toMatchObject({ active: false, revoked: false, username: 'amara.okafor' });
  expect(now?.info).toMatchObject({
    'keydesk.lost': expect.stringMatching(/ by root at Desk 1: lost \(Keydesk [0-9a-f]{32}\)$/),
  });
  expect(await check('amara.okafor', `${pin}${await touch(at)}`)).toBe(false);
  await at.ask('sync/send-now');
  expect((await at.ask('tokens/list', { query: serial, limit: 5 })).rows).toMatchObject([
    { state: 'lost', holderName: expect.stringContaining('Okafor') },
  ]);
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'unavailable', state: 'lost' });
  await at.desk.close();
});

test('a token that is withdrawn is disabled and nobody’s there, says who took it and why, and is issued anew', async () => {
  const held = await deskWithToken();
  const { at, token } = held;
  const record = await withdrawn(held);
  expect((await settled(at, record)).delivery).toBe('delivered');
  const now = await there(named(token));
  expect(now).toMatchObject({ active: false, revoked: false, username: '' });
  expect(now?.info).toMatchObject({
    'keydesk.withdrawn': expect.stringContaining(' by root at Desk 1: leaves (Keydesk '),
  });
  await at.ask('sync/send-now');
  expect((await at.ask('tokens/list', { query: held.serial, limit: 5 })).rows).toMatchObject([{ state: 'returned' }]);
  const second = await issue(at, 'jan.vandenberg', { overwrite: held.serial.slice(-4) });
  expect((await settled(at, second)).delivery).toBe('delivered');
  expect(await there(named(token, '_1-2'))).toMatchObject({ active: true, username: 'jan.vandenberg' });
  // Taken back once more: of the two serials there only the newer is ended, and it can be issued again.
  await at.ask('sync/send-now');
  expect((await settled(at, await withdrawn(held))).delivery).toBe('delivered');
  expect(await there(named(token, '_1-2'))).toMatchObject({ active: false, username: '' });
  await at.ask('sync/send-now');
  const third = await issue(at, 'amara.okafor', { overwrite: held.serial.slice(-4) });
  expect((await settled(at, third)).delivery).toBe('delivered');
  await at.desk.close();
});

test('a lost token that was found is looked up by its serial, and withdrawn from whose it was', async () => {
  const held = await deskWithToken();
  const { at, serial, token } = held;
  await settled(at, await lost(held));
  await plugIn(at);
  const beforePull = await at.ask('acts/foresee', { act: 'withdraw', token: serial });
  expect(beforePull).toMatchObject({ problem: null, isHere: true, was: expect.stringContaining('Okafor') });
  await at.ask('sync/send-now');
  expect(await at.ask('stock/look', { serial })).toMatchObject({ holder: { username: 'amara.okafor' }, isHere: true });
  expect((await settled(at, await withdrawn(held))).delivery).toBe('delivered');
  expect(await there(named(token))).toMatchObject({ active: false, username: '' });
  await at.desk.close();
});

test('offline a loss counts here at once, waits in the chain behind what came before it, and goes out by itself', async () => {
  const held = await deskWithToken(proxy.url);
  const { at, token } = held;
  await proxy.goAway();
  const record = await lost(held);
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toEqual({ kind: 'unavailable', state: 'lost' });
  expect((await at.ask('records/get', { id: record })).delivery).toBe('waiting');
  expect(await there(named(token))).toMatchObject({ active: true });
  await proxy.comeBack();
  await at.ask('sync/send-now');
  expect((await at.ask('records/get', { id: record })).delivery).toBe('delivered');
  expect(await there(named(token))).toMatchObject({ active: false });
  const { previous, sequence } = (await at.ask('records/get', { id: record })).record as Record<string, unknown>;
  const issued = (await at.ask('records/get', { id: held.record })) as Record<string, unknown>;
  expect([previous, sequence]).toEqual([issued.contentHash, 2]);
  await at.desk.close();
});

test('a token that was lost before the server heard of it never begins there', async () => {
  const token = emulatedToken(quick);
  const at = await privacyideaDesk(proxy.url, { trial: { emulatedToken: () => token } });
  await proxy.goAway();
  const issued = await issue(at, 'amara.okafor');
  const { record } = await at.ask('acts/report-lost', { token: String(token.serial), note: '' });
  const from = proxy.traffic.length;
  await proxy.comeBack();
  await at.ask('sync/send-now');
  expect((await settled(at, record)).delivery).toBe('kept');
  expect((await at.ask('records/get', { id: issued })).delivery).toBe('kept');
  expect(sentTo(from, '/token/init')).toBe(0);
  expect(await tokensOf(`serial=${named(token)}*`)).toEqual([]);
  await at.desk.close();
});

test.each(['/token/disable', '/token/unassign'] as const)(
  'a lost reply to %s: the withdrawal is done there once',
  async (path) => {
    const held = await deskWithToken(proxy.url);
    const { at, token } = held;
    const from = proxy.traffic.length;
    proxy.loseReplyTo = path;
    const record = await withdrawn(held);
    await until(async () => ((await at.ask('sync/state')).problem?.code === 'sync/unreachable' ? true : undefined));
    expect((await at.ask('records/get', { id: record })).delivery).toBe('waiting');
    proxy.loseReplyTo = undefined;
    await at.ask('sync/send-now');
    expect((await settled(at, record)).delivery).toBe('delivered');
    expect([sentTo(from, '/token/disable'), sentTo(from, '/token/unassign')]).toEqual([1, 1]);
    expect(await there(named(token))).toMatchObject({ active: false, username: '' });
    await at.desk.close();
  },
);

test('what somebody else made of the token meanwhile is left alone: parked with what was found, for a person to see', async () => {
  const held = await deskWithToken(proxy.url);
  const { at, token, serial } = held;
  await proxy.goAway();
  const record = await lost(held);
  await wire.post('/token/unassign', { serial: named(token) });
  await wire.post('/token/assign', { serial: named(token), user: 'jan.vandenberg', realm: 'office', pin: '4711' });
  await proxy.comeBack();
  await at.ask('sync/send-now');
  expect(await settled(at, record)).toMatchObject({
    delivery: 'refused',
    failure: {
      code: 'sync/found-otherwise',
      context: { reason: 'owned', owner: 'jan.vandenberg (office)', serial: named(token) },
    },
  });
  expect((await at.ask('desk/home')).needs).toContainEqual(expect.objectContaining({ kind: 'refused record' }));
  expect(await there(named(token))).toMatchObject({ active: true, username: 'jan.vandenberg' });
  await at.ask('records/give-up', { id: record, reason: 'Jan has it' });
  await at.ask('sync/send-now');
  expect((await at.ask('records/get', { id: record })).delivery).toBe('given up');
  expect((await at.ask('tokens/list', { query: serial, limit: 5 })).rows).toMatchObject([
    { state: 'issued', holderName: expect.stringContaining('van den Berg') },
  ]);
  await at.desk.close();
});

test.each([
  ['nobody', { serial: '' }, { active: true, username: '' }],
  ['gone', undefined, undefined],
] as const)('a withdrawal of what is %s there is parked', async (reason, _owner, left) => {
  const held = await deskWithToken(proxy.url);
  const { at, token } = held;
  await proxy.goAway();
  const record = await withdrawn(held);
  if (reason === 'nobody') await wire.post('/token/unassign', { serial: named(token) });
  else await wire.del(`/token/${named(token)}`);
  await proxy.comeBack();
  await at.ask('sync/send-now');
  expect(await settled(at, record)).toMatchObject({
    delivery: 'refused',
    failure: { code: 'sync/found-otherwise', context: { reason } },
  });
  const now = await there(named(token));
  if (left === undefined) expect(now).toBeUndefined();
  else expect(now).toMatchObject(left);
  await at.desk.close();
});

test('what is given to somebody else in the very moment stays theirs', async () => {
  const held = await deskWithToken(proxy.url);
  const { at, token } = held;
  const disabling = proxy.holdNext('/token/disable');
  const record = await lost(held);
  await disabling.arrived;
  await wire.post('/token/unassign', { serial: named(token) });
  await wire.post('/token/assign', { serial: named(token), user: 'jan.vandenberg', realm: 'office' });
  disabling.release();
  expect(await settled(at, record)).toMatchObject({
    delivery: 'refused',
    failure: { code: 'sync/found-otherwise', context: { reason: 'owned', owner: 'jan.vandenberg (office)' } },
  });
  expect(await there(named(token))).toMatchObject({ active: true, username: 'jan.vandenberg' });
  await at.desk.close();
});

test('another credential that the holder was given on the same token meanwhile is not ended', async () => {
  const held = await deskWithToken(proxy.url);
  const { at, token } = held;
  await proxy.goAway();
  const record = await withdrawn(held);
  await wire.post('/token/revoke', { serial: named(token) });
  const { username: user, realm } = amara;
  await wire.post('/token/init', { type: 'hotp', serial: named(token, '_1-2'), genkey: '1', user, realm });
  await proxy.comeBack();
  await at.ask('sync/send-now');
  expect(await settled(at, record)).toMatchObject({
    failure: { code: 'sync/found-otherwise', context: { reason: 'renewed', serial: named(token, '_1-2') } },
  });
  expect(await there(named(token, '_1-2'))).toMatchObject({ active: true, username: 'amara.okafor' });
  await at.desk.close();
});

test('what somebody ended there already is as it should be', async () => {
  const held = await deskWithToken(proxy.url);
  const { at, token } = held;
  await proxy.goAway();
  const record = await lost(held);
  await wire.post('/token/revoke', { serial: named(token) });
  const from = proxy.traffic.length;
  await proxy.comeBack();
  await at.ask('sync/send-now');
  expect((await settled(at, record)).delivery).toBe('delivered');
  expect(sentTo(from, '/token/disable')).toBe(0);
  await at.desk.close();
});

test('a new token takes the old one’s place: the old one ends only after the server has the new one', async () => {
  const held = await deskWithToken();
  const { at, token, serial, swap } = held;
  const second = emulatedToken(quick);
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username: 'amara.okafor' });
  await plugIn(at);
  expect(await at.ask('replace/candidates', { realm: 'office', username: 'amara.okafor' })).toContainEqual({
    token: serial,
    model: expect.any(String),
    isLost: false,
    isHere: true,
  });
  await at.ask('ceremony/answer-checks', {
    presence: true,
    proof: 'document',
    documentKind: 'passport',
    replaces: { token: serial as TokenSerial, where: 'here' },
  });
  await swap(second);
  await walk(at, 'hand over');
  const limit = {
    scope: 'enrollment',
    action: 'max_token_per_user=0',
    realm: 'office',
    user: 'amara.okafor',
    active: 'true',
  };
  await wire.post('/policy/full', limit);
  const done = await walk(at, 'done');
  await at.ask('ceremony/close');
  const record = done.outcome?.record ?? '';
  expect((await settled(at, record)).failure?.code).toBe('sync/policy');
  expect(await there(named(token))).toMatchObject({ active: true, username: 'amara.okafor' });
  const [withdrawal] = (await at.ask('records/list', { query: serial, limit: 1 })).rows;
  expect(withdrawal).toMatchObject({ kind: 'withdrawn', delivery: 'waiting' });
  await wire.del('/policy/full');
  await at.ask('sync/send-now');
  expect((await settled(at, record)).delivery).toBe('delivered');
  expect((await at.ask('records/get', { id: withdrawal?.id ?? '' })).delivery).toBe('delivered');
  expect(await there(named(token))).toMatchObject({ active: false, username: '' });
  expect(await there(named(second))).toMatchObject({ active: true, username: 'amara.okafor' });
  await at.desk.close();
});

test('an account that may not disable tokens: parked with the right that it lacks, and done when it has it', async () => {
  const held = await deskWithToken();
  const { at, token } = held;
  const rights =
    'tokenlist, userlist, enrollHOTP, unassign, assign, resync, revoke, policywrite, policydelete, policyread';
  await wire.post('/policy/rights', { scope: 'admin', action: rights, adminuser: 'root', active: 'true' });
  try {
    const record = await lost(held);
    expect(await settled(at, record)).toMatchObject({
      delivery: 'refused',
      failure: {
        code: 'sync/act-not-allowed',
        context: { right: 'disable', said: expect.stringContaining('disable') },
      },
    });
    expect(await there(named(token))).toMatchObject({ active: true });
    await wire.post('/policy/rights', {
      scope: 'admin',
      action: `${rights}, disable`,
      adminuser: 'root',
      active: 'true',
    });
    await at.ask('sync/send-now');
    // It may not write into the token's details: the token is ended all the same.
    expect((await settled(at, record)).delivery).toBe('delivered');
    expect(await there(named(token))).toMatchObject({ active: false });
  } finally {
    await wire.del('/policy/rights');
  }
  await at.desk.close();
});

test('a temporary password stands in for a lost token: told once, kept nowhere, and recorded without it', async () => {
  const held = await deskWithToken(proxy.url, 'hana.novakova');
  const { at, token, serial } = held;
  const proof = 'known to me, in the room';
  const { password, until: end, record } = await at.ask('acts/stand-in', { token: serial, proof });
  const told = new TextDecoder().decode(password);
  expect(told).toMatch(/^\S{16}$/);
  expect(end).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(await settled(at, record)).toMatchObject({ kind: 'reported lost', delivery: 'delivered' });
  expect((await at.ask('records/get', { id: record })).record).toMatchObject({
    act: { standIn: { serial: `lost${named(token)}`, until: end, proof } },
  });
  expect(await there(named(token))).toMatchObject({ active: false, username: 'hana.novakova' });
  expect(await check('hana.novakova', `${pin}${told}`)).toBe(true);
  const kept = filesIn(at.directory).flatMap((path) => found(readFileSync(path), bytes(told)));
  expect(kept).toEqual([]);
  // Once more, for the lost one: there is another password.
  const again = await at.ask('acts/stand-in', { token: serial, proof });
  const newer = new TextDecoder().decode(again.password);
  expect(newer).not.toBe(told);
  expect(await check('hana.novakova', `${pin}${newer}`)).toBe(true);
  // Whoever has the token no more has nothing in its place either.
  await at.ask('sync/send-now');
  expect((await at.ask('acts/foresee', { act: 'withdraw', token: serial })).after).toBe('not known');
  expect((await settled(at, await withdrawn(held))).delivery).toBe('delivered');
  expect(await there(`lost${named(token)}`)).toMatchObject({ active: false, username: '' });
  expect(await check('hana.novakova', `${pin}${newer}`)).toBe(false);
  expect((await failureOf(at.ask('acts/stand-in', { token: serial, proof }))).code).toBe('act/nobodys');
  await at.desk.close();
});

test('no temporary password where the account has no right to one, or the token is somebody else’s there', async () => {
  const held = await deskWithToken();
  const { at, token, serial } = held;
  const ask = () => failureOf(at.ask('acts/stand-in', { token: serial, proof: 'vouched for, in the room' }));
  const rights = 'tokenlist, userlist, disable, policywrite, policydelete, policyread';
  await wire.post('/policy/rights', { scope: 'admin', action: rights, adminuser: 'root', active: 'true' });
  try {
    expect(await ask()).toMatchObject({ code: 'act/not-allowed-there', context: { right: 'losttoken' } });
  } finally {
    await wire.del('/policy/rights');
  }
  await wire.post('/token/unassign', { serial: named(token) });
  await wire.post('/token/assign', { serial: named(token), user: 'jan.vandenberg', realm: 'office' });
  expect((await ask()).code).toBe('act/nobodys');
  expect(await there(named(token))).toMatchObject({ active: true, username: 'jan.vandenberg' });
  expect((await at.ask('records/list', { query: 'act', limit: 5 })).rows).toEqual([]);
  await at.desk.close();
});

test('what only Keydesk’s own server knows is not to be had at such a desk', async () => {
  const held = await deskWithToken();
  const { at, serial } = held;
  const person = { realm: 'office', username: 'amara.okafor' };
  const asked = [
    () => at.ask('acts/take-back', { token: serial, office: 'hq' }),
    () => at.ask('acts/scrap', { token: serial, office: 'hq', note: '' }),
    () => at.ask('acts/live-codes'),
    () => at.ask('queue-here/put', person),
    () => at.ask('groups/list'),
  ];
  for (const ask of asked) expect((await failureOf(ask())).code).toBe('administration/keydesk-only');
  await at.desk.close();
});
