import type { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { Work } from './commits.ts';
import { asAway, DatabaseAwayError } from './database-away.ts';
import { postgresDb } from './kysely-on.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { NewerDatabaseError } from './migrations.ts';
import { postgresPool, runOn } from './postgres-pool.ts';
import type { OpenDatabase } from './store.ts';
import { type TransactionStore, transactionStore } from './transaction-store.ts';
import { turns } from './turns.ts';

/** Unique violation, serialization failure, deadlock (PostgreSQL, appendix A). */
const races = ['23505', '40001', '40P01'];

/** Opens a database of a PostgreSQL server that other servers may use too, and brings its schema up to date. */
export async function openPostgres(url: string, now: () => Date): Promise<OpenDatabase> {
  const pool = postgresPool(url);
  try {
    await migrated(pool, now);
  } catch (error) {
    await pool.end();
    throw error instanceof NewerDatabaseError ? error : asAway(error);
  }
  const stores = new WeakMap<pg.ClientBase, Session>();
  const turn = turns();

  function sessionOf(client: pg.ClientBase): Session {
    let session = stores.get(client);
    if (session === undefined) {
      session = sessionOn(client);
      stores.set(client, session);
    }
    return session;
  }

  async function transaction<T>(work: Work<T>, isAhead: boolean, begin = 'BEGIN'): Promise<T> {
    const client = await pool.connect().catch(rethrowAway);
    const session = sessionOf(client);
    let broken: Error | undefined;
    try {
      const beginning = begun(client, begin);
      session.begin();
      // Every check asks for it: it leaves together with the beginning.
      if (isAhead) session.store.policies.revision().catch(() => undefined);
      const value = await settled(work(session.store), beginning);
      await session.end(() => committed(client));
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((reason: Error) => {
        broken = reason;
      });
      throw error;
    } finally {
      session.over();
      client.release(broken);
    }
  }

  return {
    db: postgresDb(async (query) => {
      const client = await pool.connect().catch(rethrowAway);
      let broken: boolean | undefined;
      try {
        return await runOn(client, query);
      } catch (error) {
        broken = error instanceof DatabaseAwayError;
        throw error;
      } finally {
        client.release(broken);
      }
    }),
    transactions: {
      run: (work) => transaction(work, true),
      runAlone: (work) =>
        turn(() =>
          transaction(async (store) => {
            await store.db.selectFrom('turns').select('name').where('name', '=', 'alone').forUpdate().execute();
            return work(store);
          }, false),
        ),
      runReading: (work) => transaction(work, false, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'),
      sideBySide: true,
      groupsAtOnce: 2,
      isRace,
    },
    close: () => pool.end(),
  };
}

/** Servers that make the first table at the same moment get in each other's way (`CREATE TABLE IF NOT EXISTS`). */
async function migrated(pool: pg.Pool, now: () => Date): Promise<void> {
  const client = await pool.connect();
  try {
    await migratePostgres(client, now).catch((error: unknown) => {
      if (!isRace(error)) throw error;
      return migratePostgres(client, now);
    });
  } finally {
    client.release();
  }
}

/**
 * What is asked next is sent along, without waiting for it; whoever asked waits for this before the end. The rejection
 * may come before that.
 */
function begun(client: pg.ClientBase, begin: string): Promise<void> {
  const beginning = client.query(begin).then(
    () => undefined,
    (error: unknown) => rethrowAway(error),
  );
  beginning.catch(() => undefined);
  return beginning;
}

/**
 * Sent behind what was asked before, without waiting for it. A transaction with a statement that failed is not
 * committed, which PostgreSQL does not call an error.
 */
function committed(client: pg.ClientBase): Promise<void> {
  return new Promise((resolve, reject) => {
    process.nextTick(() => {
      client.query('COMMIT').then(
        ({ command }) => (command === 'COMMIT' ? resolve() : reject(new Error('the database did not commit'))),
        (error: unknown) => reject(asAway(error)),
      );
    });
  });
}

/** The transactions of one connection. */
interface Session extends TransactionStore {
  /** No statement more until the next one begins. */
  readonly over: () => void;
}

function sessionOn(client: pg.ClientBase): Session {
  let isOpen = false;
  const store = transactionStore(
    postgresDb((query: CompiledQuery) =>
      isOpen ? runOn(client, query) : Promise.reject(new Error('the transaction is over')),
    ),
  );
  return {
    ...store,
    begin() {
      isOpen = true;
      store.begin();
    },
    over: () => {
      isOpen = false;
    },
  };
}

/** What work came to, when the transaction had begun. */
async function settled<T>(work: Promise<T>, beginning: Promise<void>): Promise<T> {
  try {
    return await work;
  } finally {
    await beginning;
  }
}

function isRace(error: unknown): boolean {
  return races.includes(String((error as { code?: unknown }).code));
}

function rethrowAway(error: unknown): never {
  throw asAway(error);
}
