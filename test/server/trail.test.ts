import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCheckpoint, readNote } from '../../domain/log/checkpoint.ts';
import { receiptCode } from '../../domain/paper/receipt-code.ts';
import { exportBundle } from '../../server/commands/export.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { type House, openHouse } from './house.ts';
import { temporaryDirectory } from './server-process.ts';

let house: House;
const directory = temporaryDirectory();
const bundle = join(directory.path, 'bundle.jsonl');
let contentHash = '';
let record = '';

beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  const station = await house.enrol();
  for (const serial of ['30000001', '30000002', '30000003']) {
    const made = await station.issue({ serial, controller: serial.endsWith('2') ? 'mallory' : 'root' });
    // The first desk of all did not say where it stood yet.
    const stood = { offMinutes: 0, heardAt: '2026-11-21T11:00:00.000Z', snapshot: 'v1', office: 'bern' };
    const signed = serial.endsWith('1') ? made : station.sign({ ...made.record, desk: stood });
    const { json } = await station.put(signed);
    if (json.receipt !== undefined) ({ contentHash, record } = json.receipt);
    station.follow(signed);
    await makeCheckpoint(house.server.installation);
    await house.client.form('/validate/check', { user: 'amara.okafor', pass: '000000' });
  }
  await exportBundle(house.server.installation, bundle);
}, 120_000);
afterAll(async () => {
  await house.close();
  directory.remove();
});

