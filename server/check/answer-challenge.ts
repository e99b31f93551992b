import type { Challenges } from '../store/challenges.ts';
import type { Credential } from '../store/credentials.ts';
import { type CheckOutcome, isRepeat, rejected } from './check-tokens.ts';
import { type Checking, obstacleOf, spendCode, verdictOf } from './use-code.ts';

/** The second step: the code alone, for the tokens of an open transaction. A right one ends the whole transaction. */
export async function answerChallenge(
  checking: Checking,
  challenges: Challenges,
  candidates: readonly Credential[],
  transactionId: string,
  code: string,
): Promise<CheckOutcome> {
  const at = checking.now().toISOString();
  const waiting = await challenges.open(transactionId, at);
  const asked = candidates.filter(({ id }) => waiting.includes(id));
  const open = asked.filter(({ failcount, maxfail, locked }) => failcount < maxfail && locked === 0);
  if (asked.length > 0 && open.length === 0) return rejected('Failcounter exceeded', asked);
  const tried = open.map((credential) => ({ credential, verdict: verdictOf(checking, credential, code) }));
  for (const { credential, verdict } of tried) {
    const obstacle = obstacleOf(credential, at);
    if (!(await spendCode(checking, credential, verdict, obstacle === undefined))) continue;
    if (obstacle !== undefined) return rejected(obstacle, [credential]);
    if (!(await challenges.end(transactionId))) return rejected('Response did not match the challenge.', open);
    return { accepted: true, message: 'Found matching challenge', credential, type: credential.type };
  }
  for (const { credential, verdict } of tried) {
    if (!isRepeat(verdict)) await checking.store.credentials.countFailure(credential.id);
  }
  return rejected('Response did not match the challenge.', open);
}
