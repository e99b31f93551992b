import type { Snapshot } from '../../domain/contract/station.ts';
import type { Vault } from './database.ts';
import { isWaiting } from './outbox.ts';
import { tokensOfHolder } from './tokens.ts';

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
  vault.db.exec('DELETE FROM queue');
  const insert = vault.db.prepare(
    'INSERT OR REPLACE INTO queue (realm, username, office, since, place, put_off) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const [place, { realm, username, office, since }] of people.entries()) {
    if (tokensOfHolder(vault, realm, username).some(({ serial }) => isWaiting(vault, serial))) continue;
    insert.run(realm, username, office, since, place, putOff.get(JSON.stringify([realm, username])) ?? 0);
  }
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
