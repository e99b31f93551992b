import type { Act } from '../act/perform.ts';
import { beginChallenge, challengeDetail } from './begin-challenge.ts';
import { tokenPolicies } from './policy-facts.ts';
import { obstacleOf } from './use-code.ts';

/** `POST /validate/triggerchallenge`: opens a challenge without a PIN, for every token that can be used for one. */
export const triggerChallenge: Act = {
  name: 'validate/challenged',
  right: 'triggerchallenge',
  target: 'serials or user',
  async run(installation, facts, { credentials, person, owners: [owner] }) {
    const about = person ?? owner;
    const request = { ...facts, policies: await installation.policies() };
    const { maybeChallenged } = await tokenPolicies(installation, request, about, credentials);
    const at = facts.at.toISOString();
    const type = facts.parameters.type?.toLowerCase();
    const open = credentials.filter(
      (credential) =>
        credential.failcount < credential.maxfail &&
        credential.locked === 0 &&
        obstacleOf(credential, at) === undefined &&
        (!type || credential.type === type) &&
        maybeChallenged(credential),
    );
    if (open.length === 0) return { value: 0, audit: { challenges: 0 } };
    const begun = await beginChallenge(installation, request, about, open);
    return { value: open.length, detail: () => challengeDetail(begun), audit: { challenges: open.length } };
  },
};
