import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../server/store/migrations.ts';
import { openStore } from '../../server/store/store.ts';
import { temporaryDirectory } from './server-process.ts';

test('an open challenge of the schema before still waits for its code', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  for (const { number, sqlite } of migrations) if (number < 80) old.exec(sqlite);
  old.exec(`
    CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL);
    INSERT INTO migrations VALUES (70, 'shared-database', 'then');
    INSERT INTO credentials (id, serial, type, active, revoked, locked, failcount, maxfail, counter, count_window,
      sync_window, otp_length, hash, time_step, time_window, time_shift, public_id, seed, rollout_state, description,
      begun_at, tries, successes)
      VALUES (3, 'A', 'hotp', 1, 0, 0, 0, 10, 0, 10, 1000, 6, 'sha1', 30, 180, 0, '', x'01', '', '', 'then', 0, 0);
    INSERT INTO challenges VALUES ('01234567890123456789', 3, '2026-11-22', '2026-11-23');
  `);
  old.close();
  const store = await openStore(file, { now: () => new Date() });
  expect(await store.challenges.open('01234567890123456789', '2026-11-22T12')).toEqual([
    {
      ...{ transactionId: '01234567890123456789', credentialId: 3, begunAt: '2026-11-22', endsAt: '2026-11-23' },
      ...{ counter: null, question: null, data: '', received: 0, answeredAt: null },
    },
  ]);
  await store.close();
  directory.remove();
});
