import { readFlag } from '../../domain/policy/read.ts';
import type { Installation } from '../installation.ts';
import { asked } from '../policy/policy-error.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { forgetFailures } from './failures.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';

/**
 * reset_all_user_tokens: whoever got in by one of these credentials has the failures of all of them forgotten, also of one
 * that had too many. What was revoked or locked stays as it is. Inside the log-in's transaction.
 */
export async function resetAllFailures(
  installation: Pick<Installation, 'now' | 'store'>,
  request: Pick<CheckRequest, 'client' | 'userAgent' | 'policies' | 'web' | 'tookEffect'>,
  person: Person | undefined,
  credentials: readonly Credential[],
  used: readonly Credential[],
): Promise<void> {
  const counted = credentials.filter(
    ({ id, failcount, revoked, locked }) =>
      failcount > 0 && revoked === 0 && locked === 0 && used.every((one) => one.id !== id),
  );
  if (counted.length === 0) return;
  const ownerId = counted[0]?.ownerId ?? null;
  const owner = person ?? (ownerId === null ? undefined : await installation.store.people.byId(ownerId));
  const question = await askAbout(installation, request, owner);
  const { value, policies } = asked(() => readFlag(question, 'authentication', 'reset_all_user_tokens'));
  if (!value) return;
  for (const name of policies) request.tookEffect.add(name);
  for (const { id } of counted) await forgetFailures(installation.store, id);
}
