import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { addExamplePeople } from '../../../server/commands/people.ts';
import { openInstallation } from '../../../server/installation.ts';
import { sealSeed } from '../../../server/keys/seed-at-rest.ts';
import { type BenchCredential, prepareServer } from './prepare.ts';

/**
 * Fills a new data directory with so many HOTP credentials, every second one somebody's, by copying rows that the server
 * itself has written: a million take seconds, and a new column needs no change here. Only those that are handed back have
 * a seed that opens; they are spread evenly over all.
 */
export async function fillServer(
  directory: string,
  count: number,
  withSeed: number,
): Promise<readonly BenchCredential[]> {
  await prepareServer(directory, 1);
  const installation = await openInstallation(directory);
  const { store, keys } = installation;
  await addExamplePeople(installation);
  await store.close();
  const db = new Database(join(directory, 'keydesk.sqlite'));
  try {
    db.pragma('synchronous = OFF');
    return db.transaction(() => {
      const owners = Math.floor(count / 2);
      const person = {
        username: "'user' || n",
        user_id: "'bench' || n",
        given_name: "'Given' || n",
        surname: "'Name' || n",
      };
      const lastPerson = lastId(db, 'people');
      copyRow(db, 'own_people', 'LIMIT 1', owners, person);
      copyRow(db, 'people', `WHERE id = ${lastPerson}`, owners, { ...person, id: `${lastPerson} + n` });
      const last = lastId(db, 'credentials');
      copyRow(db, 'credentials', `WHERE id = ${last}`, count - 1, {
        id: `${last} + n`,
        serial: "printf('OATH%08X', n * 2654435761 % 4294967296)",
        owner_id: `CASE WHEN n % 2 = 0 THEN ${lastPerson} + n / 2 END`,
        seed: 'randomblob(length(seed))',
      });
      db.exec(`INSERT INTO credential_realms (credential_id, realm)
        SELECT credentials.id, people.realm FROM credentials JOIN people ON people.id = owner_id`);
      const serial = db.prepare<[number], string>('SELECT serial FROM credentials WHERE id = ?').pluck();
      const sow = db.prepare('UPDATE credentials SET seed = ? WHERE id = ?');
      return Array.from({ length: withSeed }, (_, place): BenchCredential => {
        const id = last + 1 + Math.floor((place * (count - 1)) / withSeed);
        const name = serial.get(id) ?? '';
        const seed = randomBytes(20);
        sow.run(sealSeed(keys.storeKey, name, seed), id);
        return { serial: name, seed: seed.toString('base64') };
      });
    })();
  } finally {
    db.close();
  }
}

function lastId(db: Database.Database, table: string): number {
  return Number(db.prepare(`SELECT max(id) FROM ${table}`).pluck().get());
}

/** Copies one row so many times; `others` are expressions over `n`, which counts from 1. */
function copyRow(
  db: Database.Database,
  table: string,
  which: string,
  count: number,
  others: Readonly<Record<string, string>>,
): void {
  const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  const values = columns.map((column) => others[column] ?? `original.${column}`);
  db.prepare(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
     INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${values.join(', ')} FROM numbers, (SELECT * FROM ${table} ${which}) AS original WHERE ? > 0`,
  ).run(count, count);
}
