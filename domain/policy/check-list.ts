import { parseAddressList } from './address-list.ts';
import { isExpression, parseExpression } from './expression.ts';
import { isExclusion } from './name-list.ts';
import type { Policy } from './policy.ts';
import { type PolicyField, type Problem, problem } from './problem.ts';

/** Why the lists of names and addresses of a policy could never match, or not as they are meant. */
export function listProblems(policy: Policy): readonly Problem[] {
  return [
    ...nameProblems('realm', policy.realm),
    ...policy.realm
      .filter((realm) => !isExpression(realm) && realm !== realm.toLowerCase())
      .map((realm) => problem('realm', 'realm-case', { entry: realm })),
    ...nameProblems('user', policy.user, policy.userCaseInsensitive),
    ...nameProblems('adminrealm', policy.adminRealm),
    ...nameProblems('adminuser', policy.adminUser, policy.userCaseInsensitive),
    ...resolverProblems(policy.resolver),
    ...emptyEntries('pinode', policy.node),
    ...emptyEntries('user_agents', policy.userAgent),
    ...clientProblems(policy.client),
  ];
}

function nameProblems(field: PolicyField, values: readonly string[], ignoreCase = false): readonly Problem[] {
  const found = values.filter((value) => !isExclusion(value));
  const excluded = new Set(values.filter(isExclusion).map((value) => fold(value.slice(1), ignoreCase)));
  const literal = found.every((value) => value !== '*' && !isExpression(value));
  const nobody = literal && found.length > 0 && found.every((value) => excluded.has(fold(value, ignoreCase)));
  return [
    ...emptyEntries(field, values),
    ...(values.length > 0 && found.length === 0 ? [problem(field, 'list-only-excluded')] : []),
    ...(nobody ? [problem(field, 'list-matches-nobody')] : []),
    ...found
      .filter((value) => value !== '*' && isExpression(value))
      .flatMap((value) => expressionProblems(field, value)),
  ];
}

function fold(text: string, ignoreCase: boolean): string {
  return ignoreCase ? text.toLowerCase() : text;
}

function expressionProblems(field: PolicyField, value: string): readonly Problem[] {
  const { error } = parseExpression(value);
  return error ? [problem(field, error.code, { entry: value, reason: error.reason })] : [];
}

function resolverProblems(values: readonly string[]): readonly Problem[] {
  return [
    ...emptyEntries('resolver', values),
    ...values.filter(isExclusion).map((entry) => problem('resolver', 'resolver-exclusion', { entry })),
  ];
}

function emptyEntries(field: PolicyField, values: readonly string[]): readonly Problem[] {
  return values.includes('') ? [problem(field, 'list-entry-empty')] : [];
}

function clientProblems(values: readonly string[]): readonly Problem[] {
  if (values.length === 0) return [];
  const { list, problems } = parseAddressList(values);
  return problems.length === 0 && list.inside.length === 0 ? [problem('client', 'list-only-excluded')] : problems;
}
