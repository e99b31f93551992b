import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PolicyRow } from '../../domain/contract/administration/policies.ts';
import { blankPolicy } from '../../domain/policy/policy.ts';
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

export async function switchPolicy(wire: Wire, name: string, active: boolean): Promise<void> {
  await wire.ask({ method: 'POST', path: `/policy/${active ? 'enable' : 'disable'}/${encodeURIComponent(name)}` });
}

function rowOf(written: WirePolicy & { readonly name: string }): PolicyRow {
  // privacyIDEA says null for a text that was never set.
  const wire = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null));
  const { policy } = policyFromWire(written.name, wire);
  const others = Object.fromEntries(Object.entries(wire).filter(([name]) => !known.has(name)));
  const revision = createHash('sha256').update(JSON.stringify(wire)).digest('base64url');
  return structuredClone({ policy, others, revision }) as PolicyRow;
}
