import { checkPolicy } from '../../domain/policy/check-policy.ts';
import { ask } from '../../domain/policy/compile.ts';
import { definitionOf } from '../../domain/policy/definitions.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { policyFromWire, type WirePolicy } from '../../domain/policy/policy-from-wire.ts';
import { problemText } from '../../domain/policy/problem.ts';
import { requestAbout } from '../../domain/policy/request.ts';
import { mayDo } from '../../domain/policy/right.ts';
import type { Installation } from '../installation.ts';
import { requiringGroups } from '../trust/token-required.ts';
import { listOf } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { conditionFacts } from './condition-facts.ts';
import { freshPolicies } from './policies-now.ts';
import { asked } from './policy-error.ts';
import type { Asking } from './rules.ts';

/** A policy as a request has it; refused with every reason when a field has the wrong form. */
export function readPolicy(name: string, wire: WirePolicy): Policy {
  const { policy, problems } = policyFromWire(name, wire);
  if (problems.length > 0) throw refusal(name, problems.map(problemText));
  return policy;
}

/** The setting that lists the hosts which addresses in policies may name; any, when it is not set. */
export const urlHostsSetting = 'qrtan.allowed_hosts';

/** Saves a policy over any of its name, unless it could never work; gives its id and what to know about it. */
export async function savePolicy(
  { store }: Pick<Installation, 'store'>,
  policy: Policy,
): Promise<{ readonly id: number; readonly warnings: readonly string[] }> {
  const all = await store.policies.all();
  const hosts = await store.systemSettings.text(urlHostsSetting);
  const { problems, warnings } = checkPolicy(
    policy,
    all.map((stored) => stored.policy),
    { ...(hosts === undefined ? {} : { urlHosts: listOf(hosts) }), requiringGroups: await requiringGroups(store) },
  );
  if (problems.length > 0) throw refusal(policy.name, problems.map(problemText));
  return { id: await store.policies.put(policy), warnings: warnings.map(problemText) };
}

function refusal(name: string, reasons: readonly string[]): WireError {
  return new WireError('parameter', `The policy '${name.slice(0, 64)}' cannot work: ${reasons.join('; ')}`);
}

/** After a change of policies in scope admin: whoever made it must still be able to take it back. */
export async function assertStillMine(
  { store }: Pick<Installation, 'store'>,
  { admin, client, at, web }: Asking,
): Promise<void> {
  const changed = await freshPolicies(store.policies);
  const facts = await conditionFacts(store, changed, { web, person: undefined });
  const request = requestAbout(undefined, { adminRealm: '', adminUser: admin.name, client, at, ...facts });
  const may = asked(() => mayDo(ask(changed, request), 'policywrite', admin.rights.includes('policywrite')));
  if (!may.value) {
    throw new WireError(
      'parameter',
      'action: you could not change policies any more: grant yourself policywrite first',
      { reason: 'policy-locks-oneself-out' },
    );
  }
}

/** The actions of a policy that let somebody in without a token. */
export function dangerousActions({ scope, action }: Policy): readonly string[] {
  return Object.keys(action).filter((name) => definitionOf(scope, name)?.dangerous === true);
}
