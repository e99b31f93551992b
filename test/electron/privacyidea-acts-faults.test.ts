import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TokenSerial } from '../../domain/token.ts';
import type { Trial } from '../../electron/desk-options.ts';
import { type EmulatedToken, emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse } from '../server/house.ts';
import { bytes, type DeskAtWork, deskAtWork, plugIn, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { quick } from './house-desk.ts';
import { administrator, privacyideaDesk, settled, type Wire } from './privacyidea-desk.ts';

/** Acts after issuance at a desk that is paired as with a privacyIDEA server, where something comes between. */
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

const amara = 'amara.okafor';
const hana = 'hana.novakova';
const proof = 'known to me, in the room';
const named = (token: EmulatedToken) => `UBOM${String(token.serial).padStart(8, '0')}_1`;
const there = async (serial: string) =>
  (await wire.get(`/token/?serial=${serial}&pagesize=100`)).json.result.value.tokens[0] as
    | Record<string, unknown>
    | undefined;

interface Held {
  readonly at: DeskAtWork;
  readonly token: EmulatedToken;
  readonly serial: TokenSerial;
  /** The record of its issue. */
  readonly record: string;
  swap(to: EmulatedToken): Promise<void>;
}

async function issue(at: DeskAtWork, username: string): Promise<string> {
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username });
  const done = await walk(at, 'done');
  await at.ask('ceremony/close');
  return done.outcome?.record ?? '';
}

async function deskWith(username: string, paired = async () => {}, trial: Trial = {}): Promise<Held> {
  const token = emulatedToken(quick);
  const held = { token };
  const at = await privacyideaDesk(proxy.url, { trial: { emulatedToken: () => held.token, ...trial } });
  await paired();
  const record = await issue(at, username);
  if ((await settled(at, record)).delivery === 'delivered') await at.ask('sync/send-now');
  const swap = async (to: EmulatedToken) => {
    await at.ask('practice/pull-out');
    held.token = to;
  };
  return { at, token, serial: String(token.serial) as TokenSerial, record, swap };
}

/** Another token takes the place of one that is not here, up to where it is handed over. */
async function replace({ at, serial, swap }: Held, username: string): Promise<void> {
  await walk(at, 'person');
  await at.ask('ceremony/choose-holder', { realm: 'office', username });
  await plugIn(at);
  await at.ask('ceremony/answer-checks', {
    presence: true,
    proof: 'document',
    documentKind: 'passport',
    replaces: { token: serial, where: 'away' },
  });
  await swap(emulatedToken(quick));
  await walk(at, 'hand over');
}

async function handOver({ at }: Held): Promise<string> {
  const done = await walk(at, 'done');
  await at.ask('ceremony/close');
  return done.outcome?.record ?? '';
}

const allowNone = () =>
  wire.post('/policy/full', {
    scope: 'enrollment',
    action: 'max_token_per_user=0',
    realm: 'office',
    user: amara,
    active: 'true',
  });
const allowAgain = () => wire.del('/policy/full');
const deliveryOf = async (at: DeskAtWork, id: string) => (await at.ask('records/get', { id })).delivery;
const recordsOf = async (at: DeskAtWork, serial: string) =>
  (await at.ask('records/list', { query: serial, limit: 9 })).rows;
const stateOf = async (at: DeskAtWork, serial: string) =>
  (await at.ask('tokens/list', { query: serial, limit: 5 })).rows.flatMap((row) =>
    row.serial === serial ? [row.state] : [],
  );

test('a token that was refused, and that another took the place of meanwhile, never begins at the server', async () => {
  const held = await deskWith(amara, async () => void (await allowNone()));
  const { at, serial, token, record } = held;
  expect(await deliveryOf(at, record)).toBe('refused');
  await allowAgain();
  await replace(held, amara);
  expect((await settled(at, await handOver(held))).delivery).toBe('delivered');
  const [withdrawal] = await recordsOf(at, serial);
  expect((await settled(at, withdrawal?.id ?? '')).delivery).toBe('kept');
  await at.ask('sync/send-now');
  expect(await deliveryOf(at, record)).toBe('kept');
  expect(await there(named(token))).toBeUndefined();
  await at.desk.close();
});

