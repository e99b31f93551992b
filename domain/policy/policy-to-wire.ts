import type { Policy } from './policy.ts';

/** A policy as `GET /policy/` lists it. */
export function policyToWire(policy: Policy) {
  return {
    name: policy.name,
    active: policy.active,
    scope: policy.scope,
    realm: [...policy.realm],
    adminrealm: [...policy.adminRealm],
    adminuser: [...policy.adminUser],
    resolver: [...policy.resolver],
    pinode: [...policy.node],
    check_all_resolvers: policy.checkAllResolvers,
    user: [...policy.user],
    user_case_insensitive: policy.userCaseInsensitive,
    client: [...policy.client],
    user_agents: [...policy.userAgent],
    time: policy.time,
    conditions: policy.conditions.map((one) => [
      one.section,
      one.key,
      one.comparator,
      one.value,
      one.active,
      one.whenMissing,
    ]),
    priority: policy.priority,
    action: { ...policy.action },
    description: policy.description,
  };
}
