import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asFailure } from '../../domain/failure.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { openSeed } from '../../server/keys/seed-at-rest.ts';
import type { Administration } from '../server/administration.ts';
import { brokenLinkOf } from '../server/audit-chain.ts';
import type { House } from '../server/house.ts';
import { canaryFiles, holdsCanary } from '../server/imports/canary-files.ts';
import { figure7, figure7Password } from '../server/imports/pskc-files.ts';
import { rawSql } from '../server/raw-sql.ts';
import { bytes } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { checkVaultAt } from './invariants.ts';
import {
  chooseOrder,
  controller,
  cut,
  type OrderDesk,
  orderDesk,
  orderHouse,
  orderWish,
  outsider,
  reunite,
  stores,
  takeShown,
} from './order-house.ts';

let house: House;
let admin: Administration;
let zurich: OrderDesk;
let bern: OrderDesk;
beforeAll(async () => {
  ({ house, admin } = await orderHouse());
  zurich = await orderDesk(house, stores);
  bern = await orderDesk(house, controller);
});
afterAll(async () => {
  for (const { at, proxy } of [zurich, bern]) {
    proxy.fault = 'pass';
    await at.desk.close();
    await checkVaultAt(at.directory);
    await proxy.close();
  }
  expect(await brokenLinkOf(house.server.installation.store)).toBeUndefined();
  await house?.close();
});

let next = 71_000_000;
/** Lines of an OATH CSV with new serials and seeds, as a vendor writes them. */
function order(count: number) {
  const keys = Array.from({ length: count }, () => {
    next += 1;
    return { serial: `${next}`, name: `UBOM${next}_1`, seed: randomBytes(20) };
  });
  const file = keys.map(({ name, seed }) => `${name}, ${seed.toString('hex')}, hotp, 6\n`).join('');
  return { keys, file };
}

const store = () => house.server.installation.store;
const stored = (name: string) => store().credentials.bySerial(name);
const seedOf = async (name: string) => {
  const credential = await stored(name);
  const { storeKey } = house.server.installation.keys;
  return credential && Buffer.from(openSeed(storeKey, name, credential.seed)).toString('hex');
};
const lies = async (serial: string) => {
  const token = await store().tokens.find(serial);
  return [token?.state, token?.office];
};
const shelf = async ({ at }: OrderDesk, office: string) =>
  (await at.ask('stock/shelf', { office })).tokens.map(({ serial, state, hasSeed }) => [serial, state, hasSeed]);
const conflict = async ({ at }: OrderDesk, record = '') =>
  (await at.ask('conflicts/list')).find((one) => one.record === record);

test('whoever handles stock receives an order by its file while the server is away, and the server has it once', async () => {
  const { keys, file } = order(2);
  const [first, second] = keys as [(typeof keys)[0], (typeof keys)[0]];
  cut(zurich);
  expect(await chooseOrder(zurich, file)).toEqual({ name: 'vendor.csv', bytes: file.length, looksLike: 'oathcsv' });
  const none = { count: 0, first: [] };
  expect(await zurich.at.ask('order/look', orderWish())).toEqual({
    ...{ keys: 2, types: [{ type: 'hotp', count: 2 }], tokens: 2, nameless: 0 },
    ...{ known: none, faults: none, passedOver: none },
  });
  const taken = await takeShown(zurich);
  expect(taken).toEqual({ records: [expect.any(String)], keys: 2, tokens: 2 });
  // It lies on the shelf with its seed at once, and the file is forgotten.
  for (const { serial } of keys) expect(await shelf(zurich, 'zurich')).toContainEqual([serial, 'in stock', true]);
  expect(await failureOf(zurich.at.ask('order/look', orderWish()))).toMatchObject({ code: 'file/not-read' });

  const [record = ''] = taken.records;
  zurich.proxy.fault = 'pass';
  zurich.proxy.loseReplyTo = `/stations/self/records/${record}`;
  await zurich.at.ask('sync/send-now');
  zurich.proxy.loseReplyTo = undefined;
  await reunite(zurich);
  const shown = await zurich.at.ask('records/get', { id: record });
  expect(shown).toMatchObject({ delivery: 'delivered', kind: 'received' });
  const brought = (shown.record.act as { brought: { seeds: unknown; credentials: unknown[] } }).brought;
  expect(brought.seeds).toEqual({ sealed: true, keyId: expect.any(String) });
  expect(brought.credentials).toHaveLength(2);
  for (const { serial, name, seed } of keys) {
    expect(await lies(serial)).toEqual(['in stock', 'zurich']);
    expect(await stored(name)).toMatchObject({ tokenSerial: serial, slot: 1, ownerId: null, active: 1 });
    expect(await seedOf(name)).toBe(seed.toString('hex'));
    expect(await shelf(zurich, 'zurich')).toContainEqual([serial, 'in stock', true]);
  }
  // Nothing waits beside the database any more, and what the token shows is right.
  expect(await rawSql(store(), 'SELECT serial FROM staged_keys')).toEqual([]);
  await admin.post('/token/assign', { serial: first.name, user: 'amara.okafor', realm: 'office' });
  const pass = hotp(first.seed, 0);
  expect((await house.client.form('/validate/check', { serial: first.name, pass })).json.result.value).toBe(true);
  expect(second.seed).toHaveLength(20);
});

