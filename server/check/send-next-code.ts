import { sendsNextCode } from '../../domain/policy/message-text.ts';
import type { Installation } from '../installation.ts';
import { enqueueMessage } from '../messaging/enqueue-message.ts';
import { SendFailure } from '../messaging/send-failure.ts';
import { asked } from '../policy/policy-error.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';
import { codeMessage } from './code-message.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';
import { isSent } from './use-code.ts';

/** Nobody waits for the next code: it may take as long as this to get through. */
const triedForMs = 3_600_000;

/**
 * smsautosend and emailautosend: after a login, the code for the next one is put into the queue with it. Never keeps
 * anybody from logging in; gives why nothing was sent, for the audit. Inside the login's transaction.
 */
export async function sendNextCode(
  installation: Installation,
  request: CheckRequest,
  person: Person | undefined,
  used: readonly Credential[],
): Promise<string | undefined> {
  const { store, messaging, now } = installation;
  const troubles: string[] = [];
  for (const { serial, type } of used.filter(isSent)) {
    if (type !== 'sms' && type !== 'email') continue;
    const credential = await store.credentials.bySerial(serial);
    if (credential === undefined) continue;
    const owner = person ?? (credential.ownerId === null ? undefined : await store.people.byId(credential.ownerId));
    try {
      const question = await askAbout(installation, request, owner, credential);
      const wanted = asked(() => sendsNextCode(question, type));
      if (!wanted.value) continue;
      for (const name of wanted.policies) request.tookEffect.add(name);
      const counter = credential.counter + 1;
      const expiresAt = new Date(now().getTime() + triedForMs);
      const message = await codeMessage(installation, request, owner, { ...credential, type }, counter, expiresAt);
      await enqueueMessage(messaging, message);
      await store.credentials.moveCounter(credential.id, credential.counter, counter);
    } catch (error) {
      if (!(error instanceof SendFailure || error instanceof WireError)) throw error;
      troubles.push(`${serial}: ${error.message}`);
    }
  }
  return troubles.length === 0 ? undefined : troubles.join('; ').slice(0, 300);
}
