import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeydeskError } from '../../domain/failure.ts';
import { closeVault, openVault } from '../../electron/vault/database.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse } from '../server/house.ts';
import { bytes, pin, plugIn, touch, type, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

async function ends(at: HouseDesk): Promise<void> {
  await at.desk.close();
  await checkVaultAt(at.directory);
}

const kinds = async (at: HouseDesk) =>
  (await at.ask('records/list', { query: '', limit: 50 })).rows.map(({ kind }) => kind).reverse();

test('a refused write leaves a void attempt and the same ceremony goes on with a fresh seed', async () => {
  const at = await houseDesk(house);
  await walk(at, 'program');
  at.token.switchFaults({ refuseWrites: true });
  const refused = await at.ask('ceremony/write', {});
  expect(refused).toMatchObject({ step: 'program', problem: { code: 'token/write-refused' }, issuance: undefined });
  at.token.switchFaults({});
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  expect(await kinds(at)).toEqual(['void', 'issued']);
  await ends(at);
});

test('a write whose outcome nobody knows is quarantined with its record, and written again', async () => {
  const at = await houseDesk(house);
  await walk(at, 'program');
  at.token.switchFaults({ dropWrites: true });
  const unknown = await at.ask('ceremony/write', {});
  expect(unknown).toMatchObject({ step: 'program', problem: { code: 'token/write-unknown' } });
  expect((await at.ask('desk/home')).stock.quarantined).toBe(1);
  at.token.switchFaults({});
  await walk(at, 'done');
  expect(await kinds(at)).toEqual(['quarantined', 'issued']);
  expect((await at.ask('desk/home')).stock).toMatchObject({ quarantined: 0, issuedHere: 1 });
  await ends(at);
});

test('a token that is pulled out at any report of the write comes back, is written anew and issued', async () => {
  const at = await houseDesk(house);
  const seen = new Set<string>();
  for (let report = 1; ; report += 1) {
    at.token = emulatedToken(quick);
    await walk(at, 'program');
    at.token.switchFaults({ unplugAtReport: report });
    const after = await at.ask('ceremony/write', {});
    seen.add(after.problem?.code ?? 'none');
    const finished = after.step === 'prove';
    at.token.switchFaults({});
    expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
    await at.ask('ceremony/close');
    if (finished) break;
    expect(report).toBeLessThan(80);
  }
  expect([...seen].sort()).toEqual(['device/unplugged', 'none', 'token/write-unknown']);
  await ends(at);
});

test('a dropped write over a configured slot is found out by its codes and written again', async () => {
  const at = await houseDesk(house);
  await walk(at, 'program');
  at.token.switchFaults({ dropWrites: true });
  await at.ask('ceremony/write', {});
  at.token.switchFaults({});
  await walk(at, 'prove');
  await at.ask('ceremony/stop', { reason: 'token faulty', note: '' });
  await at.ask('ceremony/close');

  await walk(at, 'program');
  at.token.switchFaults({ dropWrites: true });
  expect((await at.ask('ceremony/write', {})).step).toBe('prove');
  for (let wrong = 1; wrong < 4; wrong += 1) {
    expect(await type(at, await touch(at))).toMatchObject({ step: 'prove', problem: { code: 'code/wrong' } });
  }
  expect(await type(at, await touch(at))).toMatchObject({ step: 'program', problem: { code: 'token/write-unknown' } });
  at.token.switchFaults({});
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  await ends(at);
});

test('a locked slot asks for its access code, refuses a wrong one, and keeps the right one', async () => {
  const at = await houseDesk(house);
  const code = bytes('abcdef');
  await walk(at, 'program');
  // Locks the slot as an earlier owner would have: by a write of this desk with a code for an empty slot.
  expect((await at.ask('ceremony/write', { accessCode: Uint8Array.from(code) })).step).toBe('prove');
  await at.ask('ceremony/stop', { reason: 'other', note: '' });
  await at.ask('ceremony/close');
  await walk(at, 'program');
  expect(await at.ask('ceremony/write', {})).toMatchObject({ problem: { code: 'token/access-code' } });
  expect(await at.ask('ceremony/write', { accessCode: bytes('wrong!') })).toMatchObject({
    problem: { code: 'token/access-code' },
  });
  expect(await failureOf(at.ask('ceremony/write', { accessCode: bytes('short') }))).toMatchObject({
    code: 'token/access-code',
  });
  const hex = bytes(Buffer.from(code).toString('hex'));
  expect((await at.ask('ceremony/write', { accessCode: hex })).step).toBe('prove');
  expect(hex.every((byte) => byte === 0)).toBe(true);
  await walk(at, 'done');
  await ends(at);
});

test('a token issued to somebody is not taken again', async () => {
  const at = await houseDesk(house);
  const done = await walk(at, 'done');
  await at.ask('ceremony/close');
  await walk(at, 'token');
  const presence = await plugIn(at);
  const failure = await failureOf(at.ask('ceremony/take-token', { presence, slot: 2, type: 'hotp', digits: 6 }));
  expect(failure.code).toBe('token/issued');
  expect(failure.context.holder).toContain(done.holder?.surname);
  await ends(at);
});

test('a slot that holds somebody else’s credential is overwritten only with the serial’s last digits', async () => {
  const at = await houseDesk(house);
  const other = await houseDesk(house);
  await walk(other, 'prove');
  other.token.powerDown();
  at.token = other.token;
  await walk(at, 'token');
  const presence = await plugIn(at);
  const wish = { presence, slot: 1, type: 'hotp', digits: 6 } as const;
  expect(await at.ask('tokens/attached')).toMatchObject({ tokens: [{ standing: { kind: 'occupied', slots: [1] } }] });
  expect(await failureOf(at.ask('ceremony/take-token', wish))).toMatchObject({ code: 'token/occupied' });
  expect(await failureOf(at.ask('ceremony/take-token', { ...wish, overwrite: '0000' }))).toMatchObject({
    code: 'token/occupied',
  });
  const overwrite = String(at.token.serial).slice(-4);
  expect(await at.ask('ceremony/take-token', { ...wish, overwrite })).toMatchObject({ step: 'program' });
  await walk(at, 'done');
  await ends(at);
  await other.desk.close();
});

test('a wrong person is gone back from, and a written token is not', async () => {
  const at = await houseDesk(house);
  const [, second] = (await at.ask('people/search', { query: '', limit: 2 })).rows;
  await walk(at, 'program');
  for (const step of ['token', 'checks', 'person']) expect((await at.ask('ceremony/back')).step).toBe(step);
  await at.ask('ceremony/choose-holder', { realm: second?.realm ?? '', username: second?.username ?? '' });
  const prove = await walk(at, 'prove');
  expect(prove.holder?.username).toBe(second?.username);
  expect(await failureOf(at.ask('ceremony/back'))).toMatchObject({ code: 'ceremony/not-now' });
  expect(await at.ask('ceremony/stop', { reason: 'wrong person chosen', note: 'meant another' })).toMatchObject({
    outcome: { kind: 'stopped' },
  });
  expect(await kinds(at)).toEqual(['quarantined', 'stopped']);
  await ends(at);
});

test('a refusal at the checks is recorded with its reason and delivered', async () => {
  const at = await houseDesk(house);
  await walk(at, 'checks');
  const refused = await at.ask('ceremony/refuse', { reason: 'under pressure', note: ' not free to speak ' });
  const id = refused.outcome?.record ?? '';
  const row = await until(async () => {
    const record = await at.ask('records/get', { id });
    return record.delivery === 'delivered' ? record : undefined;
  });
  expect(row.record).toMatchObject({ kind: 'refused', reason: 'under pressure', note: 'not free to speak' });
  await ends(at);
});

test('a token exchanged half-way is noticed at every step, and the right one goes on', async () => {
  const at = await houseDesk(house);
  const right = at.token;
  for (const step of ['program', 'prove', 'pin', 'hand over'] as const) {
    await walk(at, step);
    right.powerDown();
    at.token = emulatedToken(quick);
    await plugIn(at);
    await until(async () => ((await at.ceremony()).problem?.code === 'token/swapped' ? true : undefined));
    if (step === 'program') {
      expect(await failureOf(at.ask('ceremony/write', {}))).toMatchObject({ code: 'token/swapped' });
    }
    if (step === 'prove') {
      expect(await failureOf(type(at, '123456'))).toMatchObject({ code: 'token/swapped' });
    }
    if (step === 'hand over') {
      await at.ask('ceremony/acknowledge', { kind: 'typed name', name: 'Recipient', language: 'en' });
      expect(await failureOf(at.ask('ceremony/sign-off'))).toMatchObject({ code: 'token/swapped' });
    }
    at.token.powerDown();
    at.token = right;
    await plugIn(at);
    await until(async () => ((await at.ceremony()).problem === undefined ? true : undefined));
  }
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  await ends(at);
});

test('a token pulled out at any step is asked for again, and once proven it may be in the person’s hand', async () => {
  const at = await houseDesk(house);
  for (const step of ['program', 'prove'] as const) {
    await walk(at, step);
    at.token.powerDown();
    await until(async () => ((await at.ceremony()).problem?.code === 'device/unplugged' ? true : undefined));
    await plugIn(at);
    await until(async () => ((await at.ceremony()).problem === undefined ? true : undefined));
  }
  await walk(at, 'pin');
  at.token.powerDown();
  await until(async () => (await at.ask('tokens/attached')).tokens.length === 0);
  // What follows from a pulling-out was put in its turn before; this comes after it.
  expect(await failureOf(at.ask('ceremony/set-pin', { pin: bytes('1'), again: bytes('1') }))).toMatchObject({
    code: 'ceremony/pin',
  });
  expect((await at.ceremony()).problem).toBeUndefined();
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  await ends(at);
});

test('checks that were not answered, a PIN that does not do and an empty acknowledgement are named', async () => {
  const at = await houseDesk(house);
  await walk(at, 'checks');
  const answers = { presence: true, proof: 'document' } as const;
  expect(await failureOf(at.ask('ceremony/answer-checks', { ...answers, presence: false }))).toEqual({
    code: 'ceremony/check-missing',
    context: { field: 'presence' },
  });
  expect(await failureOf(at.ask('ceremony/answer-checks', answers))).toMatchObject({
    context: { field: 'documentKind' },
  });
  await walk(at, 'pin');
  const set = (one: string, other = one) =>
    failureOf(at.ask('ceremony/set-pin', { pin: bytes(one), again: bytes(other) }));
  expect(await set('abc')).toMatchObject({ code: 'ceremony/pin', context: { reason: 'short' } });
  expect(await set('äöü')).toMatchObject({ context: { reason: 'short' } });
  for (const obvious of ['1234', '87654321', '0000', 'abcdef']) {
    expect(await set(obvious), obvious).toMatchObject({ code: 'ceremony/pin', context: { reason: 'obvious' } });
  }
  expect(await set('x'.repeat(65))).toMatchObject({ context: { reason: 'long' } });
  expect(await set(pin, `${pin}!`)).toMatchObject({ context: { reason: 'different' } });
  await walk(at, 'hand over');
  const say = (name: string) => failureOf(at.ask('ceremony/acknowledge', { kind: 'typed name', name, language: 'en' }));
  expect(await say('  ')).toMatchObject({ code: 'ceremony/acknowledgement' });
  const draw = (drawing: string) =>
    failureOf(at.ask('ceremony/acknowledge', { kind: 'signature', drawing, language: 'en' }));
  expect(await draw('')).toMatchObject({ code: 'ceremony/acknowledgement' });
  expect(await draw('M0 0"/><script>')).toMatchObject({ code: 'ceremony/acknowledgement' });
  expect(await failureOf(at.ask('ceremony/sign-off'))).toMatchObject({ code: 'ceremony/not-now' });
  await ends(at);
});

test('nobody begins a ceremony without a controller the server knows, or while another is open', async () => {
  const at = await houseDesk(house);
  await at.ask('app/set-settings', { controller: 'mallory' });
  expect(await failureOf(at.ask('ceremony/begin'))).toEqual({
    code: 'ceremony/check-missing',
    context: { field: 'controller' },
  });
  await at.ask('app/set-settings', { controller: 'root' });
  await at.ask('ceremony/begin');
  expect(await failureOf(at.ask('ceremony/begin'))).toMatchObject({ code: 'ceremony/not-now' });
  expect(await failureOf(at.ask('ceremony/close'))).toMatchObject({ code: 'ceremony/not-now' });
  await ends(at);
});

test('after the laptop slept the same person is confirmed before anything goes on', async () => {
  const at = await houseDesk(house);
  await walk(at, 'prove');
  await type(at, await touch(at));
  at.desk.interrupted();
  await until(async () => ((await at.ceremony()).confirmAgain ? true : undefined));
  expect(await at.ceremony()).toMatchObject({ step: 'prove', codes: 0 });
  expect(await failureOf(type(at, await touch(at)))).toMatchObject({ code: 'ceremony/interrupted' });
  await at.ask('ceremony/confirm-person');
  await walk(at, 'hand over');
  at.desk.interrupted();
  await until(async () => ((await at.ceremony()).confirmAgain ? true : undefined));
  expect(await failureOf(at.ask('ceremony/sign-off'))).toMatchObject({ code: 'ceremony/interrupted' });
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  await ends(at);
});

test('a write whose outcome could not be kept is quarantined by itself, and the ceremony goes on', async () => {
  const held = { fail: true };
  const crashPoint = (name: string) => {
    if (name !== 'in token/written' || !held.fail) return;
    held.fail = false;
    throw new KeydeskError('vault/failed', {});
  };
  const at = await houseDesk(house, { trial: { crashPoint } });
  await walk(at, 'program');
  expect(await failureOf(at.ask('ceremony/write', {}))).toMatchObject({ code: 'vault/failed' });
  await until(async () => ((await at.ceremony()).writing.phase === 'idle' ? true : undefined));
  expect(await at.ceremony()).toMatchObject({ step: 'program', problem: { code: 'token/write-unknown' } });
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  expect(await kinds(at)).toEqual(['quarantined', 'issued']);
  await ends(at);
});

test('while not even that can be kept every act says so, and the first one that can goes on', async () => {
  const held = { failing: true };
  const crashPoint = (name: string) => {
    if (held.failing && (name === 'in token/written' || name === 'in issuance/quarantined')) {
      throw new KeydeskError('vault/failed', {});
    }
  };
  const at = await houseDesk(house, { trial: { crashPoint } });
  await walk(at, 'program');
  expect(await failureOf(at.ask('ceremony/write', {}))).toMatchObject({ code: 'vault/failed' });
  expect(await failureOf(at.ask('ceremony/write', {}))).toMatchObject({ code: 'vault/failed' });
  expect((await at.ceremony()).writing.phase).toBe('writing');
  held.failing = false;
  expect(await at.ask('ceremony/back')).toMatchObject({ step: 'token' });
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  expect(await kinds(at)).toEqual(['quarantined', 'issued']);
  await ends(at);
});

test('whoever began a ceremony answers for its record, whoever is chosen in the settings meanwhile', async () => {
  const at = await houseDesk(house);
  const [controller = ''] = await at.ask('controllers/list');
  await walk(at, 'hand over');
  await at.ask('app/set-settings', { controller: 'somebody else' });
  const done = await walk(at, 'done');
  const record = await at.ask('records/get', { id: done.outcome?.record ?? '' });
  expect(record).toMatchObject({ controller, record: { controller } });
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  expect((await at.ask('records/get', { id: record.id })).delivery).toBe('delivered');
  await ends(at);
});

test('a refusal before a token is taken is delivered, whatever token is plugged in', async () => {
  const at = await houseDesk(house, { emulator: 'practice' });
  await walk(at, 'checks');
  await plugIn(at);
  const done = await at.ask('ceremony/refuse', { reason: 'not entitled', note: '' });
  const id = done.outcome?.record ?? '';
  await until(async () => ((await at.ask('records/get', { id })).delivery === 'delivered' ? true : undefined));
  await ends(at);
});

test('while one slot is quarantined no other slot of the token is issued, and a void attempt does not free it', async () => {
  const at = await houseDesk(house);
  await walk(at, 'program');
  at.token.switchFaults({ dropWrites: true });
  await at.ask('ceremony/write', {});
  at.token.switchFaults({});
  await at.ask('ceremony/stop', { reason: 'other', note: '' });
  await at.ask('ceremony/close');
  const states = async () =>
    (await at.ask('tokens/list', { query: '', limit: 50 })).rows.flatMap(({ state, source }) =>
      source === 'this desk' ? [state] : [],
    );
  expect(await states()).toEqual(['quarantined']);
  expect(await failureOf(walk(at, 'program', { slot: 2 }))).toEqual({
    code: 'token/quarantined',
    context: { slot: 1 },
  });
  await walk(at, 'program');
  at.token.switchFaults({ refuseWrites: true });
  await at.ask('ceremony/write', {});
  at.token.switchFaults({});
  expect(await states()).toEqual(['quarantined']);
  await at.ask('ceremony/back');
  expect(await failureOf(walk(at, 'program', { slot: 2 }))).toMatchObject({ code: 'token/quarantined' });
  expect(await walk(at, 'done', { slot: 1 })).toMatchObject({ outcome: { kind: 'issued' } });
  expect(await states()).toEqual(['issued']);
  await ends(at);
});

test('what was sealed for the server is kept in the record alone once the server has it', async () => {
  const at = await houseDesk(house);
  const done = await walk(at, 'done');
  const id = done.outcome?.record ?? '';
  await until(async () => ((await at.ask('records/get', { id })).delivery === 'delivered' ? true : undefined));
  const { record } = await at.ask('records/get', { id });
  const sealed = { sealed: true, keyId: expect.any(String) };
  expect(record).toMatchObject({ credential: { seed: sealed }, pin: sealed });
  expect(JSON.stringify(at.seen)).not.toContain('ciphertext');
  expect(await failureOf(at.ask('records/get', { id: 'f'.repeat(32) }))).toMatchObject({ code: 'record/unknown' });
  await at.desk.close();
  const vault = await openVault(at.directory, undefined);
  const rows = vault.db.prepare('SELECT sealed_seed, sealed_pin FROM issuances').all();
  expect(rows).toEqual([{ sealed_seed: null, sealed_pin: null }]);
  const kept = vault.db.prepare('SELECT record FROM records').pluck().get() as string;
  expect(JSON.parse(kept)).toMatchObject({ credential: { seed: { ciphertext: expect.any(String) } } });
  closeVault(vault);
});
