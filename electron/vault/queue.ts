import type { Snapshot } from '../../domain/contract/station.ts';
import type { Vault } from './database.ts';

type Queued = Snapshot['queue'][number];

/** Makes the queue equal to what was pulled. Whoever was put off here stays so. */
export function replaceQueue(vault: Vault, people: readonly Queued[]): void {
  const putOff = new Map(
    vault.db
      .prepare<[], { realm: string; username: string; put_off: number }>(
        'SELECT realm, username, put_off FROM queue WHERE put_off > 0',
      )
      .all()
      .map(({ realm, username, put_off }) => [JSON.stringify([realm, username]), put_off]),
  );
  vault.db.exec('DELETE FROM queue');
  const insert = vault.db.prepare(
    'INSERT OR REPLACE INTO queue (realm, username, office, since, place, put_off) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const [place, { realm, username, office, since }] of people.entries()) {
    insert.run(realm, username, office, since, place, putOff.get(JSON.stringify([realm, username])) ?? 0);
  }
}

/** Whoever has a token from here of which the server has not heard everything is not in the queue any more. */
export function leaveQueueServed(vault: Vault): void {
  vault.db
    .prepare(
      `DELETE FROM queue WHERE (realm, username) IN (
         SELECT t.holder_realm, t.holder_username
         FROM outbox o JOIN records r ON r.id = o.record JOIN tokens t ON t.serial = r.token
         WHERE o.state IN ('waiting', 'refused') AND o.state = 'waiting' AND t.state = 'issued' AND t.practice = 0)`,
    )
    .run();
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
