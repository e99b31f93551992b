import { type NewCredential, newCredential } from './credentials.ts';
import type { Store } from './store.ts';

/** A key of a file as it waits for the one transaction that takes all of them. The seed is sealed already. */
export type StagedKey = Pick<
  NewCredential,
  | 'serial'
  | 'type'
  | 'seed'
  | 'otpLength'
  | 'hash'
  | 'counter'
  | 'timeStep'
  | 'timeShift'
  | 'publicId'
  | 'description'
  | 'ownerId'
>;

/** The keys of one import, beside those of others. */
export interface StagedImport {
  /** Adds keys; gives the serials that are there twice. */
  readonly add: (keys: readonly StagedKey[]) => Promise<readonly string[]>;
  readonly countByType: () => Promise<Readonly<Record<string, number>>>;
  /** Serials that a credential has already: the first ones, and how many. */
  readonly taken: (limit: number) => Promise<{ readonly count: number; readonly serials: readonly string[] }>;
  /** Makes credentials of all of them, in these realms. Inside a transaction. */
  readonly take: (transaction: Store, realms: readonly string[], at: string) => Promise<number>;
  readonly drop: () => Promise<void>;
}

let imports = 0;

export function stageImport(store: Store): StagedImport {
  imports += 1;
  const table = `temp.import_${imports}`;
  db.exec(`CREATE TEMPORARY TABLE import_${imports} (serial TEXT PRIMARY KEY, type TEXT, seed BLOB, otp_length INTEGER,
    hash TEXT, counter INTEGER, time_step INTEGER, time_shift INTEGER, public_id TEXT, description TEXT,
    owner_id INTEGER) WITHOUT ROWID`);
  const insert = db.prepare(
    `INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (serial) DO NOTHING`,
  );
  const addAll = db.transaction((keys: readonly StagedKey[]) =>
    keys.flatMap((key) => {
      const { serial, type, seed, otpLength, hash, counter, timeStep, timeShift, publicId, description } = key;
      const { changes } = insert.run(
        serial,
        type,
        seed,
        otpLength,
        hash,
        counter,
        timeStep,
        timeShift,
        publicId,
        description,
        key.ownerId,
      );
      return changes === 0 ? [serial] : [];
    }),
  );
  const living = `FROM ${table} AS staged JOIN credentials ON credentials.serial = staged.serial AND ended_at IS NULL`;
  return {
    add: (keys) => addAll(keys),
    countByType() {
      const rows = db.prepare(`SELECT type, count(*) AS count FROM ${table} GROUP BY type ORDER BY type`).all();
      return Object.fromEntries((rows as { type: string; count: number }[]).map(({ type, count }) => [type, count]));
    },
    taken(limit) {
      const { count } = db.prepare(`SELECT count(*) AS count ${living}`).get() as { count: number };
      const rows = db.prepare(`SELECT staged.serial ${living} ORDER BY staged.serial LIMIT ?`).all(limit);
      return { count, serials: (rows as { serial: string }[]).map(({ serial }) => serial) };
    },
    take(realms, at) {
      const { active, revoked, locked, failcount, maxfail, countWindow, syncWindow, timeWindow } = newCredential;
      const { changes } = db
        .prepare(
          `INSERT INTO credentials (serial, type, owner_id, active, revoked, locked, failcount, maxfail, counter,
             count_window, sync_window, otp_length, hash, time_step, time_window, time_shift, public_id, seed,
             rollout_state, description, begun_at, assigned_at, tries, successes)
           SELECT serial, type, owner_id, ?, ?, ?, ?, ?, counter, ?, ?, otp_length, hash, time_step, ?, time_shift,
             public_id, seed, '', description, ?, CASE WHEN owner_id IS NOT NULL THEN ? END, 0, 0
           FROM ${table} ORDER BY serial`,
        )
        .run(active, revoked, locked, failcount, maxfail, countWindow, syncWindow, timeWindow, at, at);
      const join = 'INSERT INTO credential_realms (credential_id, realm)';
      const others = 'ON CONFLICT (credential_id, realm) DO NOTHING';
      for (const realm of realms)
        db.prepare(`${join} SELECT credentials.id, ? ${living} WHERE true ${others}`).run(realm);
      db.exec(
        `${join} SELECT credentials.id, people.realm ${living} JOIN people ON people.id = staged.owner_id
         WHERE true ${others}`,
      );
      return changes;
    },
    drop: () => void db.exec(`DROP TABLE ${table}`),
  };
}
