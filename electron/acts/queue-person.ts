import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeAnother, mustBeWithinReach } from '../ceremony/reach.ts';
import { readHolder } from '../vault/holders.ts';
import { queuedSince } from '../vault/queue-here.ts';
import { mustControl } from './controller.ts';
import { perform } from './perform.ts';

type Wanted = Request<'queue-here/put'>;

/** Somebody is to get a token: said once, however often it is pressed. */
export function queuePerson(parts: CeremonyParts, wanted: Wanted): { readonly record: string | null } {
  const holder = personOf(parts, wanted);
  if (queuedSince(parts.vault, wanted) !== undefined) return { record: null };
  return perform(parts, { act: { what: 'queued', holder: named(holder) }, holder, reason: '' });
}

export function unqueuePerson(parts: CeremonyParts, wanted: Wanted): { readonly record: string | null } {
  const holder = personOf(parts, wanted);
  if (queuedSince(parts.vault, wanted) === undefined) return { record: null };
  return perform(parts, { act: { what: 'unqueued', holder: named(holder) }, holder, reason: '' });
}

function personOf(parts: CeremonyParts, { realm, username }: Wanted) {
  mustControl(parts);
  const holder = readHolder(parts.vault, realm, username);
  if (holder === undefined) throw new KeydeskError('ceremony/person-unknown', { realm, username });
  mustBeAnother(parts, holder);
  mustBeWithinReach(parts, holder);
  return holder;
}

function named({ realm, username, userId }: ReturnType<typeof personOf>) {
  return { realm, username, userId };
}
