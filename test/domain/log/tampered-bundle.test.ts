import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type AuditHead, auditHeadText } from '../../../domain/log/audit-head.ts';
import type { BundleFault, BundleLine } from '../../../domain/log/bundle.ts';
import type { Contradiction } from '../../../domain/log/contradiction.ts';
import {
  chained,
  entries,
  entryLines,
  header,
  note,
  receiptOf,
  recordLine,
  recordsOf,
  server,
  signText,
  station,
  verified,
  written,
} from './bundle-house.ts';

const found = (id: string, settled: Contradiction['settled']): Contradiction => ({
  id,
  station: 'station-1',
  what: 'rolled back',
  kept: 'a note',
  offered: 'another note',
  foundAt: '2026-05-04T10:00:00.000Z',
  settled,
});
const settled = { at: '2026-05-04T11:00:00.000Z', by: 'René', reason: 'a backup' };
const contradictions = [found('1'.repeat(32), null), found('2'.repeat(32), settled)];
const told = contradictions.map(({ id, what, foundAt }) => ({
  action: 'trail/contradicted',
  subject: id,
  detail: { what, foundAt, name: 'Zürich' },
}));
const chain = chained([
  ...entries,
  ...told,
  {
    action: 'trail/settled',
    subject: '2'.repeat(32),
    detail: { what: 'rolled back', by: 'René', reason: 'a backup', settledAt: settled.at },
  },
]);
const headOf = (begins: string, position: number): BundleLine => {
  const at = '2026-05-04T12:00:00.000Z';
  const head: AuditHead = { station: 'station-1', begins: begins.repeat(64), position, hash: 'c'.repeat(64), at };
  return { kind: 'head', head, signature: signText(station, auditHeadText(head)) };
};
const records = recordsOf(4);
const bundle = written([
  header(),
  { kind: 'checkpoint', note: note(chain, 4, server, station) },
  { kind: 'checkpoint', note: note(chain, 9) },
  { kind: 'checkpoint', note: note(chain, chain.length) },
  ...contradictions.map((one): BundleLine => ({ kind: 'contradiction', ...one })),
  headOf('a', 7),
  headOf('b', 3),
  ...records.map((record) => receiptOf(record, chain)),
  ...records.map(recordLine),
  ...entryLines(chain),
]);

const parsed = bundle.map((line) => JSON.parse(line) as BundleLine);
/** How a report calls a line, as far as it has a name of its own. */
function nameOf(line: BundleLine): string | undefined {
  if (line.kind === 'entry') return `${line.entry.position}`;
  if (line.kind === 'record') return line.record.id;
  if (line.kind === 'receipt') return line.receipt.record;
  return line.kind === 'contradiction' ? line.id : undefined;
}
const places = (...kinds: readonly BundleLine['kind'][]) =>
  parsed.flatMap((line, place) => (kinds.includes(line.kind) ? [place] : []));
const brief = (faults: readonly BundleFault[]) => faults.map(({ what, of, at }) => ({ what, of, at }));
const faultsOf = (lines: readonly string[]) => brief(verified(lines).faults);
const named = ['entry', 'record', 'receipt', 'contradiction'] as const;

test('finds nothing wrong with what was not touched', () => {
  expect(verified(bundle)).toMatchObject({ faults: [], moreFaults: 0, counts: { head: 2, contradiction: 2 } });
});

describe.each(named)('every %s, from the first to the last,', (kind) => {
  test('is named when it was dropped', () => {
    for (const place of places(kind)) {
      const faults = faultsOf(bundle.filter((_, at) => at !== place));
      expect(faults).toContainEqual({ what: 'dropped', of: kind, at: nameOf(parsed[place] as BundleLine) });
      if (kind === 'entry') expect(faults[0]?.at).toBe(nameOf(parsed[place] as BundleLine));
    }
  });

  test('is named when it stands there twice', () => {
    for (const place of places(kind)) {
      const faults = faultsOf(bundle.flatMap((line, at) => (at === place ? [line, line] : [line])));
      expect(faults[0]).toEqual({ what: 'added', of: kind, at: nameOf(parsed[place] as BundleLine) });
    }
  });

  test('is named, or its neighbour, when it was moved', () => {
    for (const place of places(kind).slice(0, -1)) {
      const [one, next] = [bundle[place] as string, bundle[place + 1] as string];
      const faults = faultsOf([...bundle.slice(0, place), next, one, ...bundle.slice(place + 2)]);
      const names = [place, place + 1].map((at) => nameOf(parsed[at] as BundleLine));
      if (kind === 'contradiction') expect(faults).toEqual([{ what: 'changed', of: kind, at: 'one of 2' }]);
      else expect([faults[0]?.what, faults[0]?.of, names.includes(faults[0]?.at)]).toEqual(['moved', kind, true]);
    }
  });

  test('is named when a letter of it was changed', () => {
    for (const place of places(kind)) {
      const lines = bundle.map((line, at) => (at === place ? line.replace('"2026-', '"2025-') : line));
      const faults = faultsOf(lines);
      const what = kind === 'entry' || kind === 'contradiction' ? 'changed' : 'signature';
      expect(faults).toContainEqual({ what, of: kind, at: nameOf(parsed[place] as BundleLine) });
      if (kind === 'entry') expect(faults[0]?.at).toBe(nameOf(parsed[place] as BundleLine));
    }
  });
});