test('while its replacement is refused a token is its holder’s, and ends when it is reported lost', async () => {
  const held = await deskWith(amara);
  const { at, serial, token } = held;
  await replace(held, amara);
  await allowNone();
  const newer = await handOver(held);
  expect((await settled(at, newer)).failure?.code).toBe('sync/policy');
  await at.ask('sync/send-now');
  expect(await stateOf(at, serial)).toEqual(['issued']);
  expect(await at.ask('acts/foresee', { act: 'report-lost', token: serial })).toMatchObject({
    person: { username: amara },
    problem: null,
  });
  const { record } = await at.ask('acts/report-lost', { token: serial, note: '' });
  expect((await settled(at, record)).delivery).toBe('delivered');
  expect(await there(named(token))).toMatchObject({ active: false, username: amara });
  expect(await stateOf(at, serial)).toEqual(['lost']);
  await allowAgain();
  await at.ask('sync/send-now');
  expect(await deliveryOf(at, newer)).toBe('delivered');
  expect(await there(named(token))).toMatchObject({ active: false, username: '' });
  await at.desk.close();
});

test('a token ends at the desk when the server has the one in its place, and not when that was given up', async () => {
  for (const isGivenUp of [false, true]) {
    const held = await deskWith(amara);
    const { at, serial, token } = held;
    await replace(held, amara);
    if (isGivenUp) await allowNone();
    const newer = await handOver(held);
    await settled(at, newer);
    if (isGivenUp) {
      await at.ask('records/give-up', { id: newer, reason: 'not meant' });
      await allowAgain();
    }
    await at.ask('sync/send-now');
    expect(await stateOf(at, serial)).toEqual([isGivenUp ? 'issued' : 'revoked']);
    expect(await there(named(token))).toMatchObject({ active: isGivenUp, username: isGivenUp ? amara : '' });
    await at.desk.close();
  }
});

test('a withdrawal is recorded once', async () => {
  const { at, serial, token } = await deskWith(hana);
  const withdraw = () => at.ask('acts/withdraw', { token: serial, reason: 'leaves', note: '' });
  // Revoked there by somebody: it is nobody's to withdraw.
  await wire.post('/token/revoke', { serial: named(token) });
  await at.ask('sync/send-now');
  expect((await failureOf(withdraw())).code).toBe('act/nobodys');
  await at.desk.close();
  const other = await deskWith(hana);
  const again = () => other.at.ask('acts/withdraw', { token: other.serial, reason: 'leaves', note: '' });
  await wire.del(`/token/${named(other.token)}`);
  expect((await settled(other.at, (await again()).record)).delivery).toBe('refused');
  await wire.post('/token/init', {
    type: 'hotp',
    serial: named(other.token),
    genkey: '1',
    user: hana,
    realm: 'office',
  });
  await other.at.ask('sync/send-now');
  await until(async () => ((await recordsOf(other.at, other.serial)).length === 2 ? true : undefined));
  await failureOf(again());
  expect(await recordsOf(other.at, other.serial)).toHaveLength(2);
  await other.at.desk.close();
});

test('a loss is recorded once', async () => {
  const { at, serial } = await deskWith(hana);
  const { record } = await at.ask('acts/report-lost', { token: serial, note: '' });
  await settled(at, record);
  await at.ask('sync/send-now');
  const again = await failureOf(at.ask('acts/report-lost', { token: serial, note: '' }));
  expect(again.code).toBe('act/recorded-already');
  await at.desk.close();
});

