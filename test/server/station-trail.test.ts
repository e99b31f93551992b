import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditText } from '../../domain/audit.ts';
import { noteText, readCheckpoint, readNote, type SignedNote } from '../../domain/log/checkpoint.ts';
import { judgeCheckpoint } from '../../domain/log/judge-checkpoint.ts';
import { judgeInclusion } from '../../domain/log/judge-inclusion.ts';
import { leafHash } from '../../domain/log/merkle-tree.ts';
import { countersigned } from '../../domain/log/signed-checkpoint.ts';
import { storedHead } from '../../domain/log/stored-tree.ts';
import { verifies } from '../../server/station/ed25519.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { addLeaves, keptNodes, keptSize } from '../../server/trail/kept-tree.ts';
import { type House, openHouse } from './house.ts';
import type { TestStation } from './test-station.ts';

let house: House;
let station: TestStation;
let other: TestStation;
let first = '';

const check = (key: string, text: string, signature: string) =>
  verifies(key, text, Buffer.from(signature, 'base64url'));
const offered = async (from: number | string, by = station) =>
  (await by.request('GET', `/stations/self/checkpoint?from=${from}`)).json;
const judged = async (kept: string | undefined, from: number) =>
  judgeCheckpoint(check, () => station.enrolment.receiptKey, kept, await offered(from));
const sizeOf = (note: string) => readCheckpoint(readNote(note)?.text ?? '')?.size ?? -1;
const noteOf = (text: string): SignedNote => readNote(text) ?? { text: '', signatures: [] };
const act = async (times: number) => {
  for (let time = 0; time < times; time += 1) {
    await house.client.form('/validate/check', { user: 'amara.okafor', pass: `${time}` });
  }
  await makeCheckpoint(house.server.installation);
};
const ownNote = (text: string, by = station, name = by.id) =>
  noteText(countersigned(noteOf(text), { name, publicKey: by.publicKey, sign: by.signText }, 1_777_885_200));
const put = (note: string, by = station) => by.request('PUT', '/stations/self/checkpoint', JSON.stringify({ note }));

beforeAll(async () => {
  house = await openHouse();
  station = await house.enrol('Desk 1');
  other = await house.enrol('Desk 2');
});
afterAll(() => house?.close());

test('shows no checkpoint before there is one', async () => {
  expect(await offered(0)).toEqual({ note: null, proof: [] });
  expect(await judged(undefined, 0)).toEqual({ outcome: 'nothing yet' });
});

test('shows its newest checkpoint with the proof that it goes on from any that was', async () => {
  const kept: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    await act(round + 1);
    const { note } = await offered(0);
    kept.push(note);
    for (const before of kept.slice(0, -1)) {
      expect(await judged(before, sizeOf(before))).toMatchObject({ outcome: 'goes on' });
    }
    expect(await judged(note, sizeOf(note))).toEqual({ outcome: 'same' });
  }
  first = kept[0] ?? '';
});

test('gives no proof for a log that is longer than it is', async () => {
  expect((await offered(1_000_000)).proof).toEqual([]);
});

test.each(['-1', 'x', '1.5', '01', '9'.repeat(16)])('refuses to go on from %j', async (from) => {
  const { status, json } = await station.request('GET', `/stations/self/checkpoint?from=${encodeURIComponent(from)}`);
  expect([status, json.failure]).toEqual([422, 'refused']);
});

test('takes a station’s signature under a checkpoint once, and puts it under the exported one', async () => {
  const { note } = await offered(0);
  const { countersignatures } = house.server.installation.store;
  expect((await put(ownNote(note))).status).toBe(200);
  expect((await put(ownNote(note))).status).toBe(200);
  expect((await put(ownNote(note, other), other)).status).toBe(200);
  expect(await countersignatures.under(sizeOf(note))).toHaveLength(2);
});

test.each<[string, (note: string) => string, number]>([
  ['under another station’s name', (note) => ownNote(note, station, other.id), 422],
  ['by another key', (note) => ownNote(note, other, station.id), 422],
  ['that is not there', (note) => note, 422],
  ['under a checkpoint that this log never made', (note) => ownNote(note.replace(/^\d+$/m, '3')), 409],
  ['under no checkpoint', () => 'nothing', 422],
])('refuses a signature %s', async (_, make, status) => {
  expect((await put(make((await offered(0)).note))).status).toBe(status);
});

