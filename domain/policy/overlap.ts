import { addressesMeet } from './address-list.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { nameListsMeet } from './name-list.ts';
import type { Condition } from './policy.ts';
import { windowsMeet } from './time-window.ts';

/** Whether some request surely matches both policies: for each dimension there is a value that both hold. */
export function overlap(one: CompiledPolicy, other: CompiledPolicy): boolean {
  return (
    nameListsMeet(one.realm, other.realm) &&
    nameListsMeet(one.user, other.user) &&
    nameListsMeet(one.resolver, other.resolver) &&
    nameListsMeet(one.adminRealm, other.adminRealm) &&
    nameListsMeet(one.adminUser, other.adminUser) &&
    setsMeet(one.node, other.node) &&
    setsMeet(one.userAgent, other.userAgent) &&
    (!one.client || !other.client || addressesMeet(one.client, other.client)) &&
    (!one.window || !other.window || windowsMeet(one.window, other.window)) &&
    conditionsOf(one) === conditionsOf(other)
  );
}

function setsMeet(one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined): boolean {
  return !one || !other || [...one].some((value) => other.has(value));
}

/** Different conditions may keep two policies apart; the same ones cannot. */
function conditionsOf({ policy }: CompiledPolicy): string {
  const active: readonly Condition[] = policy.conditions.filter((condition) => condition.active);
  return JSON.stringify(active.map(({ section, key, comparator, value }) => [section, key, comparator, value]).sort());
}
