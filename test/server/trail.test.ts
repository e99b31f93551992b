import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCheckpoint, readNote } from '../../domain/log/checkpoint.ts';
import { exportBundle } from '../../server/commands/export.ts';
import { makeCheckpoint } from '../../server/trail/checkpoint.ts';
import { type House, openHouse } from './house.ts';
import { temporaryDirectory } from './server-process.ts';

let house: House;
const directory = temporaryDirectory();
const bundle = join(directory.path, 'bundle.jsonl');
let contentHash = '';

beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  const station = await house.enrol();
  for (const serial of ['30000001', '30000002', '30000003']) {
    const signed = await station.issue({ serial, controller: serial.endsWith('2') ? 'mallory' : 'root' });
    const { json } = await station.put(signed);
    contentHash = json.receipt?.contentHash ?? contentHash;
    station.follow(signed);
    await makeCheckpoint(house.server.installation);
    await house.client.form('/validate/check', { user: 'amara.okafor', pass: '000000' });
  }
  await exportBundle(house.server.installation, bundle);
}, 60_000);
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

test('makes a checkpoint whenever the audit has grown, each over all before it', async () => {
  const notes = await house.server.installation.store.checkpoints.notes();
  const sizes = notes.map((note) => readCheckpoint(readNote(note)?.text ?? '')?.size ?? -1);
  expect(sizes.length).toBeGreaterThanOrEqual(4);
  expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
  expect(sizes.at(-1)).toBe((await house.server.installation.store.audit.head()).position);
  await makeCheckpoint(house.server.installation);
  expect(await house.server.installation.store.checkpoints.notes()).toEqual(notes);
});

test('exports what is verified without a server, also with a record that was disputed', () => {
  const { status, text } = verify(bundle, '--key', key());
  expect(text).toMatch(/Nothing was changed, dropped, moved or added\.\n$/);
  expect(status).toBe(0);
  expect(verify(bundle, '--hash', contentHash).status).toBe(0);
  expect(verify(bundle, '--hash', '0'.repeat(64)).text).toContain('No record has the hash');
});

test('holds no secret that could be opened', () => {
  expect(readFileSync(bundle, 'utf8')).not.toMatch(/privateKey|password_hash|"pinHash"/);
});

test.each([
  [
    'changed',
    (lines: string[]) => lines.map((line) => (entry(line, 5) ? line.replace('"actor":"', '"actor":"x') : line)),
    'Entry 5 was changed.',
  ],
  ['dropped', (lines: string[]) => lines.filter((line) => !entry(line, 5)), 'Entry 5 was dropped.'],
  [
    'moved',
    (lines: string[]) => [...lines.filter((line) => !entry(line, 5)), ...lines.filter((line) => entry(line, 5))],
    'Entry 5 was moved: it stands further on.',
  ],
  [
    'added',
    (lines: string[]) => lines.flatMap((line) => (entry(line, 5) ? [line, line] : [line])),
    'An entry was added: there are two at place 5.',
  ],
  ['cut off', (lines: string[]) => lines.slice(0, -1), 'was dropped.'],
  ['not JSON', (lines: string[]) => [...lines, '{"kind":'], 'Line'],
])('names what was %s', (name, change, sentence) => {
  const { status, text } = verify(changed(`${name}.jsonl`, change), '--key', key());
  expect(text).toContain(sentence);
  expect(status).toBe(1);
});

test('believes another key only when nobody says which is right', () => {
  const other = 'A'.repeat(43);
  expect(verify(bundle, '--key', other).text).toMatch(/signature of (receipt|checkpoint)/);
});

test.each([
  [[], 'one file is wanted'],
  [['no-such-file'], 'no bundle that can be read'],
  [['package.json'], 'no bundle that can be read'],
])('says what is wrong with %j', (options, sentence) => {
  const [file = '', ...more] = options;
  const { status, text } = options.length === 0 ? verify('--hash=0') : verify(file, ...more);
  expect(text).toContain(sentence);
  expect(status).toBe(2);
});
