import { compilePolicies, type PolicySet } from '../../domain/policy/compile.ts';
import type { Policies } from '../store/policies.ts';

/** The policies as they are at this moment, compiled again only when any process changed one. */
export function policiesNow(policies: Pick<Policies, 'all' | 'revision'>): () => PolicySet {
  let compiled: PolicySet | undefined;
  let revision: bigint | undefined;
  return () => {
    const now = policies.revision();
    if (compiled === undefined || now !== revision) {
      compiled = compilePolicies(policies.all().map(({ policy }) => policy));
      revision = now;
    }
    return compiled;
  };
}
