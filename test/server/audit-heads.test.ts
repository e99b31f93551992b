import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuditHead, auditHeadText } from '../../domain/log/audit-head.ts';
import { exportBundle } from '../../server/commands/export.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { type House, openHouse } from './house.ts';
import type { TestStation } from './test-station.ts';

let house: House;
let station: TestStation;
let other: TestStation;
beforeAll(async () => {
  house = await openHouse();
  station = await house.enrol('Desk 1');
  other = await house.enrol('Desk 2');
});
afterAll(() => house?.close());

const hashOf = (audit: string, position: number) => `${audit}${position}`.padStart(64, '0');
const headOf = (audit: string, position: number, by = station): AuditHead => ({
  station: by.id,
  begins: hashOf(audit, 1),
  position,
  hash: hashOf(audit, position),
  at: '2026-11-22T12:00:00.000Z',
});
const at = (audit: string, position: number) => ({ position, hash: hashOf(audit, position) });
const put = (body: object, by = station) => by.request('PUT', '/stations/self/audit-head', JSON.stringify(body));
const tell = async (head: AuditHead, from: object | null, by = station) =>
  (await put({ head, signature: by.signText(auditHeadText(head)), from }, by)).json;
const kept = async (by = station) =>
  (await house.server.installation.store.auditHeads.of(by.id)).map(({ head }) => [head.begins, head.position]);
const begunAnew = async () => {
  const found: unknown[] = [];
  for await (const { entry } of house.server.installation.store.audit.entries()) {
    if (entry.action === 'trail/begun-anew') found.push([entry.actor, entry.detail.former]);
  }
  return found;
};

test('keeps the newest head of a station that goes on from the one before', async () => {
  expect(await tell(headOf('a', 3), null)).toEqual({ known: null });
  expect(await tell(headOf('a', 9), at('a', 3))).toEqual({ known: null });
  expect(await kept()).toEqual([[hashOf('a', 1), 9]]);
  expect(await kept(other)).toEqual([]);
});

test.each([
  ['is shorter', 5, at('a', 9)],
  ['is the same', 9, at('a', 9)],
  ['goes on from an older one', 12, at('a', 3)],
  ['goes on from another one', 12, at('b', 9)],
  ['says nothing of the one before', 12, null],
])('says what it knows to a station whose audit %s', async (_, position, from) => {
  const { known } = await tell(headOf('a', position), from);
  expect(known.head).toMatchObject(at('a', 9));
  expect(known.signature).toBe(station.signText(auditHeadText(known.head)));
  expect(await kept()).toEqual([[hashOf('a', 1), 9]]);
});

test('takes one of two that go on from the same one at the same moment', async () => {
  const replies = await Promise.all([10, 11].map((position) => tell(headOf('a', position), at('a', 9))));
  expect(replies.filter(({ known }) => known === null)).toHaveLength(1);
  expect((await kept())[0]?.[1]).toBe(replies[0].known === null ? 10 : 11);
});

test('tells in the audit that a station begins another one, and keeps both', async () => {
  const [, before] = (await kept())[0] ?? [];
  expect(await begunAnew()).toEqual([]);
  expect(await tell(headOf('c', 2), at('a', 9))).toEqual({ known: null });
  expect(await tell(headOf('c', 4), at('c', 2))).toEqual({ known: null });
  expect(await begunAnew()).toEqual([[station.id, before]]);
  expect((await kept()).map(([, position]) => position)).toEqual([before, 4]);
  expect(await tell(headOf('a', 2, other), null, other)).toEqual({ known: null });
  expect(await begunAnew()).toHaveLength(1);
});

test('takes no head that the station did not sign, of another station, or out of form', async () => {
  const head = headOf('d', 2);
  const signature = station.signText(auditHeadText(head));
  expect((await put({ head: { ...head, position: 3 }, signature, from: null })).status).toBe(422);
  expect((await put({ head, signature: other.signText(auditHeadText(head)), from: null })).status).toBe(422);
  expect((await put({ head, signature, from: null }, other)).status).toBe(422);
  expect((await put({ head: { ...head, more: 1 }, signature, from: null })).status).toBe(422);
  expect((await put({ head, signature })).status).toBe(422);
  expect((await house.client.send('PUT', '/stations/self/audit-head')).status).toBe(401);
  expect((await kept()).length).toBe(2);
});

test('keeps some dozens of audits of a station, and goes on with those', async () => {
  const flooding = await house.enrol('Desk 3');
  const numbered = (number: number) => (position: number) => headOf(`f${number}e`, position, flooding);
  const statuses: number[] = [];
  for (let number = 1; number <= 60; number += 1) {
    const head = numbered(number)(1);
    const reply = await put({ head, signature: flooding.signText(auditHeadText(head)), from: null }, flooding);
    statuses.push(reply.status);
    if (reply.status !== 200) {
      expect(reply.json).toEqual({ failure: 'refused', reason: expect.stringMatching(/enrolled again/) });
    }
  }
  expect(statuses).toEqual([...Array(48).fill(200), ...Array(12).fill(422)]);
  expect(await kept(flooding)).toHaveLength(48);
  expect((await begunAnew()).filter((told) => Array.isArray(told) && told[0] === flooding.id)).toHaveLength(47);
  expect(await tell(numbered(48)(2), at('f48e', 1), flooding)).toEqual({ known: null });
});

test('a bundle is exported while somebody else writes', async () => {
  const { installation } = house.server;
  const file = join(house.directory, 'bundle.jsonl');
  await makeCheckpoint(installation);
  await installation.store.commits.alone(() => exportBundle(installation, file));
  expect(existsSync(file)).toBe(true);
});