test('says what is wrong and in which line, and then nothing at all comes of the file', async () => {
  const { file } = order(3);
  const [first = '', second = '', third = ''] = file.split('\n');
  const twice = [first, second, first, 'UBOM71999998_1, 00zz, hotp, 6', third].join('\n');
  await chooseOrder(zurich, twice);
  const { keys, faults } = await zurich.at.ask('order/look', orderWish());
  const name = first.split(',')[0];
  expect([keys, faults]).toEqual([
    3,
    {
      count: 2,
      first: [
        { code: 'twice', values: {}, place: { unit: 'line', number: 3 } },
        { code: 'key-form', values: {}, place: { unit: 'line', number: 4 } },
      ],
    },
  ]);
  const before = (await zurich.at.ask('records/list', { query: '', limit: 1 })).total;
  expect(await failureOf(takeShown(zurich))).toMatchObject({ code: 'order/changed' });
  expect((await zurich.at.ask('records/list', { query: '', limit: 1 })).total).toBe(before);
  expect(await stored(name ?? '')).toBeUndefined();
});

test('a file that is not what it is said to be, or gives tokens to people, is refused in words', async () => {
  await chooseOrder(zurich, '<html>');
  expect(await failureOf(zurich.at.ask('order/look', orderWish({ kind: 'pskc' })))).toMatchObject({
    code: 'order/unreadable',
    context: { remark: expect.stringMatching(/^not-(xml|pskc)$/) },
  });
  const { keys } = order(1);
  const [{ name, seed } = { name: '', seed: Buffer.alloc(0) }] = keys;
  await chooseOrder(zurich, `# version: 2\namara.okafor,,office,${name},${seed.toString('hex')},hotp,6\n`);
  expect((await zurich.at.ask('order/look', orderWish())).faults.first).toEqual([
    { code: 'given-to-person', values: {}, place: { unit: 'line', number: 2 } },
  ]);
});

test.each([
  [
    'the log of Yubico’s tool',
    'yubikeycsv',
    'OATH-HOTP,11/22/2026 9:00 AM,1,ubhe00112233,,3132333435363738393031323334353637383930,,,0,0,0,6,0,0,0,0,0,0',
    { keys: 0, passedOver: { count: 1 } },
  ],
  [
    'ykman’s form',
    'yubikeycsv',
    '72000001,vvcccccccccb,0102030405aa,000102030405060708090a0b0c0d0e0f,,2026-11-22T09:00:00,',
    { keys: 1, tokens: 1, types: [{ type: 'yubikey', count: 1 }] },
  ],
  [
    'SafeNet XML',
    'aladdin-xml',
    `<Tokens><Token serial="72000002"><Applications><Application><Seed>${'31'.repeat(20)}</Seed><MovingFactor>4</MovingFactor></Application></Applications></Token></Tokens>`,
    { keys: 1, tokens: 1, types: [{ type: 'hotp', count: 1 }] },
  ],
] as const)('reads %s', async (_name, kind, content, foreseen) => {
  await chooseOrder(zurich, content, 'vendor.xml');
  expect(await zurich.at.ask('order/look', orderWish({ kind }))).toMatchObject(foreseen);
  if (foreseen.keys === 0) return;
  await takeShown(zurich, () => orderWish({ kind }));
  await reunite(zurich);
  const serial = kind === 'yubikeycsv' ? '72000001' : '72000002';
  expect(await lies(serial)).toEqual(['in stock', 'zurich']);
  expect(await stored(kind === 'yubikeycsv' ? `UBAM${serial}_X` : serial)).toMatchObject({ tokenSerial: serial });
});

test('reads an encrypted PSKC with its password, and takes a credential that names no token without a shelf', async () => {
  await chooseOrder(zurich, figure7, 'keys.xml');
  const wish = orderWish({ kind: 'pskc' });
  expect(await failureOf(zurich.at.ask('order/look', wish))).toMatchObject({ code: 'order/unreadable' });
  const right = () => orderWish({ kind: 'pskc', password: bytes(figure7Password) });
  expect(await zurich.at.ask('order/look', right())).toMatchObject({ keys: 1, tokens: 1, nameless: 0 });
  await takeShown(zurich, right);
  await chooseOrder(zurich, `TOTP0000001A,${'41'.repeat(20)},totp,8,60\n`);
  expect(await zurich.at.ask('order/look', orderWish())).toMatchObject({ keys: 1, tokens: 0, nameless: 1 });
  await takeShown(zurich);
  await reunite(zurich);
  expect(await stored('987654321')).toMatchObject({ tokenSerial: '987654321' });
  expect(await stored('TOTP0000001A')).toMatchObject({ type: 'totp', otpLength: 8, timeStep: 60, tokenSerial: null });
});

