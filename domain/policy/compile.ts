import { canonicalAction } from './alias.ts';
import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts';
import { matches } from './match.ts';
import { push } from './name-index.ts';
import { inNameList } from './name-list.ts';
import type { Policy, Scope } from './policy.ts';
import { candidatesOf, indexPolicies, type PolicyIndex } from './policy-index.ts';
import { type PolicyRequest, type PreparedRequest, prepareRequest } from './request.ts';

/** All policies, ready to be asked: made anew whenever one is saved. */
export interface PolicySet {
  readonly all: readonly CompiledPolicy[];
  /** Scopes with an active policy: in scope admin one policy closes what others leave open. */
  readonly scopes: ReadonlySet<Scope>;
  readonly index: ReadonlyMap<string, PolicyIndex>;
  /** What active conditions look at: without any, no facts need to be gathered for a request. */
  readonly conditionSections: ReadonlySet<string>;
}

/** Makes policies ready; whatever was read from the store can be given. */
export function compilePolicies(policies: readonly Policy[]): PolicySet {
  const all = policies.map(compilePolicy);
  const active = all.filter(({ policy }) => policy.active);
  const grouped = new Map<string, CompiledPolicy[]>();
  for (const compiled of active) {
    for (const action of compiled.actions.keys()) push(grouped, indexKey(compiled.policy.scope, action), compiled);
    if (compiled.actionNames.any && compiled.policy.scope === 'admin') push(grouped, anyAdminAction, compiled);
  }
  const wild = grouped.get(anyAdminAction) ?? [];
  const index = new Map<string, PolicyIndex>();
  for (const [key, found] of grouped) {
    const withWild = key.startsWith('admin ') && key !== anyAdminAction ? [...new Set([...found, ...wild])] : found;
    index.set(key, indexPolicies(withWild));
  }
  const conditions = active.flatMap(({ policy }) => policy.conditions.filter((condition) => condition.active));
  return {
    all,
    scopes: new Set(active.map(({ policy }) => policy.scope)),
    index,
    conditionSections: new Set(conditions.map(({ section }) => section)),
  };
}

const anyAdminAction = 'admin *';

function indexKey(scope: Scope, action: string): string {
  return `${scope} ${action}`;
}

/** One request to a set of policies: what every reading starts from. */
export interface Asked {
  readonly policies: PolicySet;
  readonly request: PreparedRequest;
}

export function ask(policies: PolicySet, request: PolicyRequest): Asked {
  return { policies, request: prepareRequest(request) };
}

const none: readonly CompiledPolicy[] = [];

/** The active policies with this action that match the request. */
export function matching({ policies, request }: Asked, scope: Scope, name: string): readonly CompiledPolicy[] {
  const action = canonicalAction(name);
  const index =
    policies.index.get(indexKey(scope, action)) ?? (scope === 'admin' ? policies.index.get(anyAdminAction) : undefined);
  if (!index) return none;
  const found: CompiledPolicy[] = [];
  for (const candidates of candidatesOf(index, request)) {
    for (const compiled of candidates) {
      if (!matches(compiled, request) || !grants(compiled, action)) continue;
      if (!index.several.has(compiled) || !found.includes(compiled)) found.push(compiled);
    }
  }
  return found;
}

/** Whether the action is found among the names and not excluded; `*` and exclusions have a meaning in scope admin. */
function grants({ policy, actionNames }: CompiledPolicy, action: string): boolean {
  return policy.scope !== 'admin' || inNameList(actionNames, action);
}
