import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { initial } from '../../server/store/migrations/0010-initial.ts';
import { tokenManagement } from '../../server/store/migrations/0020-token-management.ts';
import { migrations } from '../../server/store/migrations.ts';
import { searchPeople } from '../../server/store/people-search.ts';
import { openStore } from '../../server/store/store.ts';
import { temporaryDirectory } from './server-process.ts';

test('carries credentials over into a schema with several realms, validity and uses', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  old.exec(initial);
  old.exec(`
    CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL);
    INSERT INTO migrations VALUES (10, 'initial', '2026-11-20T00:00:00Z');
    INSERT INTO realms VALUES (1, 'office', 1);
    INSERT INTO people (id, realm, username, user_id, given_name, surname, email, mobile, phone, office)
      VALUES (5, 'office', 'kim', '1', '', '', '', '', '', '');
    INSERT INTO tokens VALUES ('123', 'm', 'f', 'usb', 'issued', 'now');
  `);
  const row = (serial: string, realm: string, slot: string, ended: string) =>
    old.exec(`INSERT INTO credentials (serial, type, token_serial, slot, owner_id, realm, active, revoked, locked,
        failcount, maxfail, counter, count_window, sync_window, otp_length, hash, time_step, time_window, time_shift,
        public_id, seed, rollout_state, description, issuance, begun_at, ended_at)
      VALUES ('${serial}', 'hotp', ${slot === 'NULL' ? 'NULL' : "'123'"}, ${slot}, 5, ${realm}, 1, 0, 0, 2, 10, 42, 10,
        1000, 6, 'sha1', 30, 180, 0, '', x'01', '', 'd', NULL, 'begun', ${ended})`);
  row('A', "'office'", '1', 'NULL');
  row('A', "'office'", '1', "'2026-11-19'");
  row('B', 'NULL', 'NULL', 'NULL');
  old.close();

  const store = await openStore(file, { now: () => new Date() });
  const [a, b] = [await store.credentials.bySerial('A'), await store.credentials.bySerial('B')];
  expect(a).toMatchObject({
    ownerId: 5,
    counter: 42,
    failcount: 2,
    tokenSerial: '123',
    slot: 1,
    maxTries: null,
    tries: 0,
  });
  expect(await store.tokenRealms.of(a?.id ?? -1)).toEqual(['office']);
  expect(await store.tokenRealms.of(b?.id ?? -1)).toEqual([]);
  await store.close();
  const migrated = new Database(file);
  expect(migrated.prepare('SELECT count(*) AS count FROM credentials').get()).toEqual({ count: 3 });
  expect(migrated.pragma('foreign_key_check')).toEqual([]);
  expect(() => migrated.exec("UPDATE credentials SET ended_at = NULL WHERE serial = 'A'")).toThrow(/UNIQUE/);
  migrated.close();
  directory.remove();
});

test('carries records and enrolment codes over into a schema where records cannot be changed', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  old.exec(initial);
  old.exec(tokenManagement);
  const text = `keydesk-record-v1\n${JSON.stringify({ kind: 'issued', credential: { issuance: 'i1' } })}`;
  old.exec(`
    CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL);
    INSERT INTO migrations VALUES (10, 'initial', 'then'), (20, 'token-management', 'then');
    INSERT INTO stations VALUES ('st1', 'Desk', 'key', 'then', NULL, 2, 'hash');
    INSERT INTO records VALUES ('r1', 'st1', 1, 'issued', 'c1', '${text}', 's', '{}', 'then');
    INSERT INTO records VALUES ('r2', 'st1', 2, 'stopped', 'c2', 'keydesk-record-v1\n{}', 's', '{}', 'then');
    INSERT INTO enrolment_secrets VALUES ('h', 'then', 'later', NULL), ('used', 'then', 'later', 'then');
  `);
  old.close();

  const store = await openStore(file, { now: () => new Date() });
  expect(await store.records.find('r1')).toMatchObject({ issuance: 'i1', receipt: '{}' });
  expect(await store.records.find('r2')).toMatchObject({ issuance: null });
  expect(await store.records.stationOfIssuance('i1')).toBe('st1');
  expect(await store.stations.tookSecret('used', 'st1')).toBe(false);
  expect(await store.stations.takeSecret('h', 'a while', 'st1')).toEqual({ office: null });
  expect(await store.stations.tookSecret('h', 'st1')).toBe(true);
  await expect(store.db.deleteFrom('records').execute()).rejects.toThrow('append-only');
  await expect(store.db.updateTable('records').set({ receipt: '' }).execute()).rejects.toThrow('append-only');
  await store.close();
  directory.remove();
});