test('boxes that were scanned before their file came get their seeds where they lie; what is known stays as it is', async () => {
  const { keys, file } = order(3);
  const [scanned, imported, fresh] = keys as [(typeof keys)[0], (typeof keys)[0], (typeof keys)[0]];
  const { id } = await zurich.at.ask('stock/open', { kind: 'receive', office: 'zurich' });
  await zurich.at.ask('stock/scan', { id, line: scanned.serial });
  await zurich.at.ask('stock/close', { id, lost: [], taken: [] });
  await house.give(imported.name, {}, randomBytes(20));
  await reunite(zurich);
  expect(await lies(scanned.serial)).toEqual(['blank', 'zurich']);
  const seedBefore = await seedOf(imported.name);
  await chooseOrder(zurich, file);
  expect(await zurich.at.ask('order/look', orderWish())).toMatchObject({
    ...{ keys: 2, tokens: 3, faults: { count: 0 } },
    known: {
      count: 1,
      first: [{ code: 'known', values: { serial: imported.name }, place: { unit: 'line', number: 2 } }],
    },
  });
  await takeShown(zurich);
  expect(await shelf(zurich, 'zurich')).toContainEqual([scanned.serial, 'in stock', true]);
  await reunite(zurich);
  for (const { serial } of [scanned, imported, fresh]) expect(await lies(serial)).toEqual(['in stock', 'zurich']);
  expect(await stored(scanned.name)).toMatchObject({ tokenSerial: scanned.serial });
  expect(await seedOf(imported.name)).toBe(seedBefore);
});

test('a large file is several records, and the server takes all of it with the last', async () => {
  const { keys, file } = order(2500);
  const last = keys.at(-1);
  await chooseOrder(zurich, file);
  cut(zurich);
  const { records } = await takeShown(zurich);
  expect(records).toHaveLength(3);
  // The second of them is lost on its way: the first is at the server, and nothing of the file counts there.
  zurich.proxy.fault = 'pass';
  zurich.proxy.loseRequestsTo = `/stations/self/records/${records[1]}`;
  await zurich.at.ask('sync/send-now');
  expect(await store().records.find(records[0] ?? '')).toBeDefined();
  expect(await store().records.find(records[1] ?? '')).toBeUndefined();
  expect(await stored(keys[0]?.name ?? '')).toBeUndefined();
  expect(await lies(keys[0]?.serial ?? '')).toEqual([undefined, undefined]);
  zurich.proxy.loseRequestsTo = undefined;
  await reunite(zurich);
  for (const one of [keys[0], keys[1200], last]) {
    expect(await lies(one?.serial ?? '')).toEqual(['in stock', 'zurich']);
    expect(await seedOf(one?.name ?? '')).toBe(one?.seed.toString('hex'));
  }
  expect((await zurich.at.ask('records/list', { query: '', limit: 5 })).rows.map(({ delivery }) => delivery)).toEqual(
    Array(5).fill('delivered'),
  );
});

test('a file with more than an order takes is refused before anything of it is kept', async () => {
  const line = (at: number) => `UBOM${80_000_000 + at}_1,${'61'.repeat(20)}`;
  await chooseOrder(zurich, Array.from({ length: 20_001 }, (_, at) => line(at)).join('\n'));
  expect(await failureOf(zurich.at.ask('order/look', orderWish()))).toEqual({
    code: 'order/too-many',
    context: { most: 20_000 },
  });
});

test('two desks that receive the same file offline: the first has it, the second’s word is stated and changes nothing', async () => {
  const { keys, file } = order(2);
  const [first] = keys as [(typeof keys)[0]];
  cut(zurich);
  cut(bern);
  await chooseOrder(bern, file);
  const here = await takeShown(bern, () => orderWish({ office: 'bern' }));
  await chooseOrder(zurich, file);
  const there = await takeShown(zurich);
  await reunite(bern);
  await reunite(zurich);
  expect(await zurich.at.ask('records/get', { id: there.records[0] ?? '' })).toMatchObject({ delivery: 'refused' });
  expect(await conflict(zurich, there.records[0])).toMatchObject({
    kind: 'other',
    facts: { reason: `${first.name} and 1 more of this file is here already: nothing of it was taken` },
    choices: [{ choice: 'leave' }],
  });
  expect(await conflict(bern, here.records[0])).toBeUndefined();
  for (const { serial, name, seed } of keys) {
    expect(await lies(serial)).toEqual(['in stock', 'bern']);
    expect(await seedOf(name)).toBe(seed.toString('hex'));
  }
  expect((await shelf(zurich, 'zurich')).map(([serial]) => serial)).not.toContain(first.serial);
});

