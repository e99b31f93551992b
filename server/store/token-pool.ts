import { type Credential, credentialColumns } from './credentials.ts';
import type { Db } from './schema.ts';

/** The unassigned credentials of a realm that could be used at once, and who searched them in vain. */
export interface TokenPool {
  readonly portion: (realm: string, at: string, after: number, limit: number) => Promise<readonly Credential[]>;
  /** Counts an attempt unless there were too many since then. It counts until it is forgotten. */
  readonly attempt: (personId: number, client: string, at: string, since: string) => Promise<boolean>;
  readonly forget: (personId: number) => Promise<void>;
}

/** Each attempt tries a code on every token of the pool, so there are few: for a person, and from one address. */
const mostOfPerson = 10;
const mostOfClient = 50;

export function tokenPool(db: Db): TokenPool {
  const portion = db.prepare<[string, string, string, number, number], Credential>(
    `SELECT ${credentialColumns} FROM credential_realms JOIN credentials ON credentials.id = credential_id
     WHERE realm = ? AND ended_at IS NULL AND owner_id IS NULL AND active = 1 AND revoked = 0 AND locked = 0
       AND failcount < maxfail AND (valid_from IS NULL OR valid_from <= ?) AND (valid_until IS NULL OR valid_until >= ?)
       AND type IN ('hotp', 'totp', 'yubikey') AND credentials.id > ?
     ORDER BY credentials.id LIMIT ?`,
  );
  const ofPerson = db
    .prepare<[number, string], number>('SELECT count(*) FROM pool_misses WHERE person_id = ? AND at > ?')
    .pluck();
  const ofClient = db
    .prepare<[string, string], number>('SELECT count(*) FROM pool_misses WHERE client = ? AND at > ?')
    .pluck();
  const insert = db.prepare('INSERT INTO pool_misses (at, person_id, client) VALUES (?, ?, ?)');
  const prune = db.prepare('DELETE FROM pool_misses WHERE at <= ?');
  const forget = db.prepare('DELETE FROM pool_misses WHERE person_id = ?');
  return {
    portion: (realm, at, after, limit) => portion.all(realm, at, at, after, limit),
    attempt(personId, client, at, since) {
      prune.run(since);
      if ((ofPerson.get(personId, since) ?? 0) >= mostOfPerson) return false;
      if ((ofClient.get(client, since) ?? 0) >= mostOfClient) return false;
      insert.run(at, personId, client);
      return true;
    },
    forget: (personId) => void forget.run(personId),
  };
}
