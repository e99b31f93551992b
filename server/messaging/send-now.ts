import { randomUUID } from 'node:crypto';
import { WireError } from '../wire/wire-error.ts';
import { contentOf, routeOf } from './enqueue-message.ts';
import type { Message } from './message.ts';
import type { Messaging } from './messaging.ts';
import { SendFailure } from './send-failure.ts';
import { sendMessage } from './send-message.ts';

/** Whether a message was handed over; if not, why, in words without a secret. */
export type SendOutcome = { readonly sent: true } | { readonly sent: false; readonly reason: string };

/**
 * Sends at once, for who waits for the answer: one attempt, over in `timeoutMs` whatever the other side does. It is
 * not tried again; that it happened stays in the list of messages. Never throws for what a recipient, a server or a
 * definition did.
 */
export async function sendNow(
  messaging: Messaging,
  message: Message,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<SendOutcome> {
  const id = randomUUID();
  const begun = messaging.now().toISOString();
  let route = message.route ?? '';
  let outcome: SendOutcome = { sent: true };
  try {
    route = await routeOf(messaging, message);
    await within(timeoutMs, (signal) => sendMessage(messaging, id, message.kind, route, contentOf(message), signal));
  } catch (error) {
    if (!(error instanceof SendFailure || error instanceof WireError)) throw error;
    outcome = { sent: false, reason: error.message };
  }
  const { kind, about, expiresAt } = message;
  await messaging.store.commits.run((store) =>
    store.messages.add({
      ...{ id, kind, route, about, sealed: null, attempts: 1 },
      ...{ enqueuedAt: begun, nextAttemptAt: begun, expiresAt: expiresAt.toISOString() },
      state: outcome.sent ? 'sent' : 'refused',
      trouble: outcome.sent ? null : outcome.reason,
      finishedAt: messaging.now().toISOString(),
    }),
  );
  return outcome;
}

/** Ends in time even if what is waited for cannot be stopped: a name being resolved. */
async function within(timeoutMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      stop.abort();
      reject(new SendFailure('it was not sent in time'));
    }, timeoutMs);
  });
  try {
    await Promise.race([work(stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
