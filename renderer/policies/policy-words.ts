import type { TFunction } from 'i18next';
import type { ActionDefinition } from '../../domain/policy/definition.ts';
import { descriptionKey } from '../../domain/policy/definition.ts';
import { definitionOf } from '../../domain/policy/definitions.ts';
import { expressionFaults } from '../../domain/policy/expression.ts';
import { actingScopes, type Policy, type Scope } from '../../domain/policy/policy.ts';
import type { Problem } from '../../domain/policy/problem.ts';
import type { Texts } from '../i18n/i18n.ts';

/** The scopes in which Keydesk acts, in the order they are offered. */
export const ownScopes = actingScopes;

/** A scope in the reader's words; one of privacyIDEA's others by its own name. */
export function scopeWords(t: TFunction, scope: Scope): string {
  const own = ownScopes.find((known) => known === scope);
  return own === undefined ? scope : t(`policy.scopes.${own}`);
}

type ActionKey = `policy.action.admin.${keyof Texts['policy']['action']['admin'] & string}`;

/** What an action does. */
export function actionWords(t: TFunction, definition: ActionDefinition): string {
  const rest = descriptionKey(definition).replace(/^policy\.action\./, '');
  const type = /^([a-z]+)_(?:max_|otp_pin_contents|2step)/.exec(definition.name)?.[1];
  const enrolled = /^enroll([A-Z]+)$/.exec(definition.name)?.[1];
  return t(`policy.action.${rest}` as ActionKey, {
    type: (type ?? enrolled ?? '').toUpperCase(),
    defaultValue: definition.description,
  });
}

/** A problem as a sentence; what it names is in its context. */
export function problemWords(t: TFunction, { code, context }: Problem): string {
  const fault = expressionFaults.find((known) => known === context.reason);
  return t(`policy.problem.${code}`, {
    ...context,
    // i18next chooses texts by these two names.
    ...(context.reason === undefined ? {} : { reason: '' }),
    detail: fault === undefined ? String(context.reason ?? '') : t(`policy.expressionFault.${fault}`),
  });
}

/** The actions of a policy that let somebody in without a token. */
export function dangersOf({ scope, action }: Policy): readonly string[] {
  return Object.entries(action)
    .filter(([name, value]) => definitionOf(scope, name)?.dangerous === true && !/^(0|false)$/i.test(String(value)))
    .map(([name]) => name);
}

/** Whom a policy is for, in short. */
export function forWhom(t: TFunction, policy: Policy): string {
  const who = [...policy.user, ...policy.realm, ...policy.resolver, ...policy.adminUser];
  return who.length === 0 ? t('policy.everybody') : who.join(', ');
}

/** When and from where a policy counts, in short; empty for always and everywhere. */
export function whenAndWhere({ time, client, userAgent, node, conditions }: Policy): string {
  const active = conditions.filter((condition) => condition.active).map(({ key, value }) => `${key} ${value}`);
  return [time, ...client, ...userAgent, ...node, ...active].filter((text) => text !== '').join(', ');
}
