import { inAddressList } from './address-list.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { conditionsHold } from './condition.ts';
import { inNameList, type NameList } from './name-list.ts';
import type { PreparedRequest } from './request.ts';
import { inTimeWindow } from './time-window.ts';

/** What a policy restricts; all must hold, each by itself. */
export type Dimension =
  | 'active'
  | 'realm'
  | 'user'
  | 'resolver'
  | 'client'
  | 'time'
  | 'adminrealm'
  | 'adminuser'
  | 'pinode'
  | 'user_agents'
  | 'conditions';

/** Cheap and telling ones first; conditions last, because only they can fail. */
const tests: readonly (readonly [Dimension, (compiled: CompiledPolicy, request: PreparedRequest) => boolean])[] = [
  ['active', ({ policy }) => policy.active],
  ['realm', ({ realm }, request) => holds(realm, request.realm)],
  ['user', ({ user }, request) => holds(user, request.user)],
  ['resolver', resolverHolds],
  ['adminrealm', ({ adminRealm }, request) => holds(adminRealm, request.adminRealm)],
  ['adminuser', ({ adminUser }, request) => holds(adminUser, request.adminUser)],
  ['pinode', ({ node }, request) => !node || request.node === undefined || node.has(request.node)],
  [
    'user_agents',
    ({ userAgent }, request) =>
      !userAgent || request.userAgent === undefined || userAgent.has(request.userAgent.toLowerCase()),
  ],
  ['client', clientHolds],
  ['time', ({ window }, request) => !window || inTimeWindow(window, request.at)],
  ['conditions', ({ policy, hasConditions }, request) => !hasConditions || conditionsHold(policy, request)],
];

function holds(list: NameList | undefined, name: string | undefined): boolean {
  return !list || name === undefined || inNameList(list, name);
}

function resolverHolds({ resolver, policy }: CompiledPolicy, request: PreparedRequest): boolean {
  if (!resolver || request.resolver === undefined) return true;
  if (inNameList(resolver, request.resolver)) return true;
  return policy.checkAllResolvers && (request.resolvers ?? []).some((one) => inNameList(resolver, one));
}

function clientHolds({ client }: CompiledPolicy, { address }: PreparedRequest): boolean {
  return !client || address === undefined || (address !== null && inAddressList(client, address));
}

/** Whether the policy is for this request, whatever its actions say. Throws when a condition lacks its data. */
export function matches(compiled: CompiledPolicy, request: PreparedRequest): boolean {
  for (const [, test] of tests) if (!test(compiled, request)) return false;
  return true;
}

/** Every dimension that keeps the policy from this request; none when it matches. */
export function mismatches(compiled: CompiledPolicy, request: PreparedRequest): readonly Dimension[] {
  const others = tests.filter(([dimension, test]) => dimension !== 'conditions' && !test(compiled, request));
  const failed = others.map(([dimension]) => dimension);
  try {
    return matchesConditions(compiled, request) ? failed : [...failed, 'conditions'];
  } catch {
    return [...failed, 'conditions'];
  }
}

function matchesConditions({ policy, hasConditions }: CompiledPolicy, request: PreparedRequest): boolean {
  return !hasConditions || conditionsHold(policy, request);
}
