import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newCredential } from '../../server/store/credentials.ts';
import { databaseOf } from '../../server/store/location.ts';
import { listPeople } from '../../server/store/people-list.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { auditEntries, brokenLinkOf } from './audit-chain.ts';
import { type DataDirectory, dataDirectory, isOnPostgres } from './data-directory.ts';
import { liftGuards, rawSql } from './raw-sql.ts';

let directory: DataDirectory;
let store: Store;
const now = () => new Date('2026-11-21T12:00:00Z');
beforeEach(async () => {
  directory = await dataDirectory();
  store = await openStore(databaseOf(directory.path), { now });
});
afterEach(async () => {
  await store.close();
  directory.remove();
});

const entry = { at: now().toISOString(), actor: 'a', action: 'test/done', subject: 's', detail: { n: 1 } };

test.skipIf(isOnPostgres())('is durable at every commit, also when opened again', async () => {
  const pragma = async (name: string) => {
    const { rows } = await store.commits.alone(({ db }) => sql`PRAGMA ${sql.raw(name)}`.execute(db));
    return Object.values(rows[0] as object)[0];
  };
  expect(await pragma('synchronous')).toBe(2);
  await store.close();
  store = await openStore(databaseOf(directory.path), { now });
  expect(await pragma('synchronous')).toBe(2);
  expect(await pragma('journal_mode')).toBe('wal');
  expect(await pragma('foreign_keys')).toBe(1);
  expect([await pragma('fullfsync'), await pragma('checkpoint_fullfsync')]).toEqual([1, 1]);
});

test('changes and deletes nothing of the audit, and finds where it was altered behind its back', async () => {
  for (let turn = 0; turn < 5; turn += 1) await store.commits.alone(async ({ audit }) => audit.append(entry));
  await expect(store.db.updateTable('audit').set({ actor: 'b' }).execute()).rejects.toThrow(/append-only/);
  await expect(store.db.deleteFrom('audit').execute()).rejects.toThrow(/append-only/);
  expect(await brokenLinkOf(store)).toBeUndefined();
  await liftGuards(store, 'audit');
  await rawSql(store, 'UPDATE audit SET detail = \'{"n":2}\' WHERE position = 3');
  expect(await brokenLinkOf(store)).toBe(3);
});

test('writes no audit entry outside the transaction of its effect', async () => {
  expect(() => store.audit.append(entry)).toThrow(/transaction/);
  await expect(store.audit.appendNow(entry)).rejects.toThrow(/transaction/);
});

test('chains what a transaction tells in its order, with places known before its end where they are asked for', async () => {
  const place = await store.commits.alone(async ({ audit }) => {
    audit.append({ ...entry, subject: 'first' });
    const { position } = await audit.appendNow({ ...entry, subject: 'second' });
    audit.append({ ...entry, subject: 'third' });
    return position;
  });
  const subjects = (await auditEntries(store)).map(({ subject }) => subject);
  expect(place).toBe(2);
  expect(subjects).toEqual(['first', 'second', 'third']);
  expect(await brokenLinkOf(store)).toBeUndefined();
});

test('answers when what was done can be seen from elsewhere', async () => {
  const other = await openStore(databaseOf(directory.path), { now });
  const counts = await Promise.all(
    Array.from({ length: 50 }, (_, place) =>
      store.commits
        .run(async ({ audit }) => audit.append({ ...entry, subject: `${place}` }))
        .then(async () => (await auditEntries(other)).some(({ subject }) => subject === `${place}`)),
    ),
  );
  expect(counts).toEqual(Array(50).fill(true));
  await other.close();
});

test.skipIf(isOnPostgres())('commits what comes in one turn together', async () => {
  const reader = new Database(databaseOf(directory.path));
  const frames = () => (reader.pragma('wal_checkpoint(PASSIVE)') as { log: number }[])[0]?.log ?? 0;
  const before = frames();
  await Promise.all(Array.from({ length: 50 }, () => store.commits.run(async ({ audit }) => audit.append(entry))));
  expect(frames() - before).toBeLessThan(40);
  reader.close();
});

test('fails only the piece of work that throws, and undoes all of it', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 9 }, (_, place) =>
      store.commits.run(async ({ audit }) => {
        audit.append(entry);
        if (place === 4) throw new Error('this one fails');
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect((await store.audit.head()).position).toBe(8);
  expect(await brokenLinkOf(store)).toBeUndefined();
});

test('lets nobody see half of a transaction, nor write into it', async () => {
  let during: string | undefined;
  let late: Promise<void> | undefined;
  await store.commits.alone(async ({ settings }) => {
    await settings.set('url', 'half');
    during = await store.settings.get('url');
    late = store.settings.set('guidelines', 'late');
    await settings.set('url', 'whole');
  });
  await late;
  expect(during).toBeUndefined();
  expect(await store.settings.get('url')).toBe('whole');
  expect(await store.settings.get('guidelines')).toBe('late');
});

