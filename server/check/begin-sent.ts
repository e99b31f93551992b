import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { type BegunChallenge, beginChallenge } from './begin-challenge.ts';
import { forgivenInTime } from './failures.ts';
import { isAsked, isSent, obstacleOf } from './use-code.ts';

/**
 * Codes for whoever has proven themselves by a password: a challenge for each of their tokens whose codes are sent and
 * that can be used. Inside a transaction; `sendCodes` sends them after it. Without such a token nothing is begun.
 */
export function beginSent(
  installation: Installation,
  person: Person,
  owned: readonly Credential[],
  client: string,
): Promise<BegunChallenge | undefined> {
  return beginFor(installation, person, owned.filter(isSent), client);
}

/** The same for the tokens that answer a question: one transaction of their own. */
export function beginAsked(
  installation: Installation,
  person: Person,
  owned: readonly Credential[],
  client: string,
): Promise<BegunChallenge | undefined> {
  return beginFor(installation, person, owned.filter(isAsked), client);
}

async function beginFor(
  installation: Installation,
  person: Person,
  wanted: readonly Credential[],
  client: string,
): Promise<BegunChallenge | undefined> {
  if (wanted.length === 0) return undefined;
  const at = installation.now().toISOString();
  const [policies, settings] = [await installation.policies(), await installation.settings()];
  const standing = await forgivenInTime(installation.store, settings, wanted, installation.now());
  const usable = standing.filter(
    (credential) =>
      credential.failcount < credential.maxfail &&
      credential.locked === 0 &&
      credential.revoked === 0 &&
      obstacleOf(credential, at) === undefined,
  );
  if (usable.length === 0) return undefined;
  const request = { client, userAgent: '', web: undefined, policies, settings, tookEffect: new Set<string>() };
  return beginChallenge(installation, request, {}, person, usable);
}
