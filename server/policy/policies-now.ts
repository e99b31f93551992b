import { compilePolicies, type PolicySet } from '../../domain/policy/compile.ts';
import type { Policies } from '../store/policies.ts';

/**
 * The policies as a store has them at this moment, compiled again only when any process changed one. Not for the rest
 * of a transaction that changed one itself: should that be undone, its number comes again with other policies.
 */
export function policiesNow(): (policies: Pick<Policies, 'all' | 'revision'>) => Promise<PolicySet> {
  let kept: { readonly revision: string; readonly compiled: PolicySet } | undefined;
  return async (policies) => {
    const revision = await policies.revision();
    if (kept?.revision !== revision) kept = { revision, compiled: await freshPolicies(policies) };
    return kept.compiled;
  };
}

/** The policies as a store has them, changed in its transaction or not. */
export async function freshPolicies(policies: Pick<Policies, 'all'>): Promise<PolicySet> {
  return compilePolicies((await policies.all()).map(({ policy }) => policy));
}
