import { asFailure, type Failure } from '../failure.ts';
import { type Asked, matching } from './compile.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { type Looked, missingData } from './condition.ts';
import type { ActionDefinition } from './definition.ts';
import type { Unasked } from './login-without-token.ts';
import { type Dimension, mismatches } from './match.ts';
import { type ActingScope, actingScopes, type Scope } from './policy.ts';
import { PolicyConflict, readChoice, readFlag, readMaximum, readUnion } from './read.ts';

/** What became of one action of one policy in a request. */
interface Effect {
  readonly action: string;
  readonly effect:
    | 'took-effect'
    | 'switched-off'
    /** A policy of a better priority says otherwise. */
    | 'outranked'
    /** Another limit is higher. */
    | 'not-highest'
    /** Policies of the same priority contradict it: the request fails. */
    | 'conflict'
    /** A condition of the policy named looks at what the request does not have: the request fails. */
    | 'failed'
    /** The stored value cannot be read. */
    | 'unreadable'
    | 'not-matched'
    /** It would hold, and the login does not come to it. */
    | Unasked;
  /** The policies that decided instead, or that contradict. */
  readonly by: readonly string[];
}

export interface Explanation {
  readonly name: string;
  readonly scope: Scope;
  readonly matched: boolean;
  /** What keeps the policy from the request. */
  readonly mismatches: readonly Dimension[];
  readonly effects: readonly Effect[];
  /** What its conditions look at and the request does not have: they counted as each of them says. */
  readonly unknown: readonly Looked[];
}

/** For each policy of the scope: whether it is for this request, what it does there, and if not why not. */
export function explain(asked: Asked, scope?: Scope): readonly Explanation[] {
  return asked.policies.all
    .filter(({ policy }) => scope === undefined || policy.scope === scope)
    .map((compiled) => {
      const failed = mismatches(compiled, asked.request);
      const matched = failed.length === 0;
      const effects = [...compiled.actions.values()].map(({ definition, values }): Effect => {
        const action = definition.name;
        if (!matched) return { action, effect: 'not-matched', by: [] };
        if (values.every((value) => value === undefined)) return { action, effect: 'unreadable', by: [] };
        return { action, ...effectOf(asked, compiled, definition) };
      });
      const { name, scope: of } = compiled.policy;
      const unknown = missingData(compiled.policy, asked.request);
      return { name, scope: of, matched, mismatches: failed, effects, unknown };
    });
}

function effectOf(asked: Asked, compiled: CompiledPolicy, definition: ActionDefinition): Omit<Effect, 'action'> {
  const { name } = compiled.policy;
  try {
    const { policies } = readAction(asked, definition);
    if (policies.includes(name)) return { effect: 'took-effect', by: [] };
    if (policies.length === 0 || definition.reading === 'flag') {
      const better = deciders(asked, compiled, definition);
      return better.length > 0 ? { effect: 'outranked', by: better } : { effect: 'switched-off', by: [] };
    }
    return { effect: definition.reading === 'maximum' ? 'not-highest' : 'outranked', by: policies };
  } catch (error) {
    if (!(error instanceof PolicyConflict))
      return { effect: 'failed', by: [String(asFailure(error).context.policy ?? '')] };
    return error.policies.includes(name)
      ? { effect: 'conflict', by: error.policies.filter((other) => other !== name) }
      : { effect: 'outranked', by: error.policies };
  }
}

/** For a choice that is switched off: the policies of a better priority that do so. */
function deciders(asked: Asked, compiled: CompiledPolicy, definition: ActionDefinition): readonly string[] {
  if (definition.reading !== 'choice') return [];
  return matching(asked, definition.scope, definition.name)
    .filter(({ policy }) => policy.priority < compiled.policy.priority)
    .map(({ policy }) => policy.name);
}

function isActing(scope: Scope): scope is ActingScope {
  return actingScopes.some((known) => known === scope);
}

/** The value of any action, however it is read; texts for people and for comparing. */
function readAction(
  asked: Asked,
  { scope, name, reading }: ActionDefinition,
): { readonly value: string | undefined; readonly policies: readonly string[] } {
  if (!isActing(scope)) return { value: undefined, policies: [] };
  switch (reading) {
    case 'flag': {
      const { value, policies } = readFlag(asked, scope, name);
      return { value: value ? 'true' : undefined, policies };
    }
    case 'choice':
      return readChoice(asked, scope, name);
    case 'maximum': {
      const { value, policies } = readMaximum(asked, scope, name);
      return { value: value === undefined ? undefined : String(value), policies };
    }
    case 'union': {
      const { value, policies } = readUnion(asked, scope, name);
      return { value: value.size === 0 ? undefined : [...value].sort().join(' '), policies };
    }
  }
}

/** The value of an action, or the failure that a request would meet. */
export function valueOrFailure(
  asked: Asked,
  definition: ActionDefinition,
): { readonly value: string | undefined; readonly failure?: Failure } {
  try {
    return { value: readAction(asked, definition).value };
  } catch (error) {
    return { value: undefined, failure: asFailure(error) };
  }
}
