import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeWithinReach } from '../ceremony/reach.ts';
import { readHolder } from '../vault/holders.ts';
import { mustControl } from './controller.ts';
import { perform } from './perform.ts';

type Wanted = Request<'acts/end-code'>;

/** What the server is asked to end, once the desk itself has nothing against it. */
export function prepareEnd(parts: CeremonyParts, wanted: Wanted) {
  mustControl(parts);
  mustBeWithinReach(parts, personOf(parts, wanted));
  const { realm, username } = wanted;
  return { controller: parts.controller(), holder: { realm, username } };
}

/** The record that a code was ended, in the name of whoever asked, also when the desk was locked meanwhile. */
export function recordEnd(parts: CeremonyParts, wanted: Wanted, controller: string): { readonly record: string } {
  const holder = personOf(parts, wanted);
  const { realm, username, userId } = holder;
  const act = { what: 'code removed', holder: { realm, username, userId } } as const;
  return perform(parts, { act, holder, reason: '', controller });
}

function personOf({ vault }: CeremonyParts, { realm, username }: Wanted) {
  const holder = readHolder(vault, realm, username);
  if (holder === undefined) throw new KeydeskError('ceremony/person-unknown', { realm, username });
  return holder;
}
