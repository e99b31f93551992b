import type { policyChannels } from '../../domain/contract/administration/policies.ts';
import { KeydeskError } from '../../domain/failure.ts';
import {
  affectedBy,
  deletePolicy,
  explainRequest,
  listPolicies,
  placesOf,
  savePolicy,
  switchPolicy,
} from '../administration/policies.ts';
import {
  type ChosenPolicyFile,
  choosePolicyFile,
  exportPolicies,
  importPolicies,
} from '../administration/policy-file.ts';
import type { DeskContext, Handlers } from './context.ts';

/** The server's policies, in the name of the administrator who is signed in. */
export function policyHandlers({ administration, files }: DeskContext): Handlers<keyof typeof policyChannels> {
  const wire = () => administration.wire();
  let chosen: ChosenPolicyFile | undefined;
  return {
    'policies/list': () => listPolicies(wire()),
    'policies/switch': async ({ name, active }) => {
      await switchPolicy(wire(), name, active);
      return undefined;
    },
    'policies/save': async (draft) => {
      await savePolicy(wire(), draft);
      return undefined;
    },
    'policies/delete': async (seen) => {
      await deletePolicy(wire(), seen);
      return undefined;
    },
    'policies/places': () => placesOf(wire()),
    'policies/explain': (wondered) => explainRequest(wire(), wondered),
    'policies/what-if': (wondered) => affectedBy(wire(), wondered),
    'policies/export': async ({ name }) => ({ written: await exportPolicies(wire(), files, name) }),
    'policies/choose-file': async () => {
      chosen = undefined;
      const found = await choosePolicyFile(wire(), files);
      chosen = found?.chosen;
      return found?.shown ?? null;
    },
    'policies/import': async () => {
      if (chosen === undefined) throw new KeydeskError('policy/file', { line: 0, reason: 'none' });
      await importPolicies(wire(), chosen);
      const { count } = chosen;
      chosen = undefined;
      return { count };
    },
  };
}