test('finds people who were there before by any part of their names', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  old.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL)');
  for (const { number, name, sqlite } of migrations.filter((step) => step.number < 300)) {
    old.exec(sqlite);
    old.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(number, name, 'then');
  }
  old.exec(`
    INSERT INTO people (realm, resolver, username, user_id, given_name, surname, email, mobile, phone, office, gone_at)
      VALUES ('office', 'office', 'u1', '1', 'Hana', 'Nováková', 'hana@example.com', '', '', '', NULL),
             ('office', 'office', 'u2', '2', 'Jana', 'Nováková', '', '', '', '', 'then');
  `);
  old.close();
  const store = await openStore(file, { now: () => new Date() });
  const found = await searchPeople(store.db, ['nová', 'han'], { offset: 0, limit: 10 });
  expect(found.map(({ username }) => username)).toEqual(['u1']);
  await store.close();
  directory.remove();
});

test('wakes what lay in a box when the server was made new', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  old.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL)');
  for (const { number, name, sqlite } of migrations.filter((step) => step.number < 320)) {
    old.exec(sqlite);
    old.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(number, name, 'then');
  }
  old.exec(`
    INSERT INTO tokens (serial, model, firmware, transport, state, office, changed_at)
      VALUES ('1', '', '', 'usb', 'in transit', NULL, 'then'), ('2', '', '', 'usb', 'in stock', NULL, 'then');
    INSERT INTO credentials (serial, type, token_serial, active, revoked, locked, failcount, maxfail, counter, count_window,
      sync_window, otp_length, hash, time_step, time_window, time_shift, public_id, seed, rollout_state, description, begun_at,
      tries, successes)
      VALUES ('UBOM1_1', 'hotp', '1', 0, 0, 0, 0, 10, 0, 10, 1000, 6, 'sha1', 30, 180, 0, '', x'00', '', '', 'then', 0, 0),
             ('UBOM2_1', 'hotp', '2', 0, 0, 0, 0, 10, 0, 10, 1000, 6, 'sha1', 30, 180, 0, '', x'00', '', '', 'then', 0, 0);
  `);
  old.close();
  const store = await openStore(file, { now: () => new Date() });
  await store.tokens.wake(['1', '2']);
  expect(await store.credentials.bySerial('UBOM1_1')).toMatchObject({ active: 1 });
  expect(await store.credentials.bySerial('UBOM2_1')).toMatchObject({ active: 0 });
  await store.close();
  directory.remove();
});

test('states what was disputed before conflicts were told apart, and nothing of what was taken', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  old.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL)');
  for (const { number, name, sqlite } of migrations.filter((step) => step.number < 270)) {
    old.exec(sqlite);
    old.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(number, name, 'then');
  }
  old.exec(`
    INSERT INTO stations (id, name, public_key, enrolled_at, last_sequence, last_hash)
      VALUES ('st1', 'Desk', 'key', 'then', 2, 'hash');
    INSERT INTO records VALUES ('r1', 'st1', 1, 'issued', 'c1', 'text', 's', '{}', 'then', NULL);
    INSERT INTO disputed_records (content_hash, id, station, sequence, failure, reason, text, signature, received_at)
      VALUES ('c1', 'r1', 'st1', 1, 'conflict', 'taken since', 't', 's', 'then'),
             ('c2', 'r2', 'st1', 2, 'conflict', 'anna may not control trust', 't', 's', 'then');
  `);
  old.close();

  const store = await openStore(file, { now: () => new Date() });
  expect(await store.conflicts.since('', 10)).toMatchObject([
    { record: 'r2', contentHash: 'c2', kind: 'other', facts: { reason: 'anna may not control trust' }, choice: null },
  ]);
  await store.close();
  directory.remove();
});

test('leaves those who could enrol over a token in use that right, which has a name of its own now', async () => {
  const directory = temporaryDirectory();
  const file = join(directory.path, 'old.sqlite');
  const old = new Database(file);
  old.exec('CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, ran_at TEXT NOT NULL)');
  for (const { number, name, sqlite } of migrations.filter((step) => step.number < 310)) {
    old.exec(sqlite);
    old.prepare('INSERT INTO migrations VALUES (?, ?, ?)').run(number, name, 'then');
  }
  const admin = old.prepare("INSERT INTO admins VALUES (?, 'hash', ?, 'then')");
  admin.run('everything', 'enrollHOTP enrollPW enrollSPASS assign');
  admin.run('hotp', 'enrollHOTP');
  admin.run('looks', 'tokenlist');
  old.close();
  const store = await openStore(file, { now: () => new Date() });
  const rightsOf = async (name: string) => (await store.admins.find(name))?.rights;
  expect(await rightsOf('everything')).toEqual([
    ...['enrollHOTP', 'enrollPW', 'enrollSPASS', 'assign', 'token_rollover', 'enrollREGISTRATION'],
  ]);
  expect(await rightsOf('hotp')).toEqual(['enrollHOTP', 'token_rollover']);
  expect(await rightsOf('looks')).toEqual(['tokenlist']);
  await store.close();
  directory.remove();
});
