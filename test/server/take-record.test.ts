import { verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedReceipt } from '../../domain/contract/station.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { receiptText, recordText, textHash } from '../../domain/record-text.ts';
import { ed25519Key } from '../../server/station/ed25519.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const check = (fields: Record<string, string>) => house.client.form('/validate/check', fields);

test('takes an issue, signs its receipt, and lets the person in once with their next code', async () => {
  const station = await house.enrol();
  const signed = await station.issue({ serial: '1', pin: 'Größe 9', counter: 2 });
  const reply = await station.put(signed);
  expect(reply.status).toBe(200);
  const { receipt, signature } = signedReceipt.parse(reply.json);
  expect(receipt).toMatchObject({
    record: signed.record.id,
    contentHash: textHash(recordText(signed.record)),
    station: station.id,
    sequence: 1,
  });
  const key = ed25519Key(station.enrolment.receiptKey);
  expect(key && verify(null, Buffer.from(receiptText(receipt)), key, Buffer.from(signature, 'base64url'))).toBe(true);
  const login = { user: 'amara.okafor', realm: 'office', pass: `Größe 9${hotp(rfcSeed, 2)}` };
  const first = await check(login);
  expect(first.json).toMatchObject({
    id: 2,
    result: { authentication: 'ACCEPT', status: true, value: true },
    detail: { message: 'matching 1 tokens', serial: 'UBOM00000001_1', otplen: 6, type: 'hotp' },
  });
  const second = await check(login);
  expect(second.json.result).toEqual({ authentication: 'REJECT', status: true, value: false });
  expect(second.json.detail.message).toBe('wrong otp value. previous otp used again');
});

test('gives the same receipt bytes for the same record, also when it is sent many times at once', async () => {
  const station = await house.enrol();
  const signed = await station.issue({ serial: '2', username: 'bjoern.aagaard', userId: '1002' });
  const replies = await Promise.all(Array.from({ length: 16 }, () => station.put(signed)));
  expect(replies.map(({ status }) => status)).toEqual(Array(16).fill(200));
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
});

test('refuses another content under the same id and keeps it for review', async () => {
  const station = await house.enrol();
  const first = await station.issue({ serial: '3', username: 'chen.xiuying', userId: '1003' });
  expect((await station.put(first)).status).toBe(200);
  const other = station.sign({ ...first.record, appVersion: '0.1.1' });
  const reply = await station.put(other);
  expect([reply.status, reply.json.failure]).toEqual([409, 'conflict']);
  expect((await station.put(other)).text).toBe(reply.text);
  const kept = await house.server.installation.store.records.findDisputed(textHash(recordText(other.record)));
  expect(kept?.text).toBe(recordText(other.record));
});

test('sends back a record that leaves a gap, keeps one that forks the chain, and takes the right one after it', async () => {
  const station = await house.enrol();
  const stopped = (over: object) =>
    station.sign({ ...station.base(), kind: 'stopped', reason: 'person left', note: '', ...over } as never);
  const gap = stopped({ sequence: 2, previous: 'a'.repeat(64) });
  expect((await station.put(gap)).json).toMatchObject({
    failure: 'gap',
    reason: 'record 1 of this station is missing',
    lastSequence: 0,
  });
  expect(await house.server.installation.store.records.findDisputed(textHash(recordText(gap.record)))).toBeUndefined();
  const first = stopped({});
  expect((await station.put(first)).status).toBe(200);
  const fork = stopped({});
  const forked = await station.put(fork);
  expect(forked.json).toMatchObject({ failure: 'conflict', lastSequence: 1 });
  expect((await station.put(fork)).text).toBe(forked.text);
  station.follow(first);
  const loose = stopped({ previous: 'b'.repeat(64) });
  expect((await station.put(loose)).status).toBe(409);
  expect((await station.put(loose)).json).toMatchObject({ failure: 'conflict', lastSequence: 1 });
  expect((await station.put(stopped({}))).status).toBe(200);
});

test('records a conflict when the token belongs to somebody else, and goes on with the next record', async () => {
  const station = await house.enrol();
  const first = await station.issue({ serial: '4', username: 'dagny.thorvaldsdottir', userId: '1004' });
  expect((await station.put(first)).status).toBe(200);
  station.follow(first);
  const stolen = await station.issue({ serial: '4', slot: 2, username: 'emre.yildiz', userId: '1005' });
  const reply = await station.put(stolen);
  expect(reply.json).toMatchObject({
    failure: 'conflict',
    reason: 'token 4 is issued to dagny.thorvaldsdottir',
    lastSequence: 2,
  });
  expect(reply.status).toBe(409);
  expect((await station.put(stolen)).text).toBe(reply.text);
  station.follow(stolen);
  const next = await station.issue({ serial: '5', username: 'emre.yildiz', userId: '1005' });
  expect((await station.put(next)).status).toBe(200);
});

