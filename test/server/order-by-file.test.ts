import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import type { SignedRecord } from '../../domain/record.ts';
import { type BroughtCredential, type BroughtSeeds, broughtContext } from '../../domain/stock/brought.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { sealToServer } from '../../electron/vault/server-sealing.ts';
import { openSeed } from '../../server/keys/seed-at-rest.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import type { TestStation } from './test-station.ts';

let house: House;
let station: TestStation;
let next = 74_000_000;
beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-22T12:00:00Z'));
  station = await house.enrol('Zürich');
  await house.server.installation.store.offices.put({ id: 'zurich', name: 'Zürich' }, '2026-11-22T12:00:00Z');
});
afterAll(async () => {
  expect(await rawSql(store(), 'SELECT serial FROM staged_keys')).toEqual([]);
  expect(await brokenLinkOf(store())).toBeUndefined();
  await house.close();
});

const store = () => house.server.installation.store;
type Received = Extract<DeskAct, { what: 'received' }>;
interface Key {
  readonly credential: BroughtCredential;
  readonly seed: Buffer;
  readonly token: string;
}

function keys(count: number, more: Partial<BroughtCredential> = {}): Key[] {
  return Array.from({ length: count }, () => {
    next += 1;
    const seed = randomBytes(20);
    const credential: BroughtCredential = {
      ...{
        serial: `UBOM${next}_1`,
        type: 'hotp' as const,
        seedBytes: 20,
        otpLength: 6,
        hash: 'sha1' as const,
        counter: 0,
      },
      ...{ timeStep: 30, timeShift: 0, publicId: '', description: '', ...more },
    };
    return { credential, seed, token: `${next}` };
  });
}

/** A part of an order, sealed for a place, which is its own if nothing else is said. */
async function part(
  some: readonly Key[],
  place: Pick<BroughtSeeds, 'file' | 'part' | 'parts'>,
  sealedFor: Partial<Parameters<typeof broughtContext>[0]> = {},
): Promise<Received> {
  const { sealingKey } = station.enrolment;
  const context = broughtContext({
    ...{ keyId: sealingKey.keyId, station: station.id, office: 'zurich', ...place, ...sealedFor },
  });
  const seeds = await sealToServer(sealingKey, Buffer.concat(some.map(({ seed }) => seed)), context);
  return {
    what: 'received',
    office: 'zurich',
    order: 'PO 7',
    tokens: some.map(({ token }) => ({ serial: token as TokenSerial, model: '' })),
    brought: { ...place, credentials: some.map(({ credential }) => credential), seeds },
  };
}

const file = () => randomBytes(16).toString('hex');
const sign = (act: DeskAct) => station.sign({ ...station.base(), kind: 'act', act, reason: '' });
async function send(signed: SignedRecord) {
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.reason ?? reply.status;
}
const sent = async (act: DeskAct) => send(sign(act));
const lies = async ({ token }: Key) => {
  const known = await store().tokens.find(token);
  return [known?.state, known?.office];
};
const seedOf = async ({ credential: { serial } }: Key) => {
  const known = await store().credentials.bySerial(serial);
  return known && Buffer.from(openSeed(house.server.installation.keys.storeKey, serial, known.seed)).toString('hex');
};

test('takes an order with the seeds of its file, once, however often it comes', async () => {
  const [one, other] = keys(2) as [Key, Key];
  const signed = sign(await part([one, other], { file: file(), part: 1, parts: 1 }));
  const first = await station.put(signed);
  station.follow(signed);
  expect(first.status).toBe(200);
  expect((await station.put(signed)).text).toBe(first.text);
  for (const key of [one, other]) {
    expect(await lies(key)).toEqual(['in stock', 'zurich']);
    expect(await seedOf(key)).toBe(key.seed.toString('hex'));
    expect(await store().credentials.onToken(key.token)).toHaveLength(1);
  }
});

test('nothing of a file in parts counts before its last, and then all of it does', async () => {
  const [first, second, third] = [keys(2), keys(2), keys(1)];
  const id = file();
  expect(await sent(await part(first, { file: id, part: 1, parts: 3 }))).toBe(200);
  expect(await sent(await part(second, { file: id, part: 2, parts: 3 }))).toBe(200);
  for (const key of [...first, ...second]) {
    expect([await lies(key), await seedOf(key)]).toEqual([[undefined, undefined], undefined]);
  }
  expect(await sent(await part(third, { file: id, part: 3, parts: 3 }))).toBe(200);
  for (const key of [...first, ...second, ...third]) {
    expect([await lies(key), await seedOf(key)]).toEqual([['in stock', 'zurich'], key.seed.toString('hex')]);
  }
});