test('an account that may not see tokens: a loss is parked with the right that it lacks', async () => {
  const { at, serial, token } = await deskWith(hana);
  const action = 'userlist, enrollHOTP, assign, disable, unassign, policywrite, policydelete, policyread';
  await wire.post('/policy/rights', { scope: 'admin', action, adminuser: 'root', active: 'true' });
  try {
    const { record } = await at.ask('acts/report-lost', { token: serial, note: '' });
    expect(await settled(at, record)).toMatchObject({
      delivery: 'refused',
      failure: { code: 'sync/act-not-allowed', context: { right: 'tokenlist' } },
    });
    const asked = failureOf(at.ask('acts/stand-in', { token: serial, proof }));
    expect(await asked).toMatchObject({ code: 'act/not-allowed-there', context: { right: 'tokenlist' } });
  } finally {
    await wire.del('/policy/rights');
  }
  await at.ask('sync/send-now');
  expect(await there(named(token))).toMatchObject({ active: false });
  await at.desk.close();
});

test.each(['/token/info', '/token/disable'])('what is deleted before %s is not called ended', async (path) => {
  const { at, serial, token } = await deskWith(hana);
  const asked = proxy.holdNext(path === '/token/info' ? `${path}/${named(token)}/keydesk.lost` : path);
  const { record } = await at.ask('acts/report-lost', { token: serial, note: '' });
  await asked.arrived;
  await wire.del(`/token/${named(token)}`);
  asked.release();
  expect(await settled(at, record)).toMatchObject({
    delivery: 'refused',
    failure: { code: 'sync/found-otherwise', context: { reason: 'gone' } },
  });
  await at.desk.close();
});

test('a password whose reply was lost: the loss is recorded, and it is said that there may be one', async () => {
  const { at, serial, token } = await deskWith(hana);
  proxy.loseReplyTo = `/token/lost/${named(token)}`;
  const asked = await failureOf(at.ask('acts/stand-in', { token: serial, proof }));
  proxy.loseReplyTo = undefined;
  expect(asked).toMatchObject({ code: 'act/stand-in-unknown', context: { token: serial } });
  const [loss] = await recordsOf(at, serial);
  expect(loss?.kind).toBe('reported lost');
  expect(await stateOf(at, serial)).toEqual(['lost']);
  await at.ask('sync/send-now');
  expect((await settled(at, loss?.id ?? '')).delivery).toBe('delivered');
  expect(await there(named(token))).toMatchObject({ active: false, username: hana });
  await at.desk.close();
});

test.each(['asleep', 'locked'] as const)(
  'a password that comes to a desk which is %s is shown to nobody and lets nobody in, and the loss is recorded',
  async (how) => {
    const { at, serial, token } = await deskWith(hana);
    const making = proxy.holdNext(`/token/lost/${named(token)}`, 'answer');
    const asked = failureOf(at.ask('acts/stand-in', { token: serial, proof }));
    await making.arrived;
    if (how === 'asleep') at.desk.interrupted();
    else await at.ask('vault/lock');
    expect(at.seen.map(({ what }) => what)).toContain('controllers/left');
    making.release();
    expect(await asked).toMatchObject({ code: 'act/code-unseen', context: { reason: 'password' } });
    expect(await there(`lost${named(token)}`)).toMatchObject({ active: false });
    if (how === 'locked') await at.ask('vault/unlock', { passphrase: bytes('a passphrase nobody guesses') });
    const loss = await until(async () => (await recordsOf(at, serial)).find(({ kind }) => kind === 'reported lost'));
    expect((await settled(at, loss.id)).delivery).toBe('delivered');
    expect(await stateOf(at, serial)).toEqual(['lost']);
    await at.desk.close();
  },
);

test('a power cut between the password and its record: the loss is recorded when the desk is open again', async () => {
  let isOver = false;
  const crashPoint = (name: string) => {
    isOver ||= name === 'before act/reported lost';
    if (isOver) throw new Error('the power went');
  };
  const { at, serial, token } = await deskWith(hana, undefined, { crashPoint });
  await expect(at.ask('acts/stand-in', { token: serial, proof })).rejects.toThrow('the power went');
  await at.desk.close();
  expect(await there(named(token))).toMatchObject({ active: false });
  const again = await deskAtWork({ directory: at.directory });
  const loss = await until(async () => (await recordsOf(again, serial)).find(({ kind }) => kind === 'reported lost'));
  expect((await settled(again, loss.id)).delivery).toBe('delivered');
  expect(await stateOf(again, serial)).toEqual(['lost']);
  await again.desk.close();
});
