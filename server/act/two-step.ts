import { twoStepTypes } from '../../domain/policy/token-type.ts';
import type { TwoStepSizes } from '../../domain/policy/two-step.ts';
import type { Rules } from '../policy/rules.ts';
import type { Person } from '../store/people.ts';
import { isTrue, wholeNumber } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import type { RequestFacts } from './request-facts.ts';

/** How the seed of a token is made of two parts: bytes of either, and how often they are hashed together. */
export interface TwoStep {
  /** As long as the hash, when nothing says so. */
  readonly serverSize: number | undefined;
  readonly clientSize: number;
  readonly difficulty: number;
}

/** privacyIDEA's names for what the second step has to know; the token carries them as information. */
export const twoStepInfo = { clientSize: '2step_clientsize', difficulty: '2step_difficulty' } as const;

/** privacyIDEA's defaults. */
export const standardTwoStep = { clientSize: 8, difficulty: 10_000 } as const;

/** Whether this enrolment is one in two steps, as it was asked for and as the policies allow or force it. */
export async function twoStepOf(
  rules: Rules,
  facts: RequestFacts,
  person: Person | undefined,
  type: string,
): Promise<TwoStep | undefined> {
  const { parameters } = facts;
  const isAsked = isTrue(parameters['2stepinit']);
  if (!twoStepTypes.some((known) => known === type)) {
    if (isAsked) throw new WireError('parameter', `Parameter '2stepinit' is for ${twoStepTypes.join(' and ')} tokens.`);
    return undefined;
  }
  const { rule, sizes } = await rules.twoStep(facts, person, type);
  if (isAsked && rule === undefined) {
    throw new WireError('policy', `Enrolment in two steps needs a policy ${type}_2step in scope admin.`);
  }
  return isAsked || rule === 'force' ? sizesOf(sizes, parameters) : undefined;
}

/** What policies say of the sizes goes before what the request says. */
function sizesOf({ server, client, difficulty }: TwoStepSizes, parameters: RequestFacts['parameters']): TwoStep {
  const sent = (name: string, fallback: number, least: number, most: number) =>
    wholeNumber(parameters[`2step_${name}`], fallback, least, most);
  return {
    serverSize: server ?? (sent('serversize', 0, 8, 64) || undefined),
    clientSize: client ?? sent('clientsize', standardTwoStep.clientSize, 8, 64),
    difficulty: difficulty ?? sent('difficulty', standardTwoStep.difficulty, 1000, 1_000_000),
  };
}

/** What an app has to know to make its part, in privacyIDEA's members. */
export function twoStepDetail(
  { clientSize, difficulty }: TwoStep,
  seedLength: number,
): Readonly<Record<string, number>> {
  return { '2step_salt': clientSize, '2step_output': seedLength, '2step_difficulty': difficulty };
}