test.each([
  ['the part before it is of another file', { file: 'a'.repeat(32), part: 1, parts: 2 }],
  ['the part before it is another part', { part: 2, parts: 2 }],
  ['the part before it is of more parts', { part: 1, parts: 3 }],
] as const)('a last part is disputed when %s', async (_why, before) => {
  const id = file();
  const [first, last] = [keys(1), keys(1)];
  await sent(await part(first, { file: id, ...before }));
  expect(await sent(await part(last, { file: id, part: 2, parts: 2 }))).toBe(
    'a part of this order was not taken: nothing of it was',
  );
  for (const key of last) expect([await lies(key), await seedOf(key)]).toEqual([[undefined, undefined], undefined]);
});

test('a serial that is here already keeps all of the file out, whichever part it is in', async () => {
  const [first, last] = [keys(3), keys(1)];
  const [, taken, also] = first as [Key, Key, Key];
  for (const { credential } of [taken, also]) await house.give(credential.serial);
  const id = file();
  expect(await sent(await part(first, { file: id, part: 1, parts: 2 }))).toBe(200);
  expect(await sent(await part(last, { file: id, part: 2, parts: 2 }))).toBe(
    `${taken.credential.serial} and 1 more of this file is here already: nothing of it was taken`,
  );
  expect(await lies(first[0] as Key)).toEqual([undefined, undefined]);
});

test.each([
  ['for another station', { station: 'st0123456789abcdef' }],
  ['for another office', { office: 'bern' }],
  ['for another file', { file: 'b'.repeat(32) }],
  ['for another part', { part: 2 }],
] as const)('seeds that were sealed %s are not opened', async (_whom, place) => {
  const [one] = keys(1) as [Key];
  expect(await sent(await part([one], { file: file(), part: 1, parts: 1 }, place))).toBe('the seeds cannot be opened');
  expect([await lies(one), await seedOf(one)]).toEqual([[undefined, undefined], undefined]);
});

test.each([
  ['another length than is told', { seedBytes: 16 }, 'the seeds cannot be opened'],
  ['a length that no code has', { otpLength: 12 }, 'a code must have 6 to 8 digits'],
  ['a time step that nobody uses', { timeStep: 2 }, 'the time step is out of bounds'],
] as const)('a credential with %s is refused, and the rest of its file with it', async (_what, more, said) => {
  const [good] = keys(1) as [Key];
  const [bad] = keys(1, more) as [Key];
  const reply = await sent(await part([good, bad], { file: file(), part: 1, parts: 1 }));
  expect(reply).toContain(said);
  expect(await seedOf(good)).toBeUndefined();
});

test('the same serial twice in a file is refused', async () => {
  const [one] = keys(1) as [Key];
  expect(await sent(await part([one, one], { file: file(), part: 1, parts: 1 }))).toContain('in the file twice');
});

test('a blank token gets its seed where it lies; somebody’s keeps what is theirs, and is named', async () => {
  const [blank, somebodys] = keys(2) as [Key, Key];
  const tokens = [{ serial: blank.token as TokenSerial, model: 'YubiKey 5' }];
  expect(await sent({ what: 'received', office: 'zurich', order: '', tokens })).toBe(200);
  await store().tokens.put(
    { serial: somebodys.token, model: '', firmware: '', transport: 'usb', state: 'issued', office: null },
    '2026-11-22T11:00:00Z',
  );
  expect(await sent(await part([blank, somebodys], { file: file(), part: 1, parts: 1 }))).toBe(200);
  expect(await lies(blank)).toEqual(['in stock', 'zurich']);
  expect(await store().tokens.find(blank.token)).toMatchObject({ model: 'YubiKey 5' });
  expect(await lies(somebodys)).toEqual(['issued', null]);
  expect(await store().credentials.bySerial(somebodys.credential.serial)).toMatchObject({ tokenSerial: null });
});

test('an OCRA credential keeps its suite, and a TOTP one its step', async () => {
  const [ocra] = keys(1, { serial: 'OCRA0001', type: 'ocra', suite: 'OCRA-1:HOTP-SHA1-6:QN08' }) as [Key];
  const [totp] = keys(1, { serial: 'TOTP0001', type: 'totp', otpLength: 8, timeStep: 60 }) as [Key];
  expect(await sent(await part([ocra, totp], { file: file(), part: 1, parts: 1 }))).toBe(200);
  expect(await store().credentials.bySerial('TOTP0001')).toMatchObject({ type: 'totp', otpLength: 8, timeStep: 60 });
  const credential = await store().credentials.bySerial('OCRA0001');
  expect(
    await rawSql(store(), `SELECT name, value FROM credential_info WHERE credential_id = ${credential?.id}`),
  ).toEqual([{ name: 'ocrasuite', value: 'OCRA-1:HOTP-SHA1-6:QN08' }]);
});