test('proves that a station’s own records are inside, and tells nothing of others', async () => {
  const signed = await station.issue({ serial: '40000001' });
  const { json: receipt } = await station.put(signed);
  station.follow(signed);
  await act(3);
  const { note } = await offered(0);
  const checkpoint = readCheckpoint(noteOf(note).text);
  if (checkpoint === undefined) throw new Error('no checkpoint');
  const ask = (by: TestStation, size: number, records: readonly string[]) =>
    by.request('POST', '/stations/self/inclusion', JSON.stringify({ size, records }));
  const { json } = await ask(station, checkpoint.size, [signed.record.id]);
  expect(judgeInclusion(receipt.receipt, checkpoint, json.records[0])).toBe('proven');
  const changed = { ...json.records[0], entry: { ...json.records[0].entry, actor: 'mallory' } };
  expect(judgeInclusion(receipt.receipt, checkpoint, changed)).toBe('entry changed');
  expect(judgeInclusion(receipt.receipt, checkpoint, { ...json.records[0], proof: [] })).toBe('entry changed');
  const elsewhere = { ...receipt.receipt, position: receipt.receipt.position + 1 };
  expect(judgeInclusion(elsewhere, checkpoint, json.records[0])).toBe('entry changed');
  const none = { record: signed.record.id, entry: null, proof: [] };
  expect((await ask(other, checkpoint.size, [signed.record.id])).json).toEqual({ records: [none] });
  expect((await ask(station, sizeOf(first), [signed.record.id])).json).toEqual({ records: [none] });
  expect((await ask(station, checkpoint.size - 1, [signed.record.id])).status).toBe(422);
  expect((await ask(station, checkpoint.size, [])).status).toBe(422);
});

test('keeps what a station found, and once what was decided about it', async () => {
  const id = createHash('sha256').update('found').digest('hex').slice(0, 32);
  const found = {
    what: 'forked',
    kept: 'kept',
    offered: 'offered',
    foundAt: '2026-11-22T06:00:00.000Z',
    settled: null,
  };
  const tell = (body: object, by = station, name = id) =>
    by.request('PUT', `/stations/self/contradictions/${name}`, JSON.stringify(body));
  const settled = { at: '2026-11-22T06:10:00.000Z', by: 'root', reason: 'a backup' };
  expect((await tell(found)).status).toBe(200);
  expect((await tell(found)).status).toBe(200);
  expect((await tell({ ...found, settled })).status).toBe(200);
  expect((await tell({ ...found, settled: { ...settled, by: 'mallory' } })).status).toBe(200);
  expect(await house.server.installation.store.contradictions.all()).toEqual([
    { ...found, id, station: station.id, settled },
  ]);
  const actions: string[] = [];
  for await (const { entry } of house.server.installation.store.audit.entries()) {
    if (entry.action.startsWith('trail/')) actions.push(`${entry.action} ${entry.actor}`);
  }
  expect(actions).toEqual([`trail/contradicted ${station.id}`, `trail/settled ${station.id}`]);
  expect((await tell(found, station, 'short')).status).toBe(422);
  expect((await tell({ ...found, what: 'fine' })).status).toBe(422);
});

test('tells nobody who is not a station', async () => {
  for (const [method, path] of [
    ['GET', '/stations/self/checkpoint'],
    ['PUT', '/stations/self/checkpoint'],
    ['POST', '/stations/self/inclusion'],
    ['PUT', `/stations/self/contradictions/${'0'.repeat(32)}`],
  ] as const) {
    expect((await house.client.send(method, path)).status).toBe(401);
    expect((await station.request(method, path, '', { key: true })).status).toBe(401);
  }
});

test('keeps the same tree in rows as all entries make, whoever of two adds them', async () => {
  const { store } = house.server.installation;
  const all = [];
  for await (const { entry } of store.audit.entries()) all.push(leafHash(Buffer.from(auditText(entry))));
  await Promise.all([1, 2, 3].map(() => makeCheckpoint(house.server.installation)));
  expect(await keptSize(store)).toBe(all.length);
  expect(sizeOf((await offered(0)).note)).toBe(all.length);
  expect(readCheckpoint(noteOf((await offered(0)).note).text)?.head).toEqual(
    await storedHead(async (level, place) => keptNodes(store)(level, place), all.length),
  );
});

test('proves of a log of many rows without reading them all', async () => {
  const { store } = house.server.installation;
  const before = await keptSize(store);
  const many = Array.from({ length: 70_000 }, (_, place) => leafHash(Buffer.from(`entry ${place}`)));
  await store.commits.alone((tx) => addLeaves(tx, many.slice(0, 69_000)));
  await store.commits.alone((tx) => addLeaves(tx, many.slice(69_000)));
  const size = before + many.length;
  expect(await keptSize(store)).toBe(size);
  let read = 0;
  const counting = {
    treeTiles: {
      ...store.treeTiles,
      find: (level: number, place: number) => {
        read += 1;
        return store.treeTiles.find(level, place);
      },
    },
  };
  const { storedConsistencyProof } = await import('../../domain/log/stored-tree.ts');
  const { extendsTree } = await import('../../domain/log/merkle-tree.ts');
  const old = before + 12_345;
  const proof = await storedConsistencyProof(keptNodes(counting), old, size);
  expect(read).toBeLessThan(12);
  const head = (of: number) => storedHead(keptNodes(store), of);
  expect(extendsTree({ size: old, head: await head(old) }, { size, head: await head(size) }, proof)).toBe(true);
  expect(extendsTree({ size: old - 1, head: await head(old - 1) }, { size, head: await head(size) }, proof)).toBe(
    false,
  );
});
