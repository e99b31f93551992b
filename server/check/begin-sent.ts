import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { type BegunChallenge, beginChallenge } from './begin-challenge.ts';
import { forgivenInTime } from './failures.ts';
import { isSent, obstacleOf } from './use-code.ts';

/**
 * Codes for whoever has proven themselves by a password: a challenge for each of their tokens whose codes are sent and
 * that can be used. Inside a transaction; `sendCodes` sends them after it. Without such a token nothing is begun.
 */
export async function beginSent(
  installation: Installation,
  person: Person,
  owned: readonly Credential[],
  client: string,
): Promise<BegunChallenge | undefined> {
  const at = installation.now().toISOString();
  const [policies, settings] = [await installation.policies(), await installation.settings()];
  const standing = await forgivenInTime(installation.store, settings, owned, installation.now());
  const usable = standing.filter(
    (credential) =>
      isSent(credential) &&
      credential.failcount < credential.maxfail &&
      credential.locked === 0 &&
      credential.revoked === 0 &&
      obstacleOf(credential, at) === undefined,
  );
  if (usable.length === 0) return undefined;
  const request = { client, userAgent: '', web: undefined, policies, settings, tookEffect: new Set<string>() };
  return beginChallenge(installation, request, {}, person, usable);
}