test.each(['checkpoint', 'head', 'contradiction'] as const)(
  'says how many of the %ss were dropped or added',
  (kind) => {
    const all = places(kind);
    for (const place of all) {
      const less = { what: 'dropped', of: kind, at: `${all.length - 1} of ${all.length}` };
      expect(faultsOf(bundle.filter((_, at) => at !== place))).toContainEqual(less);
      const more = { what: 'added', of: kind, at: `${all.length + 1} of ${all.length}` };
      expect(faultsOf(bundle.flatMap((line, at) => (at === place ? [line, line] : [line])))).toContainEqual(more);
    }
  },
);

test('names the one line that came before those of another kind, or behind the last', () => {
  const name = (place: number) => nameOf(parsed[place] as BundleLine) ?? expect.stringMatching(/^in line/);
  for (let place = 1; place < bundle.length - 1; place += 1) {
    const line = bundle[place] as string;
    const { kind } = parsed[place] as BundleLine;
    const others = bundle.filter((_, at) => at !== place);
    const last = faultsOf([...others, line]);
    expect(last).toContainEqual({ what: 'moved', of: kind, at: name(place) });
    if (kind === 'checkpoint' || kind === 'contradiction') continue;
    const early = faultsOf([...others.slice(0, 2), line, ...others.slice(2)]);
    expect(early).toContainEqual({ what: 'moved', of: kind, at: name(place) });
    expect(early.filter(({ what, of }) => what === 'moved' && of !== kind)).toEqual([]);
  }
});

test('names a record that was dropped before those that do not follow it then', () => {
  const [place = 0] = places('record');
  const faults = faultsOf(bundle.filter((_, at) => at !== place));
  expect(faults.slice(0, 2)).toEqual([
    { what: 'dropped', of: 'record', at: 'record-1' },
    { what: 'out of order', of: 'record', at: 'record-2' },
  ]);
});

test('names each line that says a thing twice, has blanks, or more than such lines have', () => {
  for (let place = 1; place < bundle.length; place += 1) {
    const line = bundle[place] as string;
    const changes = [
      line.replace(/^\{/, '{"kind":"nothing",'),
      line.replace(',', ', '),
      line.replace(/\}$/, ',"more":1}'),
      line.replace('"kind"', '"\\u006bind"'),
    ];
    for (const other of changes) {
      const faults = faultsOf(bundle.map((one, at) => (at === place ? other : one)));
      expect(faults, other).toContainEqual({ what: 'changed', of: 'line', at: `${place + 1}` });
    }
  }
});

test('names what stands behind another spelling of the same letters', () => {
  const at = places('contradiction')[1] as number;
  const line = bundle[at] as string;
  expect(line.normalize('NFD')).not.toBe(line);
  expect(faultsOf(bundle.map((one) => (one === line ? one.normalize('NFD') : one)))[0]).toEqual({
    what: 'changed',
    of: 'contradiction',
    at: '2'.repeat(32),
  });
  const entry = bundle.findLast((one) => one.includes('René')) as string;
  expect(faultsOf(bundle.map((one) => (one === entry ? one.normalize('NFD') : one)))[0]).toEqual({
    what: 'changed',
    of: 'entry',
    at: `${chain.length}`,
  });
  const first = bundle.map((one, place) => (place === 0 ? one.normalize('NFD') : one));
  expect(faultsOf(first)).toEqual([{ what: 'changed', of: 'header', at: 'one of 1' }]);
});

test('names the word of a station that it did not sign, and another station’s', () => {
  const at = places('head')[0] as number;
  const other = bundle.map((line, place) => (place === at ? line.replace('"position":7', '"position":6') : line));
  expect(faultsOf(other)[0]).toEqual({ what: 'signature', of: 'head', at: 'station-1' });
  const strange = bundle.map((line, place) => (place === at ? line.replace('station-1', 'station-9') : line));
  expect(faultsOf(strange)[0]).toEqual({ what: 'signature', of: 'head', at: 'station-9' });
});

