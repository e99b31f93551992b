import { expect, test } from 'vitest';
import { databaseOf } from '../../server/store/location.ts';
import { openStore } from '../../server/store/store.ts';
import { dataDirectory, isOnPostgres } from './data-directory.ts';
import { rawSql } from './raw-sql.ts';

/** Tables that no station is told of. What is not named here is counted, so that a new table is never missed. */
const silent: readonly string[] = [
  ...[
    'administrator_readings',
    'audit',
    'audit_head',
    'audit_heads',
    'challenges',
    'checkpoints',
    'content_parts',
    'content_revision',
    'credential_info',
    'credential_realms',
  ],
  ...['disputed_records', 'enrolment_secrets', 'gate_sessions', 'guesses', 'living_tokens', 'message_routes'],
  ...[
    'messages',
    'migrations',
    'own_people',
    'policy_revision',
    'pool_misses',
    'receipt_keys',
    'records',
    'staged_keys',
    'stations',
  ],
  ...['contradictions', 'countersignatures', 'system_settings', 'temporary_codes', 'tree_tiles', 'turns'],
];

test('counts every change of a table that stations are told of', async () => {
  const directory = await dataDirectory();
  const store = await openStore(databaseOf(directory.path), { now: () => new Date() });
  const rows = await rawSql<{ name: string }>(
    store,
    isOnPostgres()
      ? `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_trigger
          WHERE tgrelid = tablename::regclass AND tgname LIKE 'content%') ORDER BY 1`
      : `SELECT name FROM sqlite_master AS tables WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND NOT EXISTS
          (SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = tables.name AND name LIKE 'content%')
          AND name NOT LIKE '%_search%'`,
  );
  const uncounted = rows.map(({ name }) => name).filter((name) => !silent.includes(name));
  await store.close();
  directory.remove();
  expect(uncounted).toEqual([]);
});

test.skipIf(isOnPostgres())('counts every change by a random step, in the UPDATE that counts it', async () => {
  const directory = await dataDirectory();
  const store = await openStore(databaseOf(directory.path), { now: () => new Date() });
  const counting = await rawSql<{ name: string; sql: string }>(
    store,
    `SELECT name, sql FROM sqlite_master WHERE type = 'trigger'
      AND (sql LIKE '%UPDATE content_revision%' OR sql LIKE '%UPDATE living_tokens%')`,
  );
  await store.close();
  directory.remove();
  expect(counting.length).toBeGreaterThan(50);
  expect(counting.filter(({ sql }) => !sql.includes('+ 1 + abs(random()')).map(({ name }) => name)).toEqual([]);
  expect(counting.filter(({ name }) => name.endsWith('_step'))).toEqual([]);
});
