import { answerChallenge } from '../check/answer-challenge.ts';
import { answerVerdict } from '../check/check-answer.ts';
import type { CheckOutcome } from '../check/check-tokens.ts';
import type { Checking } from '../check/use-code.ts';
import type { Credential } from '../store/credentials.ts';

/** What an answer is to the questions of the gate. */
export type Asked =
  | { readonly kind: 'right'; readonly outcome: CheckOutcome }
  /** Nothing was typed, and no app has answered. */
  | { readonly kind: 'early' }
  /** It may be the code of another token: only when it is not, it counts as a failure. */
  | { readonly kind: 'wrong'; readonly count: () => Promise<unknown> }
  /** No question is open. */
  | { readonly kind: 'none' };

/** Looks at an answer to the open questions of a transaction, and uses up a right one. Inside a transaction. */
export async function answerAsked(
  checking: Checking,
  credentials: readonly Credential[],
  transactionId: string | undefined,
  typed: string,
): Promise<Asked> {
  if (transactionId === undefined) return { kind: 'none' };
  const open = await checking.store.challenges.open(transactionId, checking.now().toISOString());
  const asked = credentials.filter(({ id }) => open.some(({ credentialId }) => credentialId === id));
  if (asked.length === 0) return { kind: 'none' };
  if (typed === '' && open.every(({ answeredAt }) => answeredAt === null)) return { kind: 'early' };
  const finish = () => answerChallenge(checking, asked, transactionId, typed);
  for (const challenge of open) {
    const credential = asked.find(({ id }) => id === challenge.credentialId);
    if (credential === undefined) continue;
    if ((await answerVerdict(checking, credential, challenge, typed)).kind !== 'right') continue;
    const outcome = await finish();
    return outcome.accepted ? { kind: 'right', outcome } : { kind: 'wrong', count: async () => undefined };
  }
  return { kind: 'wrong', count: finish };
}
