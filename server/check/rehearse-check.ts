import type { Installation } from '../installation.ts';
import type { Parameters } from '../wire/parameters.ts';
import type { CheckRequest } from './policy-facts.ts';
import { answered, noAnswers } from './questions.ts';
import { dangerousActions, decided } from './validate.ts';

/** What a check would come to. */
export interface Rehearsal {
  readonly outcome: 'in' | 'asked' | 'out';
  /** What would be said to the program that asks. */
  readonly message: string;
  /** The token that it would be accepted by. */
  readonly serial: string | null;
  /** The policies that would take effect; those that let people in without a token are dangerous. */
  readonly policies: readonly { readonly name: string; readonly dangerous: boolean }[];
}

/** Undoes the transaction that it is thrown in, and carries what was found out. */
class TakenBack extends Error {
  readonly found: unknown;

  constructor(found: unknown) {
    super('taken back');
    this.found = found;
  }
}

/**
 * Goes the way of a check and takes all of it back: no code is used up, no failure counted, nothing sent or written
 * down. A directory that is asked for a password may count that itself.
 */
export async function rehearseCheck(
  installation: Installation,
  parameters: Parameters,
  from: Pick<CheckRequest, 'client' | 'userAgent' | 'web'>,
): Promise<Rehearsal> {
  let answers = noAnswers;
  for (;;) {
    const known = answers;
    const { request, decision } = await takenBack(installation, async (inside) => {
      const settings = await inside.settings();
      const asked = { ...from, settings, policies: await inside.policies(), tookEffect: new Set<string>() };
      return { request: asked, decision: (await decided(inside, parameters, asked, false, known)).decision };
    });
    if ('questions' in decision) {
      answers = await answered(installation, known, decision.questions, false);
      continue;
    }
    const policies = [...request.tookEffect].sort().map((name) => ({
      name,
      dangerous: dangerousActions(request, new Set([name])).length > 0,
    }));
    if ('error' in decision) return { outcome: 'out', message: decision.error.message, serial: null, policies };
    const { accepted, begun, credential, message } = decision;
    return {
      outcome: accepted ? 'in' : begun === undefined ? 'out' : 'asked',
      message,
      serial: accepted ? (credential?.serial ?? null) : null,
      policies,
    };
  }
}

async function takenBack<T>(installation: Installation, work: (inside: Installation) => Promise<T>): Promise<T> {
  try {
    return await installation.store.commits.alone<T>(async (store) => {
      throw new TakenBack(await work(installation.on(store)));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.found as T;
    throw error;
  }
}
