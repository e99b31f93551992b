import type { Autoassignment } from '../../domain/policy/login-without-token.ts';
import type { Subject } from '../../domain/policy/request.ts';
import type { Installation } from '../installation.ts';
import { tokenLimits } from '../policy/token-limits.ts';
import type { Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';
import type { CheckOutcome } from './check-tokens.ts';
import { parted } from './parted.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';
import { type PoolFind, poolRealm } from './search-pool.ts';
import { spendCode, verdictOf } from './use-code.ts';

/**
 * Autoassignment: the one free token that fits becomes the person's, with what was typed before the code as its PIN.
 * A limit that is full is an error and leaves the token and its code as they were. In a transaction of its own.
 */
export async function takeFromPool(
  installation: Installation,
  request: CheckRequest,
  person: Person,
  way: Autoassignment,
  typed: string,
  pool: PoolFind,
): Promise<CheckOutcome | undefined> {
  const { store, keys, now } = installation;
  if (pool.found !== 'one') return undefined;
  const credential = await store.credentials.bySerial(pool.serial);
  const code = credential && parted(credential, typed, request.settings.pinFirst)?.code;
  if (credential === undefined || code === undefined) return undefined;
  if (!(await isFree(installation, credential.id, poolRealm(person, way)))) return undefined;
  const checking = { store, storeKey: keys.storeKey, now, settings: request.settings };
  const verdict = verdictOf(checking, credential, code);
  if (verdict.kind !== 'right') return undefined;
  const realms = [...new Set([...(await store.tokenRealms.of(credential.id)), person.realm])];
  const { type, serial } = credential;
  const about = (subject: Subject) => askAbout(installation, request, person, credential, subject);
  const refusal = await tokenLimits(store.holdings, about, { person, realms, type, serial });
  for (const name of [...way.policies, ...(refusal?.policies ?? [])]) request.tookEffect.add(name);
  if (refusal !== undefined) throw new WireError('policy', refusal.message);
  if (!(await spendCode(checking, credential, verdict, true))) return undefined;
  if (!(await store.changes.setOwner(credential.id, person.id, now().toISOString()))) {
    throw new Error('what is free in a transaction of its own stays free');
  }
  await store.changes.setPin(credential.id, pool.keptPin);
  await store.tokenRealms.add(credential.id, person.realm);
  await store.pool.forget(person.id);
  return {
    accepted: true,
    message: 'Token assigned to user via Autoassignment',
    credential,
    type,
  };
}

/** Whether it is still in the pool: unassigned, fit for use and in the realm. */
async function isFree({ store, now }: Installation, id: number, realm: string): Promise<boolean> {
  const [next] = await store.pool.portion(realm, now().toISOString(), id - 1, 1);
  return next?.id === id;
}
