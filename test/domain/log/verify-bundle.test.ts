import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { auditHash } from '../../../domain/audit.ts';
import type { BundleLine } from '../../../domain/log/bundle.ts';
import type { IssuanceRecord } from '../../../domain/record.ts';
import {
  chain,
  chained,
  checkpointLines,
  entries,
  entryLines,
  type Hashed,
  header,
  note,
  origin,
  raw,
  receiptLines,
  recordLine,
  recordLines,
  recordsOf,
  report,
  server,
  station,
  verified,
  wholeLines,
  witnessed,
  written,
} from './bundle-house.ts';

const signedLines = [header(), ...checkpointLines, ...receiptLines, ...recordLines];
const bare = [header(), ...recordLines];
const firstOf = (lines: readonly BundleLine[]) => report(lines).faults[0];

test('finds nothing wrong with what was not touched', () => {
  expect(report(wholeLines)).toEqual({
    log: 'server',
    origin,
    key: raw(server),
    serverKey: raw(server),
    keyChanges: [],
    counts: { header: 1, checkpoint: 2, receipt: 4, record: 4, entry: 12, end: 1, countersignature: 1 },
    anchoredUpTo: 12,
    countersigners: [{ station: 'station-1', name: 'Zürich', size: 4, seconds: 1_777_885_200 }],
    contradictions: [],
    compared: [],
    heads: [],
    faults: [],
    moreFaults: 0,
  });
});

const forged = (place: number): Hashed => {
  const { entry } = chain[place] as Hashed;
  const other = { ...entry, actor: 'mallory' };
  return { entry: other, hash: auditHash(other) };
};

describe.each([
  ['with receipts and checkpoints', signedLines],
  ['by the chain alone', bare],
])('%s', (_, before) => {
  test.each([1, 5, 11, 12])('names entry %i when it was changed and its hash was not', (position) => {
    const lines = chain.map((one) =>
      one.entry.position === position ? { ...one, entry: { ...one.entry, actor: 'mallory' } } : one,
    );
    const fault = firstOf([...before, ...entryLines(lines)]);
    expect(fault).toMatchObject({ what: 'changed', of: 'entry', at: `${position}`, found: { actor: 'mallory' } });
  });

  test.each([1, 6, 10])('names entry %i when it was left out, and what stands there', (position) => {
    const lines = chain.filter(({ entry }) => entry.position !== position);
    const fault = firstOf([...before, ...entryLines(lines)]);
    expect(fault).toMatchObject({ what: 'dropped', of: 'entry', at: `${position}`, found: { position: position + 1 } });
    expect(fault?.before?.position).toBe(position === 1 ? undefined : position - 1);
  });

  test('names the entry that was moved further on', () => {
    const lines = [...chain.slice(0, 2), ...chain.slice(3, 7), chain[2] as Hashed, ...chain.slice(7)];
    expect(firstOf([...before, ...entryLines(lines)])).toMatchObject({ what: 'moved', of: 'entry', at: '3' });
  });

  test('names the entry that was moved to the front', () => {
    const lines = [...chain.slice(0, 2), chain[6] as Hashed, ...chain.slice(2, 6), ...chain.slice(7)];
    expect(firstOf([...before, ...entryLines(lines)])).toMatchObject({ what: 'moved', of: 'entry', at: '7' });
  });

  test('names the place where an entry was put in', () => {
    const lines = [...chain.slice(0, 6), chain[2] as Hashed, ...chain.slice(6)];
    expect(firstOf([...before, ...entryLines(lines)])).toMatchObject({ what: 'added', of: 'entry', at: '3' });
  });

  test('names entry 6 when it was changed and its own hash made anew', () => {
    const lines = [...chain.slice(0, 5), forged(5), ...chain.slice(6)];
    const fault = firstOf([...before, ...entryLines(lines)]);
    expect(fault).toMatchObject({ what: 'changed', of: 'entry', at: '6', found: { actor: 'mallory' } });
  });
});

test('finds a chain that was made anew from the change on, between two places that were signed', () => {
  const changed = entries.map((entry, place) => (place === 5 ? { ...entry, subject: 'token of mallory' } : entry));
  const { faults, anchoredUpTo } = report([...signedLines, ...entryLines(chained(changed))]);
  expect(faults[0]).toMatchObject({ what: 'changed somewhere up to here', of: 'entry', at: '8', after: '5' });
  expect(anchoredUpTo).toBe(5);
});

test('finds a tail that was cut off behind what was signed', () => {
  const fault = firstOf([...signedLines, ...entryLines(chain.slice(0, 10))]);
  expect(fault).toMatchObject({ what: 'dropped', of: 'entry', at: '11', before: { position: 10 } });
});

