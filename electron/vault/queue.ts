import type { Snapshot } from '../../domain/contract/station.ts';
import type { Vault } from './database.ts';

type Queued = Snapshot['queue'][number];

/**
 * Makes the queue equal to what was pulled. Whoever was put off here stays so; whoever was issued a token here that the
 * server has not heard of is not in it any more.
 */
export function replaceQueue(vault: Vault, people: readonly Queued[]): void {
  const putOff = new Map(
    vault.db
      .prepare<[], { realm: string; username: string; put_off: number }>(
        'SELECT realm, username, put_off FROM queue WHERE put_off > 0',
      )
      .all()
      .map(({ realm, username, put_off }) => [JSON.stringify([realm, username]), put_off]),
  );
  const served = issuedMeanwhile(vault);
  vault.db.exec('DELETE FROM queue');
  const insert = vault.db.prepare(
    'INSERT OR REPLACE INTO queue (realm, username, office, since, place, put_off) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const [place, { realm, username, office, since }] of people.entries()) {
    const person = JSON.stringify([realm, username]);
    if (!served.has(person)) insert.run(realm, username, office, since, place, putOff.get(person) ?? 0);
  }
}

/** Whoever has a token from here of which the server has not heard everything. */
function issuedMeanwhile(vault: Vault): ReadonlySet<string> {
  const rows = vault.db
    .prepare<[], { realm: string; username: string }>(
      `SELECT DISTINCT t.holder_realm AS realm, t.holder_username AS username
       FROM outbox o JOIN records r ON r.id = o.record JOIN tokens t ON t.serial = r.token
       WHERE o.state = 'waiting' AND t.state = 'issued' AND t.practice = 0`,
    )
    .all();
  return new Set(rows.map(({ realm, username }) => JSON.stringify([realm, username])));
}

/** Everybody in the queue, in order. */
export function readQueue(vault: Vault): readonly Queued[] {
  return vault.db.prepare<[], Queued>('SELECT realm, username, office, since FROM queue ORDER BY put_off, place').all();
}

/** A token was issued to them. */
export function leaveQueue(vault: Vault, realm: string, username: string): void {
  vault.db.prepare('DELETE FROM queue WHERE realm = ? AND username = ?').run(realm, username);
}

/** Behind everybody else who is or was put off. */
export function putOff(vault: Vault, realm: string, username: string): void {
  vault.db
    .prepare('UPDATE queue SET put_off = (SELECT max(put_off) + 1 FROM queue) WHERE realm = ? AND username = ?')
    .run(realm, username);
}