test('ends the old credential when the slot is programmed anew, and keeps its history', async () => {
  const station = await house.enrol();
  const who = { serial: '6', username: 'fatima.alzahra', userId: '1006' };
  const first = await station.issue({ ...who, pin: '1111' });
  await station.put(first);
  station.follow(first);
  const again = await station.issue({ ...who, seed: Buffer.alloc(20, 7), pin: '2222' });
  expect((await station.put(again)).status).toBe(200);
  const login = (pass: string) => check({ user: 'fatima.alzahra', realm: 'office', pass });
  expect((await login(`1111${hotp(rfcSeed, 0)}`)).json.result.value).toBe(false);
  expect((await login(`2222${hotp(Buffer.alloc(20, 7), 0)}`)).json.result.value).toBe(true);
  const rows = await rawSql<{ ended_at: string | null }>(
    house.server.installation.store,
    "SELECT ended_at FROM credentials WHERE token_serial = '6' ORDER BY id",
  );
  expect(rows.map((row) => row.ended_at === null)).toEqual([false, true]);
});

test('disables what the slot held when the outcome of a write is unknown', async () => {
  const station = await house.enrol();
  const issue = await station.issue({ serial: '7', username: 'georgios.papadopoulos', userId: '1007' });
  await station.put(issue);
  station.follow(issue);
  const { record } = issue;
  if (record.kind !== 'issued') throw new Error('an issue was asked for');
  const lost = station.sign({
    ...station.base(),
    kind: 'quarantined',
    issuance: 'c'.repeat(32),
    token: record.token,
    slot: 1,
    reason: 'device/unplugged',
  });
  expect((await station.put(lost)).status).toBe(200);
  const login = await check({ user: 'georgios.papadopoulos', realm: 'office', pass: hotp(rfcSeed, 0) });
  expect(login.json.detail.message).toBe('matching 1 tokens, Token is disabled');
  expect(login.json.result.value).toBe(false);
});

test('a late quarantine does not switch off what another station issued since', async () => {
  const [late, since] = [await house.enrol('Late'), await house.enrol('Since')];
  const good = await since.issue({ serial: '70', username: 'hana.novakova', userId: '1008' });
  expect((await since.put(good)).status).toBe(200);
  if (good.record.kind !== 'issued') throw new Error('an issue was asked for');
  const { token } = good.record;
  const lost = late.sign({
    ...late.base(),
    kind: 'quarantined',
    issuance: 'd'.repeat(32),
    token,
    slot: 1,
    reason: 'device/unplugged',
  });
  const reply = await late.put(lost);
  expect([reply.status, reply.json.reason]).toEqual([409, 'slot 1 of token 70 was issued by another station']);
  expect((await late.put(lost)).text).toBe(reply.text);
  const login = await check({ user: 'hana.novakova', realm: 'office', pass: hotp(rfcSeed, 0) });
  expect(login.json.result.value).toBe(true);
  late.follow(lost);
  const other = late.sign({
    ...late.base(),
    kind: 'quarantined',
    issuance: 'e'.repeat(32),
    token,
    slot: 2,
    reason: 'device/unplugged',
  });
  expect((await late.put(other)).status).toBe(200);
});

test('a record that came too early is taken in its turn', async () => {
  const station = await house.enrol();
  const first = await station.issue({ serial: '71' });
  station.follow(first);
  const second = await station.issue({ serial: '72' });
  expect((await station.put(second)).json).toMatchObject({ failure: 'gap', lastSequence: 0 });
  expect((await station.put(first)).status).toBe(200);
  expect((await station.put(second)).status).toBe(200);
});

test('what a record says beyond the agreed form is refused at every depth', async () => {
  const station = await house.enrol();
  const good = await station.issue({ serial: '73' });
  if (good.record.kind !== 'issued') throw new Error('an issue was asked for');
  const { record } = good;
  const extra = { extra: 1 };
  const seed = { ...record.credential.seed, ...extra };
  for (const over of [
    extra,
    { holder: { ...record.holder, ...extra } },
    { checks: { ...record.checks, ...extra } },
    { token: { ...record.token, ...extra } },
    { credential: { ...record.credential, ...extra } },
    { credential: { ...record.credential, seed } },
    { pin: seed },
    { acknowledgement: { ...record.acknowledgement, ...extra } },
  ]) {
    const reply = await station.put(station.sign({ ...record, ...over } as never));
    expect([reply.status, reply.json.failure, reply.json.lastSequence]).toEqual([422, 'refused', undefined]);
  }
  expect((await station.put(good)).status).toBe(200);
});