test('finds a whole bundle made anew under another key by the key that is known, and by a note kept elsewhere', () => {
  const other = generateKeyPairSync('ed25519').privateKey;
  const shorter = chained(entries.slice(0, 9));
  const lines = written(
    [
      header(raw(other)),
      { kind: 'checkpoint', note: note(shorter, 9, other) },
      ...recordLines.slice(0, 3),
      ...entryLines(shorter),
    ],
    other,
  );
  const lacks = (id: number) => ({ what: 'dropped', of: 'receipt', at: `record-${id}` });
  expect(verified(lines).faults).toEqual([lacks(1), lacks(2), lacks(3)]);
  const known = verified(lines, { serverKey: raw(server) });
  expect(known.faults).toContainEqual({ what: 'signature', of: 'checkpoint', at: 'number 1' });
  expect(known.faults).toContainEqual({ what: 'signature', of: 'end', at: 'the end of the file' });
  const compared = verified(lines, { serverKey: raw(server), notes: [note(chain, 12)] });
  expect(compared.compared).toEqual([{ size: 12, outcome: 'beyond' }]);
  expect(compared.faults[0]).toMatchObject({ what: 'dropped', of: 'entry', at: '10' });
});

test.each([
  ['holds', note(chain, 7), { size: 7, outcome: 'holds' }],
  ['holds, with a station’s signature under it', note(chain, 7, server, station), { size: 7, outcome: 'holds' }],
  [
    'is of another history',
    note(chained(entries.map((entry) => ({ ...entry, subject: 'another' }))), 7),
    { size: 7, outcome: 'another history' },
  ],
  ['is not signed by this log', note(chain, 7, station), { size: 0, outcome: 'signature' }],
  ['is no note', 'nonsense', { size: 0, outcome: 'signature' }],
])('says of a checkpoint that was kept elsewhere that it %s', (_, kept, outcome) => {
  expect(report(wholeLines, { notes: [kept] }).compared).toEqual([outcome]);
});

test('says of no checkpoint that entries are missing when it is only that something before does not hold', () => {
  const broken = written(wholeLines).map((line) => line.replace('"login 1"', '"login 9"'));
  const { faults, compared } = verified(broken, { notes: [note(chain, 3), note(chain, 7)] });
  expect(faults[0]).toMatchObject({ what: 'changed', of: 'entry', at: '4' });
  expect(compared).toEqual([
    { size: 3, outcome: 'holds' },
    { size: 7, outcome: 'not reached' },
  ]);
});

test('names the record that is not what its station signed', () => {
  const [first, ...others] = recordLines as [BundleLine & { kind: 'record' }, ...BundleLine[]];
  const changed = { ...first, record: { ...first.record, controller: 'mallory' } };
  const lines = [header(), ...checkpointLines, ...receiptLines, changed, ...others, ...entryLines(chain)];
  expect(report(lines).faults.map(({ what, at }) => [what, at])).toEqual([
    ['signature', 'record-1'],
    ['changed', 'record-1'],
    ['changed', 'record-1'],
    ['out of order', 'record-2'],
  ]);
});

describe('when the exporter itself left things out and signed that', () => {
  const fifth = recordsOf(5)[4] as IssuanceRecord;
  test.each([
    [
      'a record that is in the audit',
      wholeLines.filter((line) => line !== recordLines[3]),
      { what: 'dropped', of: 'record', at: 'record-4' },
    ],
    [
      'a receipt of a record',
      wholeLines.filter((line) => line !== receiptLines[1]),
      { what: 'dropped', of: 'receipt', at: 'record-2' },
    ],
    [
      'the audit of a record',
      [...signedLines, recordLine(fifth), ...entryLines(chain)],
      { what: 'not in the audit', of: 'record', at: 'record-5' },
    ],
  ])('names %s', (_, lines, fault) => {
    expect(report(lines).faults).toContainEqual(fault);
  });
});

const swap = <T>(list: readonly T[], one: number): T[] => [
  ...list.slice(0, one),
  list[one + 1] as T,
  list[one] as T,
  ...list.slice(one + 2),
];
const only = (kind: string) => (line: string) => line.startsWith(`{"kind":"${kind}"`);
const firstPlace = (lines: readonly string[], kind: string) => lines.findIndex(only(kind));
const without = (lines: readonly string[], kind: string) =>
  lines.filter((_, place) => place !== firstPlace(lines, kind));
const twice = (lines: readonly string[], kind: string) =>
  lines.flatMap((line, place) => (place === firstPlace(lines, kind) ? [line, line] : [line]));
const replaced = (lines: readonly string[], kind: string, change: (line: string) => string) =>
  lines.map((line, place) => (place === firstPlace(lines, kind) ? change(line) : line));
const renoted = (change: (note: string) => string) => (line: string) => {
  const parsed = JSON.parse(line);
  return JSON.stringify({ ...parsed, note: change(parsed.note) });
};
const mallory = generateKeyPairSync('ed25519').privateKey;
const stripped = (text: string) => `${text.split('\n').slice(0, -2).join('\n')}\n`;

