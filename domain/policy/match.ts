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

type Test = (compiled: CompiledPolicy, request: PreparedRequest) => boolean;

const realmHolds: Test = ({ realm }, request) => holds(realm, request.realm);
const userHolds: Test = ({ user }, request) => holds(user, request.user);
const resolverHolds: Test = ({ resolver, policy }, request) => {
  if (!resolver || request.resolver === undefined) return true;
  if (inNameList(resolver, request.resolver)) return true;
  return policy.checkAllResolvers && (request.resolvers ?? []).some((one) => inNameList(resolver, one));
};
/** A list without a positive entry holds nobody, not even a client that is not given. */
const clientHolds: Test = ({ client }, { address }) => {
  if (!client) return true;
  if (address === undefined) return client.inside.length > 0;
  return address !== null && inAddressList(client, address);
};
const timeHolds: Test = ({ window }, { moment }) => !window || inTimeWindow(window, moment);
const adminRealmHolds: Test = ({ adminRealm }, request) => holds(adminRealm, request.adminRealm);
const adminUserHolds: Test = ({ adminUser }, request) => holds(adminUser, request.adminUser);
const nodeHolds: Test = ({ node }, request) => !node || request.node === undefined || node.has(request.node);
const agentHolds: Test = ({ userAgent }, request) =>
  !userAgent || request.userAgent === undefined || userAgent.has(request.userAgent.toLowerCase());
const conditionsDo: Test = ({ policy, hasConditions }, request) => !hasConditions || conditionsHold(policy, request);

function holds(list: NameList | undefined, name: string | undefined): boolean {
  return list === undefined || name === undefined || inNameList(list, name);
}

/**
 * Whether the policy is for this request, whatever its actions say. Throws when a condition lacks its data, which is
 * why conditions come last. Written out, because each check comes here for each policy that the index cannot rule out.
 */
export function matches(compiled: CompiledPolicy, request: PreparedRequest): boolean {
  return (
    compiled.active &&
    realmHolds(compiled, request) &&
    userHolds(compiled, request) &&
    clientHolds(compiled, request) &&
    resolverHolds(compiled, request) &&
    adminRealmHolds(compiled, request) &&
    adminUserHolds(compiled, request) &&
    nodeHolds(compiled, request) &&
    agentHolds(compiled, request) &&
    timeHolds(compiled, request) &&
    conditionsDo(compiled, request)
  );
}

const tests: readonly (readonly [Dimension, Test])[] = [
  ['active', ({ active }) => active],
  ['realm', realmHolds],
  ['user', userHolds],
  ['resolver', resolverHolds],
  ['client', clientHolds],
  ['time', timeHolds],
  ['adminrealm', adminRealmHolds],
  ['adminuser', adminUserHolds],
  ['pinode', nodeHolds],
  ['user_agents', agentHolds],
];

/** Every dimension that keeps the policy from this request; none when it matches. */
export function mismatches(compiled: CompiledPolicy, request: PreparedRequest): readonly Dimension[] {
  const others = tests.filter(([, test]) => !test(compiled, request));
  const failed = others.map(([dimension]) => dimension);
  try {
    return conditionsDo(compiled, request) ? failed : [...failed, 'conditions'];
  } catch {
    return [...failed, 'conditions'];
  }
}
