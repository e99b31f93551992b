import { parseActionText } from '../../../domain/policy/action-text.ts';
import { type Asked, ask, compilePolicies } from '../../../domain/policy/compile.ts';
import { blankPolicy, type Policy, type Scope } from '../../../domain/policy/policy.ts';
import { type Circumstances, requestAbout, type Subject } from '../../../domain/policy/request.ts';

/** A policy with these actions; what is not said restricts nothing. */
export function policyOf(name: string, scope: Scope, actions: string, more: Partial<Policy> = {}): Policy {
  return { ...blankPolicy, name, scope, action: Object.fromEntries(parseActionText(actions)), ...more };
}

/** A Wednesday at noon, local time. */
export const wednesday = new Date(2026, 7, 19, 12, 0);

export const alice: Subject = { user: 'alice', realm: 'office', resolver: 'ldap' };

/** The policies asked about somebody, or about nobody. */
export function askAbout(
  policies: readonly Policy[],
  subject: Subject | undefined = alice,
  circumstances: Circumstances = { at: wednesday, client: '10.0.0.2' },
): Asked {
  return ask(compilePolicies(policies), requestAbout(subject, circumstances));
}