test('reads all of one moment while somebody writes, and changes nothing', async () => {
  await store.settings.set('url', 'before');
  const seen = await store.commits.alone(async (writing) => {
    await writing.settings.set('url', 'half');
    return store.commits.reading(({ settings }) => settings.get('url'));
  });
  expect(seen).toBe('before');
  await store.commits.reading(async ({ settings, commits }) => {
    expect(await settings.get('url')).toBe('half');
    await store.commits.alone((writing) => writing.settings.set('url', 'after'));
    expect(await store.settings.get('url')).toBe('after');
    expect(await settings.get('url')).toBe('half');
    await expect(commits.reading(async () => 1)).rejects.toThrow(/within a transaction/);
  });
  await expect(store.commits.reading(({ settings }) => settings.set('url', 'read'))).rejects.toThrow(/read.?only/);
  expect(await store.settings.get('url')).toBe('after');
});

test('refuses a transaction within a transaction, and work on one that is over', async () => {
  let kept: Store | undefined;
  await store.commits.alone(async (transaction) => {
    kept = transaction;
    await expect(transaction.commits.run(async () => 1)).rejects.toThrow(/within a transaction/);
  });
  await expect(kept?.settings.set('url', 'too late')).rejects.toThrow(/over/);
});

test('moves a counter only from where it was read, and never one of an ended credential', async () => {
  const { credentials } = store;
  await credentials.add({ ...newCredential, type: 'hotp', serial: 'A', begunAt: '', seed: Buffer.alloc(1) });
  const read = async () => (await credentials.bySerial('A')) ?? expect.unreachable();
  const before = await read();
  expect(await credentials.accept(before, 4, 0, '', { tries: 1, successes: 1 })).toBe(true);
  expect(await credentials.accept(before, 4, 0, '', { tries: 1, successes: 1 })).toBe(false);
  expect(await credentials.accept({ ...before, counter: 3 }, 5, 0, '', { tries: 1, successes: 1 })).toBe(false);
  const moved = await read();
  expect(moved.counter).toBe(4);
  await credentials.end(moved.id, '2026-11-21');
  expect(await credentials.accept(moved, 5, 0, '', { tries: 1, successes: 1 })).toBe(false);
  expect(await credentials.bySerial('A')).toBeUndefined();
});

test('takes no code on a credential that was changed since it was decided on', async () => {
  const { credentials, changes } = store;
  const id = await credentials.add({ ...newCredential, type: 'hotp', serial: 'A', begunAt: '', seed: Buffer.alloc(1) });
  const before = (await credentials.bySerial('A')) ?? expect.unreachable();
  await changes.setPin(id, 'another');
  expect(await credentials.accept(before, 4, 0, '', { tries: 1, successes: 1 })).toBe(false);
  await changes.setPin(id, null);
  await changes.revoke(id);
  expect(await credentials.accept(before, 4, 0, '', { tries: 1, successes: 1 })).toBe(false);
});

test.skipIf(isOnPostgres())('tells everybody when the commit itself fails', async () => {
  const failing = store.commits.run(async ({ db }) => {
    await sql`PRAGMA defer_foreign_keys = ON`.execute(db);
    await db.insertInto('credential_info').values({ credential_id: 999999, name: 'x', value: 'y' }).execute();
  });
  await expect(failing).rejects.toThrow(/FOREIGN KEY/);
  await expect(store.commits.run(async () => 1)).resolves.toBe(1);
});

test('opens the same database from several processes at once, and refuses one that a newer server wrote', async () => {
  const stores = await Promise.all(
    Array.from({ length: 4 }, () => openStore(databaseOf(directory.path), { now: () => new Date() })),
  );
  for (const one of stores) await one.close();
  await rawSql(store, "INSERT INTO migrations (number, name, ran_at) VALUES (9990, 'later', '')");
  await expect(openStore(databaseOf(directory.path), { now })).rejects.toThrow(/schema 9990/);
});

test('means the same by equality and patterns on every database', async () => {
  await store.people.ensureRealm('office');
  const rest = { givenName: '', surname: '', email: '', mobile: '', phone: '', office: '' };
  for (const username of ['Ada', 'ada', 'Öda', 'a_a', 'a%a', 'a\\a', 'Bo']) {
    await store.people.add({ realm: 'office', username, userId: username, ...rest });
  }
  const found = async (username: string) => (await listPeople(store.db, { username })).map((one) => one.username);
  expect(await found('ada')).toEqual(['ada']);
  expect(await found('A*A')).toEqual(['Ada', 'a%a', 'a\\a', 'a_a', 'ada']);
  expect(await found('*d*')).toEqual(['Ada', 'ada', 'Öda']);
  expect(await found('ö*')).toEqual([]);
  expect(await found('a_*')).toEqual(['a_a']);
  expect(await found('a%*')).toEqual(['a%a']);
  expect(await found('a\\*')).toEqual(['a\\a']);
  expect(await found('ada\0')).toEqual([]);
});

test('takes one of several codes of a credential that come in one turn, and says which', async () => {
  for (const serial of ['A', 'B']) {
    await store.credentials.add({ ...newCredential, type: 'hotp', serial, begunAt: '', seed: Buffer.alloc(1) });
  }
  const accepted = await Promise.all(
    ['A', 'B', 'A', 'C', 'A', 'B'].map((serial) =>
      store.commits.run(async ({ credentials }) => {
        const found = await credentials.bySerial(serial);
        if (found === undefined) return undefined;
        return found.counter === 0 && credentials.accept(found, 1, 0, '', { tries: 1, successes: 1 });
      }),
    ),
  );
  expect(accepted).toEqual([true, true, false, undefined, false, false]);
});
