import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  type AffectedPage,
  type Explained,
  type PolicyRow,
  policyChannels,
} from '../../domain/contract/administration/policies.ts';
import type { Reply, Request } from '../../domain/contract/ipc.ts';
import { asFailure, KeydeskError } from '../../domain/failure.ts';
import { type Actions, blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import { policyFromWire, type WirePolicy } from '../../domain/policy/policy-from-wire.ts';
import { policyToWire } from '../../domain/policy/policy-to-wire.ts';
import { readValue, type Wire } from './wire-client.ts';

/** What this desk knows of a policy on the wire; the rest is a newer server's. */
const known = new Set([...Object.keys(policyToWire({ ...blankPolicy, name: '', scope: 'admin' })), 'id']);

const wirePolicies = z.array(z.looseObject({ name: z.string(), scope: z.string() }));

/** Every policy of the server, those that are switched off among them. */
export async function listPolicies(wire: Wire): Promise<PolicyRow[]> {
  const { value } = await wire.ask({ method: 'GET', path: '/policy/' });
  return readValue(wirePolicies, value).map(rowOf);
}

function rowOf(listed: WirePolicy & { readonly name: string }): PolicyRow {
  // privacyIDEA says null for a text that was never set.
  const wire = Object.fromEntries(Object.entries(listed).filter(([, value]) => value !== null));
  const { policy } = policyFromWire(listed.name, wire);
  const action = eachText(policy.action, (value) => value.replaceAll('\\,', ','));
  const others = Object.fromEntries(Object.entries(wire).filter(([name]) => !known.has(name)));
  const revision = createHash('sha256').update(JSON.stringify(wire)).digest('base64url');
  return structuredClone({ policy: { ...policy, action }, others, revision }) as PolicyRow;
}

/** A policy as it is sent: privacyIDEA joins actions by commas, so that one within a value has to be escaped. */
function written(policy: Policy) {
  const action = eachText(policy.action, (value) => value.replace(/(?<!\\),/g, '\\,'));
  return policyToWire({ ...policy, action });
}

function eachText(actions: Actions, change: (value: string) => string): Actions {
  return Object.fromEntries(
    Object.entries(actions).map(([name, value]) => [name, value === true ? value : change(value)]),
  );
}

export async function switchPolicy(wire: Wire, name: string, active: boolean): Promise<void> {
  await wire.ask({ method: 'POST', path: `/policy/${active ? 'enable' : 'disable'}/${encodeURIComponent(name)}` });
}

/**
 * Saves a policy over the one it was made from, unless somebody changed that meanwhile. Another name is a renaming
 * first; it is taken back when the policy is then refused.
 */
export async function savePolicy(wire: Wire, { policy, others, seen }: Request<'policies/save'>): Promise<void> {
  const { name } = policy;
  const saved = await listPolicies(wire);
  const before = seen === null ? undefined : unchanged(saved, seen);
  if (before?.policy.name !== name && saved.some((row) => row.policy.name === name)) {
    throw new KeydeskError('administration/name-taken', { name });
  }
  const renamed = before !== undefined && before.policy.name !== name;
  if (renamed) await renamePolicy(wire, before.policy.name, name);
  try {
    const { name: _, ...fields } = written(policy);
    await wire.ask({ method: 'POST', path: `/policy/${encodeURIComponent(name)}`, json: { ...others, ...fields } });
  } catch (error) {
    if (renamed) await renamePolicy(wire, name, before.policy.name).catch(() => {});
    throw error;
  }
}

async function renamePolicy(wire: Wire, from: string, to: string): Promise<void> {
  await wire.ask({ method: 'PATCH', path: `/policy/${encodeURIComponent(from)}`, json: { name: to } });
}

export async function deletePolicy(wire: Wire, seen: Request<'policies/delete'>): Promise<void> {
  unchanged(await listPolicies(wire), seen);
  await wire.ask({ method: 'DELETE', path: `/policy/${encodeURIComponent(seen.name)}` });
}

/** The policy as it was seen; a failure when it is gone or another by now. */
function unchanged(saved: readonly PolicyRow[], seen: { readonly name: string; readonly revision: string }): PolicyRow {
  const row = saved.find(({ policy }) => policy.name === seen.name);
  if (row === undefined) throw new KeydeskError('administration/not-there', { name: seen.name });
  if (row.revision !== seen.revision) throw new KeydeskError('administration/changed-meanwhile', { name: seen.name });
  return row;
}

const realmObjects = z.record(
  z.string(),
  z.looseObject({
    default: z.union([z.boolean(), z.number()]).default(false),
    resolver: z.array(z.looseObject({ name: z.string() })).default([]),
  }),
);

/** The realms and their resolvers, to choose from; none for whoever may not see them. */
export async function placesOf(wire: Wire): Promise<Reply<'policies/places'>> {
  try {
    const { value } = await wire.ask({ method: 'GET', path: '/realm/' });
    const realms = Object.entries(readValue(realmObjects, value));
    const resolvers = realms.flatMap(([, { resolver }]) => resolver.map(({ name }) => name));
    return {
      realms: realms.map(([name]) => name).sort(),
      resolvers: [...new Set(resolvers)].sort(),
      defaultRealm: realms.find(([, realm]) => Boolean(realm.default))?.[0] ?? '',
    };
  } catch (error) {
    if (!(error instanceof KeydeskError) || error.code !== 'administration/no-right') throw error;
    return { realms: [], resolvers: [], defaultRealm: '' };
  }
}

export async function explainRequest(wire: Wire, wondered: Request<'policies/explain'>): Promise<Explained> {
  const { scope, user, realm, client, time, adminUser, serial, headers } = wondered;
  const said = Object.fromEntries(headers.map(({ name, value }) => [`header.${name}`, value]));
  const parameters = { ...filled({ user, realm, client, time, adminuser: adminUser, serial }), ...said };
  const { value } = await asOurs(() => wire.ask({ method: 'POST', path: `/policy/explain/${scope}`, parameters }));
  return readValue(policyChannels['policies/explain'].reply, value);
}

export async function affectedBy(wire: Wire, wondered: Request<'policies/what-if'>): Promise<AffectedPage> {
  const { policy, others, realm, client, time, after } = wondered;
  const { value } = await asOurs(() =>
    wire.ask({
      method: 'POST',
      path: `/policy/whatif/${encodeURIComponent(realm)}`,
      json: { policy: { ...others, ...written(policy) }, ...filled({ client, time, after }) },
    }),
  );
  return readValue(policyChannels['policies/what-if'].reply, value);
}

/** What privacyIDEA has no address for, in whatever words it says so. */
async function asOurs<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { code, context } = asFailure(error);
    const noAddress = code === 'administration/not-there' && String(context.said).includes('URL');
    const noAnswer = code === 'administration/not-understood' && (context.status === 404 || context.status === 405);
    if (noAddress || noAnswer) throw new KeydeskError('administration/keydesk-only', {}, { cause: error });
    throw error;
  }
}

function filled(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/** Whether a policy of this name is there already, and the same. */
export function standingOf(saved: readonly PolicyRow[], policy: Policy): 'new' | 'changed' | 'same' {
  const row = saved.find((one) => one.policy.name === policy.name);
  if (row === undefined) return 'new';
  return JSON.stringify(written(row.policy)) === JSON.stringify(written(policy)) ? 'same' : 'changed';
}
