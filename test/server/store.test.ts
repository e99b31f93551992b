import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstBrokenLink } from '../../domain/audit.ts';
import { auditLog } from '../../server/store/audit-log.ts';
import { credentials, newCredential } from '../../server/store/credentials.ts';
import { type Db, openDatabase } from '../../server/store/database.ts';
import { groupCommit } from '../../server/store/group-commit.ts';
import { temporaryDirectory } from './server-process.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let db: Db;
const now = () => new Date('2026-11-21T12:00:00Z');
beforeEach(() => {
  directory = temporaryDirectory();
  db = openDatabase(join(directory.path, 'store.sqlite'), { now });
});
afterEach(() => {
  db.close();
  directory.remove();
});

const entry = { at: now().toISOString(), actor: 'a', action: 'test/done', subject: 's', detail: { n: 1 } };

test('is durable at every commit, also when opened again', () => {
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  db.close();
  db = openDatabase(join(directory.path, 'store.sqlite'), { now });
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
});

test('changes and deletes nothing of the audit, and finds where it was altered behind its back', () => {
  const audit = auditLog(db);
  for (let turn = 0; turn < 5; turn += 1) db.transaction(() => audit.append(entry))();
  expect(() => db.prepare("UPDATE audit SET actor = 'b'").run()).toThrow(/append-only/);
  expect(() => db.prepare('DELETE FROM audit').run()).toThrow(/append-only/);
  expect(firstBrokenLink(audit.entries())).toBeUndefined();
  db.exec('DROP TRIGGER audit_no_update');
  db.prepare('UPDATE audit SET detail = \'{"n":2}\' WHERE position = 3').run();
  expect(firstBrokenLink(audit.entries())).toBe(3);
});

test('writes no audit entry outside the transaction of its effect', () => {
  expect(() => auditLog(db).append(entry)).toThrow(/transaction/);
});

test('commits what comes in one turn together, and answers after the commit', async () => {
  const commits = groupCommit(db);
  const audit = auditLog(db);
  const reader = new Database(join(directory.path, 'store.sqlite'), { readonly: true });
  const seen = () => (reader.prepare('SELECT count(*) AS count FROM audit').get() as { count: number }).count;
  const walBefore = db.pragma('wal_checkpoint(PASSIVE)') as { log: number }[];
  const counts = await Promise.all(
    Array.from({ length: 50 }, () => commits.run(() => audit.append(entry).position).then(() => seen())),
  );
  expect(counts).toEqual(Array(50).fill(50));
  const walAfter = db.pragma('wal_checkpoint(PASSIVE)') as { log: number }[];
  expect((walAfter[0]?.log ?? 0) - (walBefore[0]?.log ?? 0)).toBeLessThan(40);
  reader.close();
});

test('fails only the piece of work that throws, and undoes all of it', async () => {
  const commits = groupCommit(db);
  const audit = auditLog(db);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 9 }, (_, place) =>
      commits.run(() => {
        audit.append(entry);
        if (place === 4) throw new Error('this one fails');
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect(audit.head().position).toBe(8);
  expect(firstBrokenLink(audit.entries())).toBeUndefined();
});

test('moves a counter only from where it was read, and never one of an ended credential', () => {
  const store = credentials(db);
  const id = store.add({ ...newCredential, type: 'hotp', serial: 'A', begunAt: '', seed: Buffer.alloc(1) });
  expect(store.accept(id, 0, 4, 0, '', true)).toBe(true);
  expect(store.accept(id, 0, 4, 0, '', true)).toBe(false);
  expect(store.accept(id, 3, 5, 0, '', true)).toBe(false);
  expect(store.bySerial('A')?.counter).toBe(4);
  store.end(id, '2026-11-21');
  expect(store.accept(id, 4, 5, 0, '', true)).toBe(false);
  expect(store.bySerial('A')).toBeUndefined();
});

test('tells everybody when the commit itself fails', async () => {
  const commits = groupCommit(db);
  const insert = db.prepare("INSERT INTO credential_info (credential_id, name, value) VALUES (999999, 'x', 'y')");
  db.pragma('defer_foreign_keys = ON');
  await expect(commits.run(() => insert.run())).rejects.toThrow(/FOREIGN KEY/);
  expect(db.inTransaction).toBe(false);
  await expect(commits.run(() => 1)).resolves.toBe(1);
});
