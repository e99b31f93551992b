import { type ReadValue, readValue } from './action-value.ts';
import { type AddressList, parseAddressList } from './address-list.ts';
import { canonicalAction } from './alias.ts';
import type { ActionDefinition } from './definition.ts';
import { definitionOf } from './definitions.ts';
import { compileNameList, type NameList } from './name-list.ts';
import type { Policy } from './policy.ts';
import { parseTimeWindow, type TimeWindow } from './time-window.ts';

/** A policy made ready once for all requests. A dimension that is absent restricts nothing. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly active: boolean;
  readonly realm: NameList | undefined;
  readonly user: NameList | undefined;
  readonly resolver: NameList | undefined;
  readonly adminRealm: NameList | undefined;
  readonly adminUser: NameList | undefined;
  readonly node: ReadonlySet<string> | undefined;
  readonly userAgent: ReadonlySet<string> | undefined;
  readonly client: AddressList | undefined;
  readonly window: TimeWindow | undefined;
  readonly hasConditions: boolean;
  /** The names as written, `*` and exclusions among them. */
  readonly actionNames: NameList;
  readonly actions: ReadonlyMap<string, CompiledAction>;
}

/** One action under its name of today; two values when both its names are there and disagree. */
interface CompiledAction {
  readonly definition: ActionDefinition;
  readonly values: readonly ReadValue[];
}

/** Never fails: what cannot be read makes the policy match nothing, as in privacyIDEA. Saving is where it is refused. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const ignoreCase = policy.userCaseInsensitive;
  const addresses = parseAddressList(policy.client);
  const time = parseTimeWindow(policy.time);
  return {
    policy,
    active: policy.active,
    realm: names(policy.realm),
    user: names(policy.user, ignoreCase),
    resolver:
      policy.resolver.length === 0
        ? undefined
        : compileNameList(policy.resolver, { exclusions: false, expressions: false }),
    adminRealm: names(policy.adminRealm),
    adminUser: names(policy.adminUser, ignoreCase),
    node: policy.node.length === 0 ? undefined : new Set(policy.node),
    userAgent: policy.userAgent.length === 0 ? undefined : new Set(policy.userAgent.map((one) => one.toLowerCase())),
    client: policy.client.length === 0 ? undefined : addresses.problems.length > 0 ? nowhere : addresses.list,
    window: policy.time.trim() === '' ? undefined : time.problems.length > 0 ? [] : time.window,
    hasConditions: policy.conditions.some((condition) => condition.active),
    actionNames: compileNameList(Object.keys(policy.action).map(canonicalOrExcluded)),
    actions: compileActions(policy),
  };
}

const nowhere: AddressList = { inside: [], outside: [] };

function names(values: readonly string[], ignoreCase = false): NameList | undefined {
  return values.length === 0 ? undefined : compileNameList(values, { ignoreCase });
}

function canonicalOrExcluded(written: string): string {
  return /^[-!]/.test(written) ? `-${canonicalAction(written.slice(1))}` : canonicalAction(written);
}

function compileActions(policy: Policy): ReadonlyMap<string, CompiledAction> {
  const actions = new Map<string, CompiledAction>();
  for (const [written, value] of Object.entries(policy.action)) {
    const definition = definitionOf(policy.scope, written);
    if (!definition) continue;
    const read = readValue(definition, value);
    const earlier = actions.get(definition.name)?.values ?? [];
    const values = earlier.some((one) => String(one) === String(read)) ? earlier : [...earlier, read];
    actions.set(definition.name, { definition, values });
  }
  return actions;
}