test.each([
  ['in the middle of a line', (text: string) => text.slice(0, text.lastIndexOf('"hash"'))],
  ['in the middle of an entry', (text: string) => text.slice(0, text.lastIndexOf('trail/settled'))],
  ['behind an entry', (text: string) => text.slice(0, text.lastIndexOf('{"kind":"entry"'))],
])('says that a bundle was cut off %s', (_, cut) => {
  const lines = cut(bundle.join('\n')).replace(/\n$/, '').split('\n');
  const faults = faultsOf(lines);
  expect(faults[0]).toMatchObject({ what: 'dropped', of: 'entry', at: `${chain.length}` });
  expect(faults.at(-1)).toEqual({ what: 'dropped', of: 'end', at: 'the end of the file' });
});

test.each([
  ['null', 'unreadable'],
  ['[]', 'unreadable'],
  ['{}', 'unreadable'],
  ['{"kind":"entry"}', 'unreadable'],
  ['{"kind":"record"}', 'unreadable'],
  ['{"kind":"__proto__"}', 'unreadable'],
  ['{"kind":"checkpoint","note":7}', 'unreadable'],
  [`{"kind":"entry","entry":${'['.repeat(20_000)}${']'.repeat(20_000)},"hash":""}`, 'unreadable'],
])('goes on behind a line that says %.40s', (line, what) => {
  const middle = places('record')[2] as number;
  const faults = faultsOf([...bundle.slice(0, middle), line, ...bundle.slice(middle)]);
  expect(faults).toContainEqual({ what, of: 'line', at: `${middle + 1}` });
});

test.each([
  ['nothing', '{"kind":"end"}'],
  ['other counts', (bundle.at(-1) as string).replace('"record":4', '"record":3')],
  ['another signature', (bundle.at(-1) as string).replace(/"signature":".{4}/, '"signature":"AAAA')],
  ['no signature', (bundle.at(-1) as string).replace(/,"signature":".*"/, '')],
  ['a number for one', (bundle.at(-1) as string).replace(/"signature":".*"/, '"signature":7')],
])('reports a last line that says %s', (_, line) => {
  const faults = faultsOf([...bundle.slice(0, -1), line]);
  expect(faults).toContainEqual({ what: 'signature', of: 'end', at: 'the end of the file' });
});

test('keeps no more than a thousand faults', () => {
  const { faults, moreFaults } = verified([...bundle, ...Array.from({ length: 5000 }, () => '')]);
  expect([faults.length, moreFaults]).toEqual([1000, 4000]);
});

test.each([
  ['{"kind":"header","version":3}', /does not have what a header has/],
  ['{"kind":"header","version":1}', /form 1, this is read in forms 2 and 3/],
  [JSON.stringify({ ...JSON.parse(bundle[0] as string), log: 'both' }), /does not have what a header has/],
  ['{"kind":"entry"}', /header is not the first line/],
  ['null', /no such kind/],
])('takes nothing for a bundle that begins with %.50s', (line, message) => {
  expect(() => verified([line, ...bundle.slice(1)])).toThrow(message);
});

test('reads bundles of the form before this one, whose last line has one hash over all', () => {
  const former = bundle.filter((line) => !line.startsWith('{"kind":"head"')).slice(0, -1);
  former[0] = (former[0] as string).replace('"version":3', '"version":2');
  const counts = { header: 1, checkpoint: 3, contradiction: 2, receipt: 4, record: 4, entry: 15, countersignature: 1 };
  const hash = createHash('sha256')
    .update(`${former.join('\n')}\n`)
    .digest('hex');
  const text = `keydesk-bundle-v2
header 1\ncheckpoint 3\nkept 0\ncontradiction 2\nreceipt 4\nrecord 4\ndisputed 0\ninclusion 0\nentry 15\nend 0
countersignature 1\n${hash}\n`;
  const whole = [...former, JSON.stringify({ kind: 'end', counts, signature: signText(server, text) })];
  expect(faultsOf(whole)).toEqual([]);
  const renamed = whole.map((line) => line.replace('Zürich', 'Zug'));
  expect(faultsOf(renamed).at(-1)).toEqual({ what: 'signature', of: 'end', at: 'the end of the file' });
  expect(faultsOf(whole.filter((_, at) => at !== 1))).toContainEqual({
    what: 'dropped',
    of: 'checkpoint',
    at: '2 of 3',
  });
});
