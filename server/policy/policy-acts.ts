import { actionText } from '../../domain/policy/action-text.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { WirePolicy } from '../../domain/policy/policy-from-wire.ts';
import type { Act, Outcome } from '../act/perform.ts';
import type { RequestFacts } from '../act/request-facts.ts';
import type { Installation } from '../installation.ts';
import type { Store } from '../store/store.ts';
import { required } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { assertStillMine, dangerousActions, readPolicy, savePolicy } from './save-policy.ts';

/** `POST /policy/<name>`: in the next request it holds. */
export function writePolicy(wire: WirePolicy): Act {
  return {
    name: 'policy/saved',
    right: 'policywrite',
    target: 'nothing',
    async run(installation, facts) {
      const policy = readPolicy(required(facts.parameters, 'name'), wire);
      return saved(installation, facts, policy, (id) => ({ [`setPolicy ${policy.name}`]: id }));
    },
  };
}

/** Several policies, all or none. */
export function importPolicies(policies: readonly (readonly [name: string, wire: WirePolicy])[]): Act {
  return {
    name: 'policy/imported',
    right: 'policywrite',
    target: 'nothing',
    async run(installation, facts) {
      const read = policies.map(([name, wire]) => readPolicy(name, wire));
      const ids: [name: string, id: number][] = [];
      for (const policy of read) ids.push([policy.name, (await savePolicy(installation, policy)).id]);
      await assertStillMine(installation, facts);
      const names = read.map(({ name }) => name).join(', ');
      const dangerous = read.flatMap(dangerousActions);
      return {
        value: Object.fromEntries(ids),
        audit: { info: names.slice(0, 1000), ...(dangerous.length > 0 ? { dangerous: dangerous.join(' ') } : {}) },
      };
    },
  };
}

/** `POST /policy/enable/<name>` and `disable`. */
export function switchPolicy(active: boolean): Act {
  return {
    name: active ? 'policy/enabled' : 'policy/disabled',
    right: 'policywrite',
    target: 'nothing',
    async run(installation, facts) {
      const { policy } = await stored(installation.store, facts);
      return saved(installation, facts, { ...policy, active }, (id) => id);
    },
  };
}

/** `PATCH /policy/<old>`: another name, the same policy. */
export function renamePolicy(name: unknown): Act {
  return {
    name: 'policy/renamed',
    right: 'policywrite',
    target: 'nothing',
    async run(installation, facts) {
      const { store } = installation;
      const { id, policy } = await stored(store, facts);
      if (typeof name !== 'string' || name === '') throw new WireError('parameter', "Missing parameter: 'name'");
      if (name !== policy.name && (await store.policies.find(name)) !== undefined) {
        throw new WireError('parameter', `name: there is a policy '${name}' already`, {
          reason: 'name-taken',
          values: { name },
        });
      }
      await store.policies.rename(policy.name, { ...policy, name });
      await savePolicy(installation, { ...policy, name });
      return { value: id, audit: { info: `${policy.name} -> ${name}` } };
    },
  };
}

/** `DELETE /policy/<name>`. */
export const deletePolicy: Act = {
  name: 'policy/deleted',
  right: 'policydelete',
  target: 'nothing',
  async run(installation, facts) {
    const { id, policy } = await stored(installation.store, facts);
    await installation.store.policies.remove(policy.name);
    if (policy.scope === 'admin') await assertStillMine(installation, facts);
    return { value: id, audit: told(policy) };
  },
};

async function stored({ policies }: Pick<Store, 'policies'>, { parameters }: RequestFacts) {
  const found = await policies.find(required(parameters, 'name'));
  if (found === undefined) throw notFound('Policy');
  return found;
}

async function saved(
  installation: Installation,
  facts: RequestFacts,
  policy: Policy,
  value: (id: number) => unknown,
): Promise<Outcome> {
  const { id, warnings } = await savePolicy(installation, policy);
  if (policy.scope === 'admin') await assertStillMine(installation, facts);
  return {
    value: value(id),
    ...(warnings.length === 0 ? {} : { detail: () => ({ warnings }) }),
    audit: told(policy),
  };
}

/** What the audit says of a policy: its actions, and in so many words when they let people in without a token. */
function told(policy: Policy): Record<string, string> {
  const dangerous = dangerousActions(policy);
  return {
    info: `${policy.name} (${policy.scope}): ${actionText(policy.action)}`.slice(0, 1000),
    ...(dangerous.length === 0 ? {} : { dangerous: dangerous.join(' ') }),
  };
}
