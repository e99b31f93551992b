import { listPolicies, switchPolicy } from '../administration/policies.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The server's policies, in the name of the administrator who is signed in. */
export function policyHandlers({ administration }: DeskContext): Handlers<'policies/list' | 'policies/switch'> {
  return {
    'policies/list': () => listPolicies(administration.wire()),
    'policies/switch': async ({ name, active }) => {
      await switchPolicy(administration.wire(), name, active);
      return undefined;
    },
  };
}
