import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { isTypedByToken } from '../ceremony/code-form.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { mustBeAnother, mustBeWithinReach } from '../ceremony/reach.ts';
import { readHolder } from '../vault/holders.ts';
import { mustControl } from './controller.ts';
import { perform } from './perform.ts';

type Wanted = Request<'acts/temporary-code'>;

/** What the server is asked, once the desk itself has nothing against it. */
export function prepareTemporaryCode(parts: CeremonyParts, wanted: Wanted) {
  const { realm, username, proof, typed, longestGapMs } = wanted;
  mustControl(parts);
  const holder = personOf(parts, wanted);
  mustBeAnother(parts, holder);
  mustBeWithinReach(parts, holder);
  if (!isTypedByToken(longestGapMs)) throw new KeydeskError('code/by-hand', {});
  return { controller: parts.controller(), code: typed.trim(), holder: { realm, username }, proof };
}

/**
 * The record of a code that was given: how the controller knew who asked, never the code. It names whoever asked the
 * server, also when the desk was locked meanwhile.
 */
export function recordTemporaryCode(
  parts: CeremonyParts,
  wanted: Wanted,
  controller: string,
): { readonly record: string } {
  const holder = personOf(parts, wanted);
  const { realm, username, userId } = holder;
  const act = { what: 'temporary code', holder: { realm, username, userId }, proof: wanted.proof } as const;
  return perform(parts, { act, holder, reason: '', controller });
}

function personOf({ vault }: CeremonyParts, { realm, username }: Wanted) {
  const holder = readHolder(vault, realm, username);
  if (holder === undefined) throw new KeydeskError('ceremony/person-unknown', { realm, username });
  return holder;
}
