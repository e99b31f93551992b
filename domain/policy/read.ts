import { KeydeskError } from '../failure.ts';
import type { ReadValue } from './action-value.ts';
import { canonicalAction } from './alias.ts';
import { type Asked, matching } from './compile.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import type { ActingScope } from './policy.ts';

/** A value and the policies that made it so: they go to the audit once it has taken effect. */
export interface Reading<T> {
  readonly value: T;
  readonly policies: readonly string[];
}

const noPolicies: readonly string[] = [];

/** Whether any matching policy switches the action on; priority does not count. */
export function readFlag(asked: Asked, scope: ActingScope, action: string): Reading<boolean> {
  const on = matching(asked, scope, action).filter((compiled) => valuesOf(compiled, action).includes(true));
  return { value: on.length > 0, policies: namesOf(on) };
}

/**
 * The value of the best priority. Policies that share it and disagree are an error that names them; equal values are
 * none. `undefined` when no policy says anything, or the best one switches the action off.
 */
export function readChoice(asked: Asked, scope: ActingScope, action: string): Reading<string | undefined> {
  let best = Number.POSITIVE_INFINITY;
  let deciding: CompiledPolicy[] = [];
  for (const compiled of matching(asked, scope, action)) {
    const { priority } = compiled.policy;
    if (priority > best || !readable(compiled, action)) continue;
    if (priority < best) deciding = [];
    best = priority;
    deciding.push(compiled);
  }
  const values = new Set<string | undefined>();
  for (const compiled of deciding) for (const value of valuesOf(compiled, action)) values.add(asText(value));
  if (values.size > 1) throw new PolicyConflict(canonicalAction(action), namesOf(deciding));
  const [value] = values;
  return { value, policies: value === undefined ? noPolicies : namesOf(deciding) };
}

/** Every word of every matching policy; priority does not count. */
export function readUnion(asked: Asked, scope: ActingScope, action: string): Reading<ReadonlySet<string>> {
  const said = matching(asked, scope, action).filter((compiled) => readable(compiled, action));
  const values = said.flatMap((compiled) =>
    valuesOf(compiled, action).flatMap((value) => (Array.isArray(value) ? value : [])),
  );
  return { value: new Set(values), policies: namesOf(said) };
}

/** The highest number of all matching policies, with those that say it; priority does not count. */
export function readMaximum(asked: Asked, scope: ActingScope, action: string): Reading<number | undefined> {
  const said = matching(asked, scope, action).filter((compiled) => readable(compiled, action));
  if (said.length === 0) return { value: undefined, policies: noPolicies };
  const highest = (compiled: CompiledPolicy) => Math.max(...valuesOf(compiled, action).map(Number));
  const value = Math.max(...said.map(highest));
  return { value, policies: namesOf(said.filter((compiled) => highest(compiled) === value)) };
}

function valuesOf({ actions }: CompiledPolicy, action: string): readonly ReadValue[] {
  return actions.get(canonicalAction(action))?.values ?? wildcard;
}

/** What `*` means for an action that is on or off. */
const wildcard: readonly ReadValue[] = [true];

function readable(compiled: CompiledPolicy, action: string): boolean {
  return (
    compiled.actions.has(canonicalAction(action)) && valuesOf(compiled, action).some((value) => value !== undefined)
  );
}

function asText(value: ReadValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function namesOf(compiled: readonly CompiledPolicy[]): readonly string[] {
  return compiled.map(({ policy }) => policy.name);
}

/** Policies that contradict each other: nothing may be decided until somebody changes one (303 on the wire). */
export class PolicyConflict extends KeydeskError {
  readonly action: string;
  readonly policies: readonly string[];

  constructor(action: string, policies: readonly string[]) {
    super('policy/conflict', { action, policies: policies.join(', ') });
    this.name = 'PolicyConflict';
    this.action = action;
    this.policies = policies;
  }
}
