import type { TokenSerial } from '../../domain/token.ts';
import { checkTokens } from '../check/check-tokens.ts';
import { forgivenInTime } from '../check/failures.ts';
import { tokenPolicies } from '../check/policy-facts.ts';
import { noAnswers } from '../check/questions.ts';
import { obstacleOf } from '../check/use-code.ts';
import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';

/** A person’s tokens, through whichever realm, whose codes prove that they are there: not a password for a lost one. */
export async function provingTokens({ store }: Installation, person: Person): Promise<readonly Credential[]> {
  return (await store.credentials.ofPerson(person.id)).filter(
    ({ revoked, type }) => revoked === 0 && type !== 'pw' && type !== 'spass' && type !== 'registration',
  );
}

/** Those of them that can let somebody in now. */
export function usable(credentials: readonly Credential[], at: string): readonly Credential[] {
  return credentials.filter(
    (one) => one.locked === 0 && one.failcount < one.maxfail && obstacleOf(one, at) === undefined,
  );
}

/**
 * The token of a person that a code is of, without its PIN; the code is used up. Inside a transaction. Only what is on
 * one physical token is tried, and counts a wrong one, where that is named.
 */
export async function tokenOfCode(
  installation: Installation,
  person: Person,
  code: string,
  on?: TokenSerial,
): Promise<{ readonly serial: string } | undefined> {
  const { store, keys, now } = installation;
  const all = await provingTokens(installation, person);
  const proving = on === undefined ? all : all.filter(({ tokenSerial }) => tokenSerial === on);
  if (proving.length === 0) return undefined;
  const settings = await installation.settings();
  const own = await forgivenInTime(store, settings, proving, now());
  const policiesNow = await installation.policies();
  const request = {
    client: '',
    userAgent: '',
    web: undefined,
    settings,
    policies: policiesNow,
    tookEffect: new Set<string>(),
  };
  const policies = await tokenPolicies(installation, request, person, own);
  const checking = { store, storeKey: keys.storeKey, now, settings };
  const outcome = await checkTokens(checking, own, code.trim(), { otpOnly: true, answers: noAnswers, policies });
  if ('questions' in outcome || !outcome.accepted) return undefined;
  return { serial: outcome.used?.[0]?.serial ?? '' };
}
