import { adminActions } from './admin-actions.ts';
import { canonicalAction } from './alias.ts';
import { authenticationActions } from './authentication-actions.ts';
import type { ActionDefinition } from './definition.ts';
import { enrollmentActions } from './enrollment-actions.ts';
import { ownActions } from './own-actions.ts';
import type { Scope } from './policy.ts';

/** Every action that Keydesk acts on. */
export const definitions: readonly ActionDefinition[] = [
  ...enrollmentActions,
  ...authenticationActions,
  ...adminActions,
  ...ownActions,
];

const byScope = new Map<Scope, Map<string, ActionDefinition>>();
for (const definition of definitions) {
  const known = byScope.get(definition.scope) ?? new Map<string, ActionDefinition>();
  byScope.set(definition.scope, known.set(definition.name, definition));
}

/** The definition of an action under any of its names; `qrtanurl.ID` is one of several addresses. */
export function definitionOf(scope: Scope, written: string): ActionDefinition | undefined {
  const known = byScope.get(scope);
  const name = canonicalAction(written);
  const found = known?.get(name);
  if (found) return found;
  const several = /^(qrtanurl|qrtanurl_init)\.[A-Za-z0-9_-]+$/.exec(name)?.[1];
  const base = several === undefined ? undefined : known?.get(several);
  return base && { ...base, name };
}

/** Whether Keydesk acts on anything in the scope. */
export function hasActions(scope: Scope): boolean {
  return byScope.has(scope);
}
