import { z } from 'zod';
import { type QueueEntry, type RolloutFacts, rolloutFacts } from '../../domain/contract/rollout.ts';
import { readValue, type Wire } from './wire-client.ts';

interface Named {
  readonly realm: string;
  readonly username: string;
}

const wireQueue = z.array(
  z.object({
    user: z.string(),
    realm: z.string(),
    name: z.string(),
    office: z.string(),
    queued_by: z.string(),
    queued_at: z.string(),
  }),
);

export async function freshRollout(wire: Wire): Promise<RolloutFacts> {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/rollout' });
  return readValue(rolloutFacts, value);
}

export async function listQueue(wire: Wire): Promise<QueueEntry[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/trust/queue' });
  return readValue(wireQueue, value).map(({ user, realm, name, office, queued_by, queued_at }) => ({
    username: user,
    realm,
    name,
    office,
    by: queued_by,
    since: queued_at,
  }));
}

/** How many were not in the queue before. */
export async function addToQueue(wire: Wire, whom: Named | { readonly group: string }): Promise<number> {
  const parameters = 'group' in whom ? { group: whom.group } : { user: whom.username, realm: whom.realm };
  const { value } = await wire.ask({ method: 'POST', path: '/trust/queue', parameters });
  return readValue(z.int(), value);
}

export async function removeFromQueue(wire: Wire, { realm, username }: Named): Promise<void> {
  await wire.ask({ method: 'DELETE', path: '/trust/queue', parameters: { user: username, realm } });
}
