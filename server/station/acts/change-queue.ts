import type { DeskAct } from '../../../domain/act.ts';
import type { ActRecord } from '../../../domain/record.ts';
import type { Person } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';
import { momentMs } from './late-word.ts';
import type { Differences } from './stock-acts.ts';

type Queueing = Pick<ActRecord, 'recordedAt' | 'desk' | 'controller'> & {
  readonly act: Extract<DeskAct, { what: 'queued' | 'unqueued' }>;
};

/**
 * Somebody is put into the queue for a token at a desk, or taken out of it. Told twice, or by two desks, it is done once;
 * a late word queues nobody who was given a token since, and takes nobody out who was queued since.
 */
export async function changeQueue(store: Store, record: Queueing, at: string): Promise<Differences> {
  const { act, controller } = record;
  const person = await store.people.find(act.holder.realm, act.holder.username);
  if (person === undefined) return { left: 'nobody has this name' };
  const place = await store.issuanceQueue.placeOf(person.id);
  if (act.what === 'unqueued') {
    if (place === undefined) return { left: 'not in the queue' };
    if (Date.parse(place.queuedAt) > momentMs(record)) return { left: 'queued since' };
    await store.issuanceQueue.remove(person.id);
    return {};
  }
  if (place !== undefined) return { left: 'in the queue already' };
  if (await wasGivenOne(store, person, momentMs(record))) return { left: 'given a token since' };
  // Since it was said at the desk: what the desk says after it, and is told together with it, is later.
  const since = new Date(Math.min(Date.parse(at), momentMs(record))).toISOString();
  await store.issuanceQueue.put([person.id], controller, since);
  return {};
}

async function wasGivenOne(store: Store, person: Person, sinceMs: number): Promise<boolean> {
  const living = await store.credentials.ofPerson(person.id);
  return living.some(
    ({ revoked, assignedAt, begunAt }) => revoked === 0 && Date.parse(assignedAt ?? begunAt) > sinceMs,
  );
}
