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
  /** A policy may change what its own writer may do. */
  const changing = async (act: () => Promise<void>): Promise<undefined> => {
    await act();
    await administration.refresh();
    return undefined;
  };
  return {
    'policies/list': () => listPolicies(wire()),
    'policies/switch': ({ name, active }) => changing(() => switchPolicy(wire(), name, active)),
    'policies/save': (draft) => changing(() => savePolicy(wire(), draft)),
    'policies/delete': (seen) => changing(() => deletePolicy(wire(), seen)),
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
      const file = chosen;
      await changing(() => importPolicies(wire(), file));
      const { count } = file;
      chosen = undefined;
      return { count };
    },
  };
}
