import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { initial } from '../../server/store/migrations/0010-initial.ts';
import { tokenManagement } from '../../server/store/migrations/0020-token-management.ts';
import { deliveries } from '../../server/store/migrations/0030-deliveries.ts';
import { openStore } from '../../server/store/store.ts';
import { temporaryDirectory } from './server-process.ts';

test('carries people over into a resolver of our own for each realm, with their ids and their tokens', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  old.pragma('foreign_keys = ON');
  for (const step of [initial, tokenManagement, deliveries]) old.exec(step);
  old.exec(`
    CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL);
    INSERT INTO migrations VALUES (30, 'deliveries', 'then');
    INSERT INTO realms VALUES (1, 'office', 1);
    INSERT INTO people (id, realm, username, user_id, given_name, surname, email, mobile, phone, office)
      VALUES (5, 'office', 'kim', '1', 'Kim', '', '', '', '', 'Hull');
    INSERT INTO credentials (serial, type, owner_id, active, revoked, locked, failcount, maxfail, counter, count_window,
      sync_window, otp_length, hash, time_step, time_window, time_shift, public_id, seed, rollout_state, description,
      begun_at, tries, successes)
      VALUES ('A', 'hotp', 5, 1, 0, 0, 0, 10, 0, 10, 1000, 6, 'sha1', 30, 180, 0, '', x'01', '', '', 'then', 0, 0);
  `);
  old.close();

  const store = await openStore(file, { now: () => new Date() });
  expect(await store.people.find('office', 'kim')).toMatchObject({ id: 5, resolver: 'office', office: 'Hull' });
  expect((await store.credentials.bySerial('A'))?.ownerId).toBe(5);
  expect(await store.realmMembers.of('office')).toEqual([{ resolver: 'office', type: 'internal', priority: null }]);
  expect(await store.ownPeople.find('office', 'kim')).toMatchObject({ givenName: 'Kim', passwordHash: null });
  await expect(store.db.deleteFrom('people').execute()).rejects.toThrow('FOREIGN KEY');
  await store.close();
  const migrated = new Database(file);
  expect(migrated.pragma('foreign_key_check')).toEqual([]);
  migrated.close();
  directory.remove();
});
