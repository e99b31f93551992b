import { randomUUID } from 'node:crypto';
import { WireError } from '../wire/wire-error.ts';
import { emailAddress, type Message, type MessageContent, phoneNumber } from './message.ts';
import { identifierSetting, type Messaging } from './messaging.ts';
import { sealJson } from './sealed-text.ts';
import { SendFailure } from './send-failure.ts';

/**
 * Puts a message into the queue, inside the caller's transaction: it goes out if and only if that commits. Promised:
 * it is handed over at least once before it expires, or shown as stuck; twice only when the connection or this process
 * breaks between the hand-over and its answer being written down, then with the same Message-ID. Gives its id.
 */
export async function enqueueMessage(messaging: Messaging, message: Message): Promise<string> {
  const { store, storeKey, now, woken } = messaging;
  const route = await routeOf(messaging, message);
  assertRecipient(message);
  const id = randomUUID();
  const at = now().toISOString();
  await store.messages.add({
    id,
    kind: message.kind,
    route,
    about: message.about,
    sealed: sealJson(storeKey, `message/${id}`, contentOf(message)),
    state: 'waiting',
    attempts: 0,
    enqueuedAt: at,
    nextAttemptAt: at,
    expiresAt: message.expiresAt.toISOString(),
    trouble: null,
    finishedAt: null,
  });
  for (const wake of woken) setImmediate(wake);
  return id;
}

/** What a message goes out by: named in it, or set for its kind. */
export async function routeOf({ store }: Messaging, { kind, route }: Message): Promise<string> {
  const setting = identifierSetting(kind);
  const name = route ?? (await store.systemSettings.text(setting));
  if (name === undefined) {
    throw new WireError('parameter', `The setting '${setting}' does not name what to send by.`, {
      reason: 'no-route',
      values: { kind },
    });
  }
  if ((await store.messageRoutes.find(kind === 'email' ? 'smtp' : 'sms', name)) === undefined) {
    throw new WireError('parameter', `There is no definition '${name.slice(0, 60)}' to send by.`, {
      reason: 'no-route',
      values: { kind },
    });
  }
  return name;
}

/** What of a message is sealed. */
export function contentOf({ to, subject, text, html }: Message): MessageContent {
  return {
    to,
    text,
    ...(subject === undefined ? {} : { subject }),
    ...(html === undefined ? {} : { html }),
  };
}

function assertRecipient({ kind, to }: Message): void {
  try {
    if (kind === 'email') emailAddress(to);
    else phoneNumber(to);
  } catch (error) {
    if (error instanceof SendFailure) {
      throw new WireError('parameter', `${error.message}.`, {
        cause: error,
        reason: kind === 'email' ? 'no-mail-address' : 'no-phone-number',
      });
    }
    throw error;
  }
}
