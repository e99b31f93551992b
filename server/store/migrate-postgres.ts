import type { ClientBase } from 'pg';
import { migrations, NewerDatabaseError, newestMigration } from './migrations.ts';

/** Runs the steps that are missing, in one transaction; of several servers that try at once, one does. */
export async function migratePostgres(client: ClientBase, now: () => Date): Promise<void> {
  if ((await currentNumber(client)) === newestMigration) return;
  await client.query('BEGIN');
  try {
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (number bigint PRIMARY KEY, name text NOT NULL, ran_at text NOT NULL)',
    );
    await client.query('LOCK TABLE migrations IN EXCLUSIVE MODE');
    const current = await currentNumber(client);
    if (current > newestMigration) throw new NewerDatabaseError(current);
    for (const { number, name, postgres } of migrations.filter((step) => step.number > current)) {
      await client.query(postgres);
      await client.query('INSERT INTO migrations VALUES ($1, $2, $3)', [number, name, now().toISOString()]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function currentNumber(client: ClientBase): Promise<number> {
  const known = await client.query<{ known: boolean }>("SELECT to_regclass('migrations') IS NOT NULL AS known");
  if (!known.rows[0]?.known) return 0;
  const { rows } = await client.query<{ number: number | null }>('SELECT max(number) AS number FROM migrations');
  return rows[0]?.number ?? 0;
}
