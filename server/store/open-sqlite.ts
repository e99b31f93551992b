import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Transactions } from './commits.ts';
import { sqliteDb } from './kysely-on.ts';
import { migrateSqlite } from './migrate-sqlite.ts';
import { execute, statementsOf } from './sqlite-statements.ts';
import type { OpenDatabase } from './store.ts';
import { transactionStore } from './transaction-store.ts';
import { turns } from './turns.ts';

/**
 * From so many pages on (32 MB) a transaction copies the log to the file, so that it begins anew. Under a server most of it
 * is copied by then (keep-log-short.ts).
 */
const pagesInLog = 8000;

/**
 * Opens a file of SQLite: durable at every commit, foreign keys held, schema brought up to date. Transactions have one
 * connection, one after the other; what is read outside of them has another, and never sees half of one.
 */
export function openSqlite(file: string, now: () => Date): OpenDatabase {
  const writer = openFile(file, (db) => {
    migrateSqlite(db, now);
    readInPlace(db, file);
    db.pragma(`wal_autocheckpoint = ${pagesInLog}`);
  });
  const openReader = () =>
    openFile(file, (db) => {
      readInPlace(db, file);
      db.pragma('query_only = ON');
    });
  const reader = openReader();
  const turn = turns();
  const written = statementsOf(writer);
  const read = statementsOf(reader);
  const outside = sqliteDb(async ({ sql, parameters }) => {
    const statement = read(sql);
    if (statement.readonly) return execute(statement, parameters);
    return turn(async () => execute(written(sql), parameters));
  });
  const { store, begin, end } = transactionStore(
    sqliteDb(async ({ sql, parameters }) => {
      if (!writer.inTransaction) throw new Error('the transaction is over');
      return execute(written(sql), parameters);
    }),
  );

  const run: Transactions['run'] = (work) =>
    turn(async () => {
      written('BEGIN IMMEDIATE').run();
      try {
        begin();
        const value = await work(store);
        await end(async () => void written('COMMIT').run());
        return value;
      } catch (error) {
        if (writer.inTransaction) written('ROLLBACK').run();
        throw error;
      }
    });

  /** On a connection of its own: what others read meanwhile is not of that moment. */
  const runReading: Transactions['runReading'] = async (work) => {
    const own = openReader();
    try {
      own.exec('BEGIN');
      const ask = statementsOf(own);
      return await work(transactionStore(sqliteDb(async ({ sql, parameters }) => execute(ask(sql), parameters))).store);
    } finally {
      own.close();
    }
  };

  return {
    db: outside,
    transactions: { run, runAlone: run, runReading, sideBySide: false, groupsAtOnce: 1, isRace: () => false },
    close: () =>
      turn(async () => {
        reader.close();
        writer.close();
      }),
  };
}

/** What the file holds by now is read where the system has it, without a copy; what is added later is not. */
function readInPlace(db: Database.Database, file: string): void {
  db.pragma(`mmap_size = ${statSync(file).size}`);
}

/** Full syncs; macOS leaves what was synced in the drive's cache unless told to flush that too, others ignore the two. */
const durable = { synchronous: 2, fullfsync: 1, checkpoint_fullfsync: 1, foreign_keys: 1 };

function openFile(file: string, prepare: (db: Database.Database) => void): Database.Database {
  const db = new Database(file, { timeout: 10_000 });
  try {
    db.pragma('journal_mode = WAL');
    for (const [name, value] of Object.entries(durable)) db.pragma(`${name} = ${value}`);
    for (const [name, value] of Object.entries(durable)) assertPragma(db, name, value);
    assertPragma(db, 'journal_mode', 'wal');
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Some builds of SQLite take a pragma and do not keep it: a commit that is not durable would then go unseen. */
function assertPragma(db: Database.Database, name: string, wanted: string | number): void {
  const found = db.pragma(name, { simple: true });
  if (found !== wanted) throw new Error(`the database refuses ${name} = ${wanted}: it says ${String(found)}`);
}
