import type { Act } from '../act/perform.ts';
import type { Success } from '../wire/envelope.ts';
import { type BegunChallenge, beginChallenge } from './begin-challenge.ts';
import { challengeDetail, unsentDetail } from './challenge-detail.ts';
import { forgivenInTime } from './failures.ts';
import { tokenPolicies } from './policy-facts.ts';
import { unsentText } from './send-codes.ts';
import { obstacleOf } from './use-code.ts';

/**
 * `POST /validate/triggerchallenge`: opens a challenge without a PIN, for every token that can be used for one. Who asks
 * sends the codes when it is durable, and then tells what is left.
 */
export const triggerChallenge: Act = {
  name: 'validate/challenged',
  right: 'triggerchallenge',
  target: 'serials or user',
  async run(installation, facts, { credentials, person, owners: [owner] }) {
    const about = person ?? owner;
    const request = { ...facts, policies: await installation.policies(), settings: await installation.settings() };
    const { maybeChallenged } = await tokenPolicies(installation, request, about, credentials);
    const at = facts.at.toISOString();
    const type = facts.parameters.type?.toLowerCase();
    const standing = await forgivenInTime(installation.store, request.settings, credentials, facts.at);
    const open = standing.filter(
      (credential) =>
        credential.failcount < credential.maxfail &&
        credential.locked === 0 &&
        obstacleOf(credential, at) === undefined &&
        (!type || credential.type === type) &&
        maybeChallenged(credential),
    );
    if (open.length === 0) return { value: undefined, audit: { challenges: 0 } };
    const begun = await beginChallenge(installation, request, facts.parameters, about, open);
    const reasons = begun.unsent.map(({ credential, reason }) => `${credential.serial}: ${reason}`).join('; ');
    return {
      value: begun,
      audit: { challenges: begun.parts.length, ...(reasons === '' ? {} : { info: reasons.slice(0, 300) }) },
    };
  },
};

/** What came of triggering, as the client is told. */
export function triggeredReply(begun: BegunChallenge | undefined, nonce: string | undefined): Success {
  const value = begun?.parts.length ?? 0;
  const detail =
    begun === undefined ? undefined : value === 0 ? unsentDetail(unsentText(begun.unsent)) : challengeDetail(begun);
  return { id: 2, value, authentication: value === 0 ? 'REJECT' : 'CHALLENGE', detail, nonce };
}
