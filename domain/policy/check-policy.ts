import { readValue } from './action-value.ts';
import { canonicalAction } from './alias.ts';
import { listProblems } from './check-list.ts';
import { type ValueRules, valueProblems, valueWarnings } from './check-value.ts';
import { type CompiledPolicy, compilePolicy } from './compiled-policy.ts';
import { conditionProblems } from './condition.ts';
import { definitionOf, hasActions } from './definitions.ts';
import { overlap } from './overlap.ts';
import { type Policy, scopes } from './policy.ts';
import { type Problem, problem } from './problem.ts';
import { parseTimeWindow } from './time-window.ts';

export interface CheckedPolicy {
  /** Why it is refused; a policy with any of them is not saved. */
  readonly problems: readonly Problem[];
  /** What to know before it is saved. */
  readonly warnings: readonly Problem[];
}

/** Checks a policy before it is saved over any of its name: what could never work is refused, with the reason. */
export function checkPolicy(policy: Policy, saved: readonly Policy[], rules: ValueRules = {}): CheckedPolicy {
  const alone = [
    ...nameProblems(policy.name),
    ...scopeProblems(policy),
    ...actionProblems(policy, rules),
    ...listProblems(policy),
    ...parseTimeWindow(policy.time).problems,
    ...policy.conditions.filter((condition) => condition.active).flatMap(conditionProblems),
    ...(Number.isInteger(policy.priority) && policy.priority >= 1 ? [] : [problem('priority', 'priority')]),
  ];
  const others = saved.filter((other) => other.name !== policy.name && other.active);
  const near = policy.active && alone.length === 0 ? neighbours(policy, others) : [];
  const compiled = compilePolicy(policy);
  return {
    problems: [...alone, ...near.flatMap((other) => conflicts(compiled, other))],
    warnings: [...actionWarnings(policy, rules), ...near.flatMap((other) => shadows(compiled, other))],
  };
}

function neighbours(policy: Policy, others: readonly Policy[]): readonly CompiledPolicy[] {
  const compiled = compilePolicy(policy);
  return others.map(compilePolicy).filter((other) => overlap(compiled, other));
}

function nameProblems(name: string): readonly Problem[] {
  if (name.trim() === '') return [problem('name', 'name-empty')];
  if (name.length > 64) return [problem('name', 'too-long', { most: 64 })];
  if (!/^[a-zA-Z0-9_.\- ]*$/.test(name)) return [problem('name', 'name-characters', { name })];
  const reserved = name.toLowerCase() === 'check' || name.startsWith('pi-update-policy-');
  return reserved ? [problem('name', 'name-reserved', { name })] : [];
}

function scopeProblems(policy: Policy): readonly Problem[] {
  if (!scopes.includes(policy.scope)) return [problem('scope', 'scope-unknown', { scope: policy.scope })];
  if (!hasActions(policy.scope)) return [problem('scope', 'scope-without-actions', { scope: policy.scope })];
  if (policy.scope === 'admin') return [];
  return [
    ...(policy.adminRealm.length > 0 ? [problem('adminrealm', 'admin-only')] : []),
    ...(policy.adminUser.length > 0 ? [problem('adminuser', 'admin-only')] : []),
  ];
}

function actionProblems(policy: Policy, rules: ValueRules): readonly Problem[] {
  const { scope } = policy;
  const written = Object.entries(policy.action);
  if (written.length === 0) return [problem('action', 'action-empty')];
  if (!hasActions(scope)) return [];
  const granted = written.filter(([name]) => !(scope === 'admin' && /^[-!]/.test(name)));
  if (granted.length === 0) return [problem('action', 'action-only-excluded')];
  const problems = written.flatMap(([name, value]) => {
    if (scope === 'admin' && name === '*')
      return value === true ? [] : [problem('action', 'value-not-flag', { action: name })];
    const plain = scope === 'admin' ? name.replace(/^[-!]/, '') : name;
    const definition = definitionOf(scope, plain);
    if (!definition) return [problem('action', 'action-unknown', { action: name, scope })];
    if (plain !== name) return value === true ? [] : [problem('action', 'value-not-flag', { action: name })];
    return valueProblems(definition, value, rules);
  });
  return [...problems, ...twice(policy)];
}

/** One action under both its names with different values. */
function twice(policy: Policy): readonly Problem[] {
  const seen = new Map<string, string>();
  return Object.entries(policy.action).flatMap(([name, value]) => {
    const definition = definitionOf(policy.scope, name);
    if (!definition) return [];
    const action = canonicalAction(name);
    const read = String(readValue(definition, value));
    const earlier = seen.get(action);
    seen.set(action, read);
    return earlier === undefined || earlier === read ? [] : [problem('action', 'action-twice', { action, name })];
  });
}

function conflicts(compiled: CompiledPolicy, other: CompiledPolicy): readonly Problem[] {
  if (compiled.policy.scope !== other.policy.scope || compiled.policy.priority !== other.policy.priority) return [];
  return [...compiled.actions].flatMap(([action, { definition, values }]) => {
    const theirs = other.actions.get(action)?.values;
    if (definition.reading !== 'choice' || !theirs || String(theirs) === String(values)) return [];
    return [problem('action', 'conflict', { action, policy: other.policy.name, value: String(theirs) })];
  });
}

function actionWarnings(policy: Policy, rules: ValueRules): readonly Problem[] {
  return Object.entries(policy.action).flatMap(([name, value]) => {
    const definition = definitionOf(policy.scope, name);
    return definition ? valueWarnings(definition, value, rules) : [];
  });
}

/** Who is let in by passOnNoToken never comes to passthru, and never takes a token from the pool. */
function shadows(compiled: CompiledPolicy, other: CompiledPolicy): readonly Problem[] {
  const says = ({ actions }: CompiledPolicy, action: string) => Boolean(actions.get(action)?.values.some(Boolean));
  return ['passthru', 'autoassignment']
    .filter(
      (action) =>
        (says(compiled, action) && says(other, 'passOnNoToken')) ||
        (says(compiled, 'passOnNoToken') && says(other, action)),
    )
    .map((action) => problem('action', 'never-reached', { action, policy: other.policy.name }));
}
