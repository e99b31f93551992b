import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BundleLine } from '../../../domain/log/bundle.ts';
import {
  areInOrder,
  type KeyChange,
  keyChangeAction,
  keyChangeText,
  keyInForce,
  unvouched,
} from '../../../domain/log/receipt-keys.ts';
import { recordText, textHash } from '../../../domain/record-text.ts';
import {
  chained,
  entryLines,
  header,
  note,
  raw,
  receiptOf,
  recordLine,
  recordsOf,
  report,
  server,
  signText,
  verifies,
} from './bundle-house.ts';

const second = generateKeyPairSync('ed25519').privateKey;
const third = generateKeyPairSync('ed25519').privateKey;
const stranger = generateKeyPairSync('ed25519').privateKey;

function changeOf(from: KeyObject, to: KeyObject, position: number, vouching: KeyObject | null = from): KeyChange {
  const about = { former: raw(from), key: raw(to), position, at: '2026-05-04T09:00:00.000Z' };
  const text = keyChangeText(about);
  return { ...about, byFormer: vouching === null ? '' : signText(vouching, text), byKey: signText(to, text) };
}

const changes = [changeOf(server, second, 3), changeOf(second, third, 6)];
const keys = { key: raw(third), changes };
const records = recordsOf(3);
/** Record, login, change of key, twice; then a record. */
const told = records.flatMap((record, place) => [
  { action: 'record/stopped', subject: record.id, detail: { contentHash: textHash(recordText(record)) } },
  { action: 'validate/accepted', subject: `login ${place}`, detail: {} },
  ...changes.slice(place, place + 1).map(({ former, key }) => ({
    action: keyChangeAction,
    subject: key,
    detail: { former, key, vouched: true },
  })),
]);
const chain = chained(told);
const [one, two, three] = records as [(typeof records)[0], (typeof records)[0], (typeof records)[0]];

const lines = (from: readonly KeyChange[], secondReceipt: BundleLine, about = chain): BundleLine[] => [
  header(raw(third), from),
  { kind: 'checkpoint', note: note(about, 2, server) },
  { kind: 'checkpoint', note: note(about, 5, second) },
  { kind: 'checkpoint', note: note(about, 8, third) },
  receiptOf(one, about, server),
  secondReceipt,
  receiptOf(three, about, third),
  ...records.map(recordLine),
  ...entryLines(about),
];
const whole = lines(changes, receiptOf(two, chain, second));
const faultsOf = (some: readonly BundleLine[], serverKey?: string) => report(some, { serverKey }, third).faults;

test('says which key was in force at each place', () => {
  expect([1, 2, 3, 5, 6, 99].map((place) => keyInForce(keys, place))).toEqual(
    [server, server, second, second, third, third].map(raw),
  );
  expect(keyInForce({ key: 'only', changes: [] }, 7)).toBe('only');
});

test.each([server, second, third])('holds by any of the keys that vouch for each other', (known) => {
  expect(faultsOf(whole, raw(known))).toEqual([]);
  expect(unvouched(verifies, keys, raw(known))).toBeUndefined();
});

test('a receipt by a key that was not in force when it was made is told from a changed one', () => {
  for (const wrong of [server, third]) {
    expect(faultsOf(lines(changes, receiptOf(two, chain, wrong)))).toEqual([
      { what: 'key not in force', of: 'receipt', at: two.id },
    ]);
  }
  expect(faultsOf(lines(changes, receiptOf(two, chain, stranger)))).toEqual([
    { what: 'signature', of: 'receipt', at: two.id },
  ]);
});

test('a checkpoint by a key that was not in force for its size does not hold', () => {
  const late = whole.map((line, place) => (place === 3 ? { ...line, note: note(chain, 8, second) } : line));
  expect(faultsOf(late as BundleLine[])).toEqual([{ what: 'signature', of: 'checkpoint', at: 'number 3' }]);
});

test('a change that the former key does not vouch for is a fault to whoever knows that key, and to nobody else', () => {
  const lost = [changes[0] as KeyChange, changeOf(second, third, 6, null)];
  const forged = [changes[0] as KeyChange, changeOf(second, third, 6, stranger)];
  for (const from of [lost, forged]) {
    const some = lines(from, receiptOf(two, chain, second));
    const gap = [{ what: 'not vouched for', of: 'key', at: '6' }];
    expect([faultsOf(some, raw(server)), faultsOf(some, raw(second))]).toEqual([gap, gap]);
    expect([faultsOf(some, raw(third)), faultsOf(some)]).toEqual([[], []]);
  }
});

test('nobody slips a change in: the new key has signed it, the audit tells of it, the changes follow each other', () => {
  const [first, last] = changes as [KeyChange, KeyChange];
  const unsigned = { ...last, byKey: first.byKey };
  const otherPlace = { ...last, position: 5 };
  for (const from of [
    [first, unsigned],
    [first, otherPlace],
    [last, first],
  ]) {
    expect(areInOrder(verifies, { key: raw(third), changes: from })).toBe(false);
    expect(faultsOf(lines(from, receiptOf(two, chain, second)))).toContainEqual({
      what: 'signature',
      of: 'key',
      at: 'in the first line',
    });
  }
  // Rightly signed by the holder of the newest key, for a place where the audit tells of something else.
  const moved = [first, changeOf(second, third, 5)];
  const faults = faultsOf(lines(moved, receiptOf(two, chain, second)));
  expect(faults).toContainEqual({ what: 'added', of: 'key', at: '5' });
  expect(faults).toContainEqual({ what: 'dropped', of: 'key', at: '6' });
  const without = faultsOf(lines([last], receiptOf(two, chain, second)));
  expect(without).toContainEqual({ what: 'dropped', of: 'key', at: '3' });
});

test('a key of somebody else’s vouches for nothing here', () => {
  expect(unvouched(verifies, keys, raw(stranger))).toBe('unknown');
  const faults = faultsOf(whole, raw(stranger));
  expect(faults.filter(({ of }) => of === 'receipt')).toHaveLength(3);
  expect(faults).toContainEqual({ what: 'signature', of: 'end', at: 'the end of the file' });
});
