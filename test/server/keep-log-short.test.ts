import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepLogShort } from '../../server/store/keep-log-short.ts';
import { readThrough } from '../../server/store/read-through.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keydesk-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A file whose log nobody copies but who is asked to. */
function opened(file: string) {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.exec('CREATE TABLE filled (id INTEGER PRIMARY KEY, text TEXT)');
  const add = db.prepare('INSERT INTO filled (text) VALUES (hex(zeroblob(1500)))');
  const log = () => (db.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }])[0];
  return { db, log, fill: db.transaction((rows: number) => void Array.from({ length: rows }, () => add.run())) };
}

test('copies a long log beside the one who writes, who then begins it anew', async () => {
  const file = join(directory, 'log.sqlite');
  const { db, log, fill } = opened(file);
  const kept = keepLogShort(file);
  fill(2000);
  expect(log().log).toBeGreaterThan(1000);
  await vi.waitFor(() => expect(log().checkpointed).toBe(log().log), { timeout: 30_000 });
  // It may be about to let go of the log when all of it is copied.
  let more = 0;
  await vi.waitFor(() => {
    fill(1);
    more += 1;
    expect(log().log).toBeLessThan(10);
  }, 30_000);
  await kept.close();
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.prepare('SELECT count(*) FROM filled').pluck().get()).toBe(2000 + more);
  db.close();
});

test('leaves a short log to the one who writes', async () => {
  const file = join(directory, 'log.sqlite');
  const { db, log, fill } = opened(file);
  const kept = keepLogShort(file);
  fill(100);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(log().checkpointed).toBe(0);
  await kept.close();
  db.close();
});

test('ends when it is told to, also when it could not begin', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const kept = keepLogShort(join(directory, 'nowhere', 'log.sqlite'));
  await kept.close();
  expect(said).toHaveBeenCalledTimes(1);
  said.mockRestore();
});

test('reads a file through, and leaves one alone that memory has no room for', async () => {
  const small = join(directory, 'small');
  writeFileSync(small, Buffer.alloc(3_000_000));
  await readThrough(small);
  const large = join(directory, 'large');
  writeFileSync(large, '');
  truncateSync(large, 2 ** 43);
  // To read eight terabytes would take hours.
  await readThrough(large);
});
