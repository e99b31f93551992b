import { canonicalAction } from './alias.ts';
import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts';
import { matches } from './match.ts';
import { inNameList, type NameList } from './name-list.ts';
import type { Policy, Scope } from './policy.ts';
import { type PolicyRequest, type PreparedRequest, prepareRequest } from './request.ts';

/** All policies, ready to be asked: made anew whenever one is saved. */
export interface PolicySet {
  readonly all: readonly CompiledPolicy[];
  /** Scopes with an active policy: in scope admin one policy closes what others leave open. */
  readonly scopes: ReadonlySet<Scope>;
  readonly index: ReadonlyMap<string, ActionIndex>;
}

/** The active policies with one action, found by the user or realm they name; the others are looked at each time. */
interface ActionIndex {
  readonly all: readonly CompiledPolicy[];
  readonly byUser: ReadonlyMap<string, readonly CompiledPolicy[]>;
  readonly byFoldedUser: ReadonlyMap<string, readonly CompiledPolicy[]>;
  readonly byRealm: ReadonlyMap<string, readonly CompiledPolicy[]>;
  readonly others: readonly CompiledPolicy[];
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
  const index = new Map<string, ActionIndex>();
  for (const [key, found] of grouped) {
    const withWild = key.startsWith('admin ') && key !== anyAdminAction ? [...new Set([...found, ...wild])] : found;
    index.set(key, indexActions(withWild));
  }
  return { all, scopes: new Set(active.map(({ policy }) => policy.scope)), index };
}

const anyAdminAction = 'admin *';

function indexKey(scope: Scope, action: string): string {
  return `${scope} ${action}`;
}

function indexActions(policies: readonly CompiledPolicy[]): ActionIndex {
  const byUser = new Map<string, CompiledPolicy[]>();
  const byFoldedUser = new Map<string, CompiledPolicy[]>();
  const byRealm = new Map<string, CompiledPolicy[]>();
  const others: CompiledPolicy[] = [];
  for (const compiled of policies) {
    const users = spelledOut(compiled.user);
    const realms = spelledOut(compiled.realm);
    const users_ = compiled.user?.ignoreCase ? byFoldedUser : byUser;
    if (users) for (const user of users) push(users_, user, compiled);
    else if (realms) for (const realm of realms) push(byRealm, realm, compiled);
    else others.push(compiled);
  }
  return { all: policies, byUser, byFoldedUser, byRealm, others };
}

/** The names a list can hold, when it spells them all out. */
function spelledOut(list: NameList | undefined): ReadonlySet<string> | undefined {
  return list && !list.any && list.expressions.length === 0 ? list.names : undefined;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
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
  const keep = (candidates: readonly CompiledPolicy[] | undefined) => {
    if (!candidates) return;
    for (const compiled of candidates) {
      if (matches(compiled, request) && grants(compiled, action)) found.push(compiled);
    }
  };
  if (request.user === undefined || request.realm === undefined) {
    keep(index.all);
  } else {
    keep(index.byUser.get(request.user));
    if (index.byFoldedUser.size > 0) keep(index.byFoldedUser.get(request.user.toLowerCase()));
    keep(index.byRealm.get(request.realm));
    keep(index.others);
  }
  return found;
}

/** Whether the action is found among the names and not excluded; `*` and exclusions have a meaning in scope admin. */
function grants({ policy, actionNames }: CompiledPolicy, action: string): boolean {
  return policy.scope !== 'admin' || inNameList(actionNames, action);
}
