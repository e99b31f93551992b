import type { DeskAct } from '../../domain/act.ts';
import type { Snapshot } from '../../domain/contract/station.ts';
import type { Vault } from './database.ts';
import { readHolder } from './holders.ts';
import { putOff, readQueue } from './queue.ts';
import { pulledSnapshot } from './snapshot.ts';

type Queued = Snapshot['queue'][number];
type Person = Pick<Queued, 'realm' | 'username'>;

/** The queue as it was pulled, with what was done here that the server had not told back by then. */
export function queueHere(vault: Vault): readonly Queued[] {
  const queue = new Map(readQueue(vault).map((one) => [keyOf(one), one]));
  for (const { what, person, since } of doneSince(vault)) {
    if (what !== 'queued') queue.delete(keyOf(person));
    else if (!queue.has(keyOf(person))) {
      const office = readHolder(vault, person.realm, person.username)?.office ?? '';
      queue.set(keyOf(person), { ...person, office, since });
    }
  }
  return [...queue.values()];
}

/** Since when somebody is in the queue, as far as this desk knows. */
export function queuedSince(vault: Vault, person: Person): string | undefined {
  return queueHere(vault).find((one) => keyOf(one) === keyOf(person))?.since;
}

/** Behind everybody else, also who was queued here and whom the server has not heard of. */
export function putOffHere(vault: Vault, person: Person): void {
  const known = queueHere(vault).find((one) => keyOf(one) === keyOf(person));
  if (known === undefined) return;
  const { realm, username, office, since } = known;
  vault.db
    .prepare(
      `INSERT INTO queue (realm, username, office, since, place)
       SELECT ?, ?, ?, ?, coalesce(max(place), 0) + 1 FROM queue WHERE true ON CONFLICT DO NOTHING`,
    )
    .run(realm, username, office, since);
  putOff(vault, realm, username);
}

const keyOf = ({ realm, username }: Person) => JSON.stringify([realm, username]);

interface Done {
  readonly what: 'queued' | 'unqueued' | 'issued';
  readonly person: Person;
  readonly since: string;
}

/** What bears on the queue and is on its way, or was delivered after the last pull; in order. */
function doneSince(vault: Vault): readonly Done[] {
  const rows = vault.db
    .prepare<[string], { kind: string; act: string | null; holder: string | null; at: string }>(
      `SELECT r.kind, r.record -> '$.act' AS act, r.record -> '$.holder' AS holder, r.recorded_at AS at
       FROM outbox o JOIN records r ON r.id = o.record
       WHERE r.kind IN ('act', 'issued') AND (o.state = 'waiting' OR (o.state = 'delivered' AND o.delivered_at >= ?))
       ORDER BY o.position`,
    )
    .all(pulledSnapshot(vault)?.pulledAt ?? '');
  return rows.flatMap(({ kind, act, holder, at }): readonly Done[] => {
    if (kind === 'issued')
      return holder === null ? [] : [{ what: kind, person: JSON.parse(holder) as Person, since: at }];
    const done = JSON.parse(act ?? '{}') as DeskAct;
    if (done.what !== 'queued' && done.what !== 'unqueued') return [];
    const { realm, username } = done.holder;
    return [{ what: done.what, person: { realm, username }, since: at }];
  });
}