/** Somebody has the file, and none of the keys. */
test.each<[string, string, (lines: readonly string[]) => readonly string[], object]>([
  [
    'record',
    'changed',
    (lines) => replaced(lines, 'record', (line) => line.replace('"controller":"ida"', '"controller":"mal"')),
    { what: 'signature', of: 'record', at: 'record-1' },
  ],
  ['record', 'dropped', (lines) => without(lines, 'record'), { what: 'dropped', of: 'record', at: 'record-1' }],
  [
    'record',
    'moved',
    (lines) => swap(lines, firstPlace(lines, 'record')),
    { what: 'moved', of: 'record', at: 'record-1' },
  ],
  ['record', 'added', (lines) => twice(lines, 'record'), { what: 'added', of: 'record', at: 'record-1' }],
  [
    'receipt',
    'changed',
    (lines) => replaced(lines, 'receipt', (line) => line.replace('"position":2', '"position":3')),
    { what: 'signature', of: 'receipt', at: 'record-1' },
  ],
  ['receipt', 'dropped', (lines) => without(lines, 'receipt'), { what: 'dropped', of: 'receipt', at: 'record-1' }],
  [
    'receipt',
    'moved',
    (lines) => swap(lines, firstPlace(lines, 'receipt')),
    { what: 'moved', of: 'receipt', at: 'record-1' },
  ],
  ['receipt', 'added', (lines) => twice(lines, 'receipt'), { what: 'added', of: 'receipt', at: 'record-1' }],
  [
    'checkpoint',
    'changed',
    (lines) =>
      replaced(
        lines,
        'checkpoint',
        renoted((text) => text.replace('\n4\n', '\n3\n')),
      ),
    { what: 'signature', of: 'checkpoint', at: 'number 1' },
  ],
  [
    'checkpoint',
    'dropped',
    (lines) => without(lines, 'checkpoint'),
    { what: 'dropped', of: 'checkpoint', at: '1 of 2' },
  ],
  [
    'checkpoint',
    'moved',
    (lines) => swap(lines, firstPlace(lines, 'checkpoint')),
    { what: 'moved', of: 'checkpoint', at: 'of 4 entries' },
  ],
  [
    'checkpoint',
    'added',
    (lines) => twice(lines, 'checkpoint'),
    { what: 'added', of: 'checkpoint', at: 'of 4 entries' },
  ],
  [
    'countersignature',
    'changed',
    (lines) =>
      replaced(
        lines,
        'checkpoint',
        renoted((text) => witnessed(stripped(text), mallory)),
      ),
    { what: 'signature', of: 'countersignature', at: 'station-1 under the checkpoint of 4 entries' },
  ],
  [
    'countersignature',
    'dropped',
    (lines) => replaced(lines, 'checkpoint', renoted(stripped)),
    { what: 'dropped', of: 'countersignature', at: '0 of 1' },
  ],
  [
    'countersignature',
    'moved',
    (lines) => {
      const place = firstPlace(lines, 'checkpoint');
      const [from, to] = [JSON.parse(lines[place] ?? ''), JSON.parse(lines[place + 1] ?? '')];
      const line = String(from.note).split('\n').at(-2);
      const moved = [
        { ...from, note: stripped(from.note) },
        { ...to, note: `${to.note}${line}\n` },
      ];
      return [...lines.slice(0, place), ...moved.map((one) => JSON.stringify(one)), ...lines.slice(place + 2)];
    },
    { what: 'signature', of: 'countersignature', at: 'station-1 under the checkpoint of 12 entries' },
  ],
  [
    'countersignature',
    'added by a stranger',
    (lines) =>
      replaced(
        lines,
        'checkpoint',
        renoted((text) => witnessed(text, mallory, 'station-9')),
      ),
    { what: 'added', of: 'countersignature', at: 'station-9 under the checkpoint of 4 entries' },
  ],
  [
    'entry',
    'moved before the checkpoints',
    (lines) => [lines[0] ?? '', lines.at(-2) ?? '', ...lines.slice(1, -2), lines.at(-1) ?? ''],
    { what: 'moved', of: 'entry', at: '12' },
  ],
  ['last line', 'dropped', (lines) => lines.slice(0, -1), { what: 'dropped', of: 'end', at: 'the end of the file' }],
  [
    'line',
    'added that nobody can read',
    (lines) => [...lines, '{"kind":'],
    { what: 'unreadable', of: 'line', at: '25' },
  ],
])('names the %s that was %s', (_part, _change, tamper, fault) => {
  const lines = tamper(written(wholeLines));
  const { faults } = verified(lines);
  expect(faults.map(({ what, of, at }) => ({ what, of, at }))).toContainEqual(fault);
});

test('leaves nothing of a line unsigned: any byte that is changed is a fault', () => {
  const lines = written(wholeLines);
  for (let place = 0; place < lines.length; place += 1) {
    const line = lines[place] ?? '';
    const at = Math.floor(line.length / 2);
    const other = line[at] === 'a' ? 'b' : 'a';
    const tampered = [
      ...lines.slice(0, place),
      line.slice(0, at) + other + line.slice(at + 1),
      ...lines.slice(place + 1),
    ];
    let faults = 1;
    try {
      faults = verified(tampered).faults.length;
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
    }
    expect([place, faults > 0]).toEqual([place, true]);
  }
});