test('an order whose right ended meanwhile is with nobody until somebody confirms it, and then it is whole', async () => {
  const { keys, file } = order(1);
  const [one] = keys as [(typeof keys)[0]];
  cut(zurich);
  await chooseOrder(zurich, file);
  const { records } = await takeShown(zurich);
  await admin.remove(`/trust/groups/stores/members?user=${encodeURIComponent(stores)}`);
  await reunite(zurich);
  expect(await conflict(zurich, records[0])).toMatchObject({ kind: 'right ended' });
  expect([await stored(one.name), await lies(one.serial)]).toEqual([undefined, [undefined, undefined]]);
  await admin.post('/trust/groups/stores/members', { user: stores });
  await admin.post(`/trust/conflicts/${records[0]}`, { choice: 'confirm' });
  expect(await lies(one.serial)).toEqual(['in stock', 'zurich']);
  expect(await seedOf(one.name)).toBe(one.seed.toString('hex'));
  await reunite(zurich);
});

test('only whoever keeps the shelf reads or receives an order there, and a file is not handed on with the desk', async () => {
  const { file } = order(1);
  await chooseOrder(zurich, file);
  const foreign = orderWish({ office: 'bern' });
  expect(await failureOf(zurich.at.ask('order/look', foreign))).toMatchObject({ code: 'act/no-office' });
  expect(await failureOf(takeShown(zurich, () => foreign))).toMatchObject({ code: 'act/no-office' });
  await zurich.at.ask('app/set-settings', { controller: outsider });
  expect(await failureOf(zurich.at.ask('order/look', orderWish()))).toMatchObject({ code: 'act/no-right' });
  await zurich.at.ask('app/set-settings', { controller });
  expect(await failureOf(zurich.at.ask('order/look', foreign))).toMatchObject({ code: 'file/not-read' });
  await zurich.at.ask('app/set-settings', { controller: stores });
  expect(await failureOf(zurich.at.ask('order/look', orderWish()))).toMatchObject({ code: 'file/not-read' });
  await zurich.at.ask('order/forget');
});

test('what was shown is what is taken: a token that came in between is looked at again', async () => {
  const { keys, file } = order(2);
  await chooseOrder(zurich, file);
  const { keys: count, tokens } = await zurich.at.ask('order/look', orderWish());
  await house.give(keys[0]?.name ?? '', {}, randomBytes(20));
  await reunite(zurich);
  const take = zurich.at.ask('order/take', { ...orderWish(), order: '', keys: count, tokens });
  expect(await failureOf(take)).toMatchObject({ code: 'order/changed' });
});

test.each([
  [
    'an AES key without a public id that types 99 letters',
    'oathcsv',
    `UBAM91000001_1, ${'0a'.repeat(16)}, yubikey, 99`,
  ],
  ['a public id too long for any record', 'yubikeycsv', `91000002,${'v'.repeat(201)},0,${'31'.repeat(20)},,,`],
] as const)('finds %s in its line, so that nothing blocks the deliveries after it', async (_name, kind, line) => {
  await chooseOrder(zurich, `${line}\n`);
  const shown = await zurich.at.ask('order/look', orderWish({ kind }));
  expect(shown).toMatchObject({
    keys: 0,
    tokens: 0,
    faults: { count: 1, first: [{ place: { unit: 'line', number: 1 } }] },
  });
  expect(await failureOf(takeShown(zurich, () => orderWish({ kind })))).toMatchObject({ code: 'order/changed' });
  const { keys, file } = order(1);
  await chooseOrder(zurich, file);
  await takeShown(zurich);
  await reunite(zurich);
  expect(await stored(keys[0]?.name ?? '')).toBeDefined();
  expect((await zurich.at.ask('sync/state')).problem).toBeNull();
});

test('quotes nothing that is in a file, in whatever column', async () => {
  const told: string[] = [];
  for (const [kind, file] of canaryFiles) {
    await chooseOrder(zurich, file);
    const answer = await zurich.at
      .ask('order/look', orderWish({ kind, preSharedKey: bytes('0'.repeat(32)) }))
      .catch(asFailure);
    told.push(JSON.stringify(answer));
  }
  expect(told.filter((one) => /"code":"(?!app\/failed)/.test(one)).length).toBeGreaterThan(canaryFiles.length / 2);
  expect(told.filter(holdsCanary)).toEqual([]);
});
