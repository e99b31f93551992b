import type { Installation } from '../installation.ts';
import type { Message } from '../messaging/message.ts';
import { sendNow } from '../messaging/send-now.ts';
import type { BegunChallenge, ChallengePart, UnsentCode } from './begin-challenge.ts';

/** Whoever waits for a code waits for this answer: privacyIDEA's clients give up after ten seconds. */
const patienceMs = 6000;

type PartWithCode = ChallengePart & { readonly code: Message };

/**
 * Sends the codes of a transaction that is durable, each once, and gives what is left of it: a challenge whose code was
 * not handed over is ended, for nobody could answer it, and the audit tells why.
 */
export async function sendCodes(
  installation: Installation,
  begun: BegunChallenge,
  client: string,
): Promise<BegunChallenge> {
  const withCode = begun.parts.filter((part): part is PartWithCode => part.code !== undefined);
  const outcomes = await Promise.all(
    withCode.map(async ({ credential, code }) => ({
      credential,
      outcome: await sendNow(installation.messaging, code, { timeoutMs: patienceMs }),
    })),
  );
  const failed = outcomes.flatMap(({ credential, outcome }): UnsentCode[] =>
    outcome.sent ? [] : [{ credential, reason: outcome.reason }],
  );
  if (failed.length === 0) return begun;
  await installation.store.commits.run(async ({ challenges, audit }) => {
    for (const { credential, reason } of failed) {
      await challenges.endOne(begun.transactionId, credential.id);
      audit.append({
        at: installation.now().toISOString(),
        actor: client,
        action: 'validate/unsent',
        subject: credential.serial,
        detail: { serial: credential.serial, type: credential.type, success: false, message: reason.slice(0, 300) },
      });
    }
  });
  const ids = new Set(failed.map(({ credential }) => credential.id));
  return {
    ...begun,
    parts: begun.parts.filter(({ credential }) => !ids.has(credential.id)),
    unsent: [...begun.unsent, ...failed],
  };
}

/** privacyIDEA's words for a code that could not be sent. */
export function unsentText(unsent: readonly UnsentCode[]): string {
  const words = unsent.map(
    ({ credential }) =>
      `The PIN was correct, but the ${credential.type === 'sms' ? 'SMS' : 'EMail'} could not be sent!`,
  );
  return [...new Set(words)].join(', ');
}