test('records cannot be changed or taken away, not even by SQL', async () => {
  const { store } = house.server.installation;
  await expect(rawSql(store, "UPDATE records SET text = ''")).rejects.toThrow('records are append-only');
  await expect(rawSql(store, 'DELETE FROM records')).rejects.toThrow('records are append-only');
});

test.each([
  ['a seed of another length', { seed: Buffer.alloc(19, 1) }, 422, 'the seed has another length than its type'],
  ['a seed sealed for another slot', { sealedFor: { slot: 2 as const } }, 422, 'the seed cannot be opened'],
  ['a person who is not there', { username: 'nobody', userId: '1' }, 409, 'nobody is not in realm office'],
  ['a person with another id', { userId: '999' }, 409, 'amara.okafor is not in realm office'],
  ['a controller without the right', { controller: 'mallory' }, 409, 'mallory may not control trust'],
])('keeps but does not take a record with %s', async (_what, wish, status, reason) => {
  const station = await house.enrol();
  const signed = await station.issue({ serial: '80', ...wish });
  const reply = await station.put(signed);
  expect([reply.status, reply.json.reason]).toEqual([status, reason]);
  const kept = await house.server.installation.store.records.findDisputed(textHash(recordText(signed.record)));
  expect(kept?.reason).toBe(reason);
});

test('refuses what is not signed by the station, and keeps nothing of it', async () => {
  const station = await house.enrol();
  const signed = await station.issue({ serial: '81' });
  const path = `/stations/self/records/${signed.record.id}`;
  const body = JSON.stringify(signed);
  expect((await station.request('PUT', path, body, { digest: true })).json.failure).toBe('signature');
  expect((await station.request('PUT', path, body, { key: true })).json.failure).toBe('signature');
  expect((await house.client.send('PUT', path, { body })).status).toBe(401);
  const forged = { ...signed, record: { ...signed.record, controller: 'other' } };
  expect((await station.request('PUT', path, JSON.stringify(forged))).json.failure).toBe('signature');
  expect((await station.request('PUT', `/stations/self/records/${'f'.repeat(32)}`, body)).status).toBe(422);
  const extra = { ...signed, record: { ...signed.record, extra: 1 } };
  expect((await station.request('PUT', path, JSON.stringify(extra))).status).toBe(422);
  expect((await station.request('PUT', path, 'nonsense')).json.reason).toBe('the body is not JSON');
  expect((await station.request('PUT', path, 'x'.repeat(2_200_000))).status).toBe(413);
});

test('says so to a station it does not know', async () => {
  const station = await house.enrol();
  const { store } = house.server.installation;
  await rawSql(store, `DELETE FROM enrolment_secrets WHERE used_by = '${station.id}'`);
  await rawSql(store, `DELETE FROM stations WHERE id = '${station.id}'`);
  const reply = await station.request('GET', '/stations/self/snapshot');
  expect([reply.status, reply.json.failure]).toEqual([401, 'unknown-station']);
});

test('refuses a station that was revoked', async () => {
  const station = await house.enrol();
  await house.server.installation.store.stations.revoke(station.id, '2026-01-01');
  const reply = await station.put(await station.issue({ serial: '82' }));
  expect([reply.status, reply.json.failure]).toEqual([401, 'revoked']);
});

test('keeps one unbroken audit chain over all of this', async () => {
  expect(await brokenLinkOf(house.server.installation.store)).toBeUndefined();
  expect((await house.server.installation.store.audit.head()).position).toBeGreaterThan(30);
});

test.each([
  ['recordedAt', { recordedAt: 'yesterday' }],
  ['recordedAt', { recordedAt: '2026-02-30T10:00:00.000Z' }],
  ['desk.heardAt', { desk: { offMinutes: 0, heardAt: '', snapshot: '' } }],
  [
    'desk.offMinutes',
    { desk: { offMinutes: Number.MAX_SAFE_INTEGER, heardAt: '2026-11-21T10:00:00.000Z', snapshot: '' } },
  ],
])('keeps a record whose %s cannot be read as disputed, and takes the next one', async (field, over) => {
  const station = await house.enrol();
  const holder = { realm: 'office', username: 'amara.okafor', userId: '1001' };
  const queued = station.sign({ ...station.base(), ...over, kind: 'act', act: { what: 'queued', holder }, reason: '' });
  const reply = await station.put(queued);
  expect(reply.status).toBe(422);
  expect(reply.json).toMatchObject({ failure: 'refused', lastSequence: 1, conflict: { kind: 'unreadable' } });
  expect(reply.json.reason).toContain(field);
  expect((await station.put(queued)).text).toBe(reply.text);
  station.follow(queued);
  const next = station.sign({ ...station.base(), kind: 'stopped', reason: 'person left', note: '' });
  expect((await station.put(next)).status).toBe(200);
});
