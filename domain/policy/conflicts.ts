import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts';
import { overlap } from './overlap.ts';
import type { Policy, Scope } from './policy.ts';

/** Two active policies that contradict each other in some same request: there nothing is decided (303 on the wire). */
export interface Conflict {
  readonly scope: Scope;
  readonly action: string;
  readonly priority: number;
  /** The policies and what each says; the one that comes first in the alphabet is first. */
  readonly says: readonly [Side, Side];
}

interface Side {
  readonly policy: string;
  readonly value: string;
}

/** Every such pair among the policies as they are saved: another program, or an older server, may have let them in. */
export function conflictsAmong(policies: readonly Policy[]): readonly Conflict[] {
  const groups = new Map<string, { readonly compiled: CompiledPolicy; readonly value: string }[]>();
  for (const policy of policies) {
    if (!policy.active) continue;
    const compiled = compilePolicy(policy);
    for (const [action, { definition, values }] of compiled.actions) {
      if (definition.reading !== 'choice') continue;
      const key = JSON.stringify([policy.scope, action, policy.priority]);
      const group = groups.get(key) ?? [];
      if (group.length === 0) groups.set(key, group);
      group.push({ compiled, value: values.map((value) => String(value ?? '')).join(' / ') });
    }
  }
  return [...groups].flatMap(([key, group]) => {
    const [scope, action, priority] = JSON.parse(key) as [Scope, string, number];
    const named = [...group].sort((one, other) => (one.compiled.policy.name < other.compiled.policy.name ? -1 : 1));
    return named.flatMap((one, place) =>
      named
        .slice(place + 1)
        .filter((other) => other.value !== one.value && overlap(one.compiled, other.compiled))
        .map((other) => ({ scope, action, priority, says: [side(one), side(other)] as const })),
    );
  });
}

function side({ compiled, value }: { readonly compiled: CompiledPolicy; readonly value: string }): Side {
  return { policy: compiled.policy.name, value };
}