function verify(file: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build/verify.ts', file, ...options], {
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

/** The bundle with some of its lines changed, in a file of its own. */
function changed(name: string, change: (lines: string[]) => string[]): string {
  const file = join(directory.path, name);
  writeFileSync(file, `${change(readFileSync(bundle, 'utf8').trimEnd().split('\n')).join('\n')}\n`);
  return file;
}

const entry = (line: string, position: number) =>
  line.startsWith(`{"kind":"entry"`) && line.includes(`"position":${position},`);
const key = () => house.server.installation.keys.receipt.publicKey;

async function notes(): Promise<string[]> {
  const all: string[] = [];
  for await (const { note } of house.server.installation.store.checkpoints.each()) all.push(note);
  return all;
}

test('makes a checkpoint whenever the audit has grown, each over all before it', async () => {
  const made = await notes();
  const sizes = made.map((note) => readCheckpoint(readNote(note)?.text ?? '')?.size ?? -1);
  expect(sizes.length).toBeGreaterThanOrEqual(4);
  expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
  expect(sizes.at(-1)).toBe((await house.server.installation.store.audit.head()).position);
  await makeCheckpoint(house.server.installation);
  expect(await notes()).toEqual(made);
});

test('exports what is verified without a server, also with a record that was disputed', () => {
  const { status, text } = verify(bundle, '--key', key());
  expect(text).toMatch(/Nothing was changed, dropped, moved or added\.\n$/);
  expect(status).toBe(0);
});

test.each([
  ['the text of its code', () => `KEYDESK1:${record}:${contentHash}`, 0, 'is here, unchanged'],
  [
    'its code as printed, with the server’s place',
    () => receiptCode({ record, contentHash, position: 7 }),
    0,
    'is here, unchanged',
  ],
  ['its hash, in groups', () => contentHash.replace(/.{8}/g, '$& '), 0, 'is here, unchanged'],
  ['its hash in capitals', () => contentHash.toUpperCase(), 0, 'is here, unchanged'],
  ['another record’s hash', () => `KEYDESK1:${record}:${'0'.repeat(64)}`, 1, 'and was changed'],
  ['a record that is not here', () => `KEYDESK1:${'0'.repeat(32)}:${contentHash}`, 1, 'is not here'],
  ['a hash that is not here', () => '0'.repeat(64), 1, 'is not here'],
  ['half a hash', () => contentHash.slice(0, 32), 2, 'KEYDESK1:record:hash'],
])('looks for the record of a receipt by %s', (_, text, status, sentence) => {
  const told = verify(bundle, '--receipt', text());
  expect(told.text).toContain(sentence);
  expect(told.status).toBe(status);
  if (status === 0) expect(told.text).toContain('issued token 30000003, amara.okafor@office, by root');
  if (status === 0) expect(told.text).toMatch(/number 3 of station \w+ in office bern$/m);
});

test('holds a checkpoint that was kept elsewhere against the bundle', async () => {
  const [first = '', , third = ''] = await notes();
  const [kept, cut] = [join(directory.path, 'kept.txt'), changed('shorter.jsonl', (lines) => lines.slice(0, -6))];
  writeFileSync(kept, third);
  expect(verify(bundle, '--checkpoint', kept)).toMatchObject({ status: 0 });
  expect(verify(bundle, '--checkpoint', kept).text).toContain('as the checkpoint that was kept');
  expect(verify(cut, '--checkpoint', kept).status).toBe(1);
  writeFileSync(kept, first.replace(/^\d+$/m, '3'));
  expect(verify(bundle, '--checkpoint', kept).text).toContain('no checkpoint that was signed by the key');
});

test('tells a program the same', () => {
  const { status, text } = verify(bundle, '--key', key(), '--json');
  expect(JSON.parse(text)).toMatchObject({
    holds: true,
    faults: [],
    log: 'server',
    counts: { record: 2, disputed: 1 },
  });
  expect(status).toBe(0);
  const broken = changed('for-a-program.jsonl', (lines) => lines.filter((line) => !entry(line, 5)));
  expect(JSON.parse(verify(broken, '--json').text)).toMatchObject({
    holds: false,
    faults: [
      { what: 'dropped', of: 'entry', at: '5' },
      { what: 'dropped', of: 'entry', at: expect.stringContaining(' of ') },
    ],
  });
});

test('holds no secret that could be opened', () => {
  expect(readFileSync(bundle, 'utf8')).not.toMatch(/privateKey|password_hash|"pinHash"/);
});

test.each([
  [
    'changed',
    (lines: string[]) => lines.map((line) => (entry(line, 5) ? line.replace('"actor":"', '"actor":"x') : line)),
    /Entry 5 was changed: .* There stands now: entry 5 of 2026-11-21T12:00:00.000Z, x/,
  ],
  [
    'dropped',
    (lines: string[]) => lines.filter((line) => !entry(line, 5)),
    /Entry 5 was dropped: the next one there is entry 6. It stood behind: entry 4 of 2026-11-21/,
  ],
  [
    'moved',
    (lines: string[]) => [
      ...lines.slice(0, -1).filter((line) => !entry(line, 5)),
      ...lines.filter((line) => entry(line, 5)),
      ...lines.slice(-1),
    ],
    /Entry 5 was moved: it stands elsewhere/,
  ],
  [
    'added',
    (lines: string[]) => lines.flatMap((line) => (entry(line, 5) ? [line, line] : [line])),
    /An entry was added: there are two at place 5\./,
  ],
  ['cut off', (lines: string[]) => lines.slice(0, -2), /Entry \d+ was dropped: the audit was cut off there/],
  ['without its last line', (lines: string[]) => lines.slice(0, -1), /The last line is not there/],
  ['not JSON', (lines: string[]) => [...lines, '{"kind":'], /Line \d+ cannot be read/],
  [
    'put in its header',
    (lines: string[]) => lines.map((line, at) => (at === 0 ? line.replace('2026-', '2025-') : line)),
    /The header was changed: it is not as it was exported\./,
  ],
  [
    'said twice',
    (lines: string[]) => lines.map((line) => line.replace(/^\{"kind":"receipt",/, '{"kind":"receipt","signature":"",')),
    /Line \d+ was changed: it is not written as bundles are\./,
  ],
  [
    'counted',
    (lines: string[]) => lines.flatMap((line) => (entry(line, 5) ? [line, line] : [line])),
    /An entry was added: there are \d+ of \d+\./,
  ],
])('names what was %s', (name, change, sentence) => {
  const { status, text } = verify(changed(`${name}.jsonl`, change), '--key', key());
  expect(text).toMatch(sentence);
  expect(status).toBe(1);
});

test('takes what other programs call the end of a line for a part of a name', async () => {
  const { installation } = house.server;
  const actor = 'somebody\u2028of two\u0085lines';
  await installation.store.commits.run(async ({ audit }) =>
    audit.append({ at: installation.now().toISOString(), actor, action: 'test/act', subject: 'e\u0301', detail: {} }),
  );
  const file = join(directory.path, 'two-lines.jsonl');
  await exportBundle(installation, file);
  expect(readFileSync(file, 'utf8')).toContain(actor);
  expect(verify(file, '--key', key())).toMatchObject({ status: 0 });
  const mailed = join(directory.path, 'mailed.jsonl');
  writeFileSync(mailed, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
  expect(verify(mailed, '--key', key())).toMatchObject({ status: 0 });
});

test('names a line that is no text, or longer than any', () => {
  const bytes = readFileSync(bundle);
  const at = bytes.lastIndexOf('{"kind":"entry"');
  const torn = join(directory.path, 'torn.jsonl');
  writeFileSync(torn, Buffer.concat([bytes.subarray(0, at + 60), Buffer.of(0xc3), bytes.subarray(at + 61)]));
  const long = join(directory.path, 'long.jsonl');
  writeFileSync(long, Buffer.concat([bytes.subarray(0, at), Buffer.alloc(9_000_000, ' '), bytes.subarray(at)]));
  for (const file of [torn, long]) {
    const { status, text } = verify(file);
    expect(text).toMatch(/^Entry \d+ was dropped: the audit was cut off there/m);
    expect(text).toMatch(/^Line \d+ cannot be read: it was changed or added/m);
    expect(status).toBe(1);
  }
});

test('says that there is nothing to compare a server’s bundle with another one for', () => {
  const { status, text } = verify(bundle, '--server', bundle);
  expect([status, text]).toEqual([
    2,
    expect.stringContaining('--server is the bundle of a server, held against that of a desk'),
  ]);
});

test('believes another key only when nobody says which is right', () => {
  const other = 'A'.repeat(43);
  expect(verify(bundle, '--key', other).text).toMatch(/signature of the (receipt|checkpoint)/);
});

test('takes a key that begins with a dash for a key', () => {
  const { status, text } = verify(bundle, '--key', `-${'A'.repeat(42)}`);
  expect([status, text]).toEqual([1, expect.not.stringContaining('ambiguous')]);
});

test.each([
  [[], 'one file is wanted'],
  [['no-such-file'], 'no bundle that can be read'],
  [['package.json'], 'no bundle that can be read'],
  [['package.json', '--key', 'short'], 'the key has 43 letters'],
  [['package.json', '--checkpoint', 'no-such-note'], 'no-such-note'],
])('says what is wrong with %j', (options, sentence) => {
  const [file = '', ...more] = options;
  const { status, text } = options.length === 0 ? verify('--json') : verify(file, ...more);
  expect(text).toContain(sentence);
  expect(status).toBe(2);
});
