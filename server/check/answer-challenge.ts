import type { Challenge } from '../store/challenges.ts';
import type { Credential } from '../store/credentials.ts';
import { answerVerdict } from './check-answer.ts';
import type { CodeVerdict } from './check-code.ts';
import { type CheckOutcome, isRepeat, rejected } from './check-tokens.ts';
import { countFailure } from './failures.ts';
import { type Checking, obstacleOf, spendCode } from './use-code.ts';

const noMatch = 'Response did not match the challenge.';

/**
 * The second step: the code alone, for the tokens of an open transaction, or nothing when an app has answered already.
 * A right one ends the whole transaction. Nothing before that is a look too early, and no failure.
 */
export async function answerChallenge(
  checking: Checking,
  candidates: readonly Credential[],
  transactionId: string,
  code: string,
): Promise<CheckOutcome> {
  const { store, now } = checking;
  const at = now().toISOString();
  const waiting = new Map((await store.challenges.open(transactionId, at)).map((one) => [one.credentialId, one]));
  const asked = candidates.filter(({ id }) => waiting.has(id));
  const open = asked.filter(({ failcount, maxfail, locked }) => failcount < maxfail && locked === 0);
  if (asked.length > 0 && open.length === 0) return rejected('Failcounter exceeded', asked);
  const isPushed = open.some(({ id }) => waiting.get(id)?.answeredAt != null);
  if (code === '' && !isPushed) return { ...rejected(noMatch, open), isRepeat: true };
  const tried = await Promise.all(
    open.map(async (credential) => {
      const challenge = waiting.get(credential.id) as Challenge;
      return { credential, verdict: await answerVerdict(checking, credential, challenge, code) };
    }),
  );
  for (const { credential, verdict } of tried) {
    if (verdict.kind !== 'right') continue;
    return finish(checking, transactionId, credential, verdict);
  }
  for (const { credential, verdict } of tried) {
    await store.challenges.countAnswer(transactionId, credential.id);
    if (!isRepeat(verdict)) await countFailure(store, credential, now(), checking.settings.countUses);
  }
  return rejected(noMatch, open);
}

/** Ends the transaction and uses the code up; an obstacle uses it up and lets nobody in. */
async function finish(
  checking: Checking,
  transactionId: string,
  credential: Credential,
  verdict: CodeVerdict,
): Promise<CheckOutcome> {
  const obstacle = obstacleOf(credential, checking.now().toISOString());
  if (obstacle !== undefined) {
    await spendCode(checking, credential, verdict, false);
    return rejected(obstacle, [credential]);
  }
  const isFirst = await checking.store.challenges.end(transactionId);
  if (!isFirst || !(await spendCode(checking, credential, verdict, true))) return rejected(noMatch, [credential]);
  const { type } = credential;
  return { accepted: true, message: 'Found matching challenge', credential, type, used: [credential] };
}
