import type { Installation } from '../installation.ts';
import { tokenLimits } from '../policy/token-limits.ts';
import type { Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';
import type { CheckOutcome } from './check-tokens.ts';
import { parted } from './parted.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';
import type { PoolFind } from './search-pool.ts';
import { spendCode, verdictOf } from './use-code.ts';

/**
 * Autoassignment: the one free token that fits becomes the person's, with what was typed before the code as its PIN.
 * A limit that is full is an error and leaves the token and its code as they were.
 */
export function takeFromPool(
  installation: Installation,
  request: CheckRequest,
  person: Person,
  policies: readonly string[],
  typed: string,
  pool: PoolFind,
): CheckOutcome | undefined {
  const { store, keys, now } = installation;
  if (pool.found !== 'one') return undefined;
  const credential = store.credentials.bySerial(pool.serial);
  const code = credential && parted(credential, typed)?.code;
  if (credential === undefined || code === undefined || !isFree(installation, credential.id, person.realm))
    return undefined;
  const checking = { store, storeKey: keys.storeKey, now };
  const verdict = verdictOf(checking, credential, code);
  if (verdict.kind !== 'right') return undefined;
  const realms = [...new Set([...store.tokenRealms.of(credential.id), person.realm])];
  const refusal = tokenLimits(store.db)((subject) => askAbout(installation, request, subject), {
    person,
    realms,
    type: credential.type,
    serial: credential.serial,
  });
  for (const name of [...policies, ...(refusal?.policies ?? [])]) request.tookEffect.add(name);
  if (refusal !== undefined) throw new WireError('policy', refusal.message);
  if (!spendCode(checking, credential, verdict, true)) return undefined;
  store.changes.setOwner(credential.id, person.id, now().toISOString());
  store.changes.setPin(credential.id, pool.keptPin);
  store.tokenRealms.add(credential.id, person.realm);
  store.pool.forget(person.id);
  return {
    accepted: true,
    message: 'Token assigned to user via Autoassignment',
    credential,
    type: credential.type,
  };
}

/** Whether it is still in the pool: unassigned, fit for use and in the realm. */
function isFree({ store, now }: Installation, id: number, realm: string): boolean {
  return store.pool.portion(realm, now().toISOString(), id - 1, 1).some((credential) => credential.id === id);
}
