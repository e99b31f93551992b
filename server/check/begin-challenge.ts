import { challengeTypes } from '../../domain/policy/challenge-types.ts';
import { messageTemplate, renderMessage } from '../../domain/policy/message-text.ts';
import type { Installation } from '../installation.ts';
import type { Message } from '../messaging/message.ts';
import { SendFailure } from '../messaging/send-failure.ts';
import { asked } from '../policy/policy-error.ts';
import { type NewChallenge, newTransactionId } from '../store/challenges.ts';
import type { CredentialType } from '../store/credential-type.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Parameters } from '../wire/parameters.ts';
import { askQuestion } from './ask-question.ts';
import { challengeEnd } from './challenge-end.ts';
import { codeMessage } from './code-message.ts';
import { messageFacts } from './message-facts.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';
import { maySend } from './send-limit.ts';

/** What one token is asked. */
export interface ChallengePart {
  readonly credential: Credential;
  /** What the person reads. */
  readonly message: string;
  /** The code that is on its way, once the transaction is durable. */
  readonly code?: Message;
  readonly question?: string;
  /** What is confirmed, in words. */
  readonly data?: string;
  /** What the picture of a QR token says. */
  readonly address?: string | undefined;
  /** Whether an app answers by itself, so that the login page has to look. */
  readonly pushed?: boolean;
}

/** A token whose code nobody could be sent, and why. */
export interface UnsentCode {
  readonly credential: Credential;
  readonly reason: string;
}

/** An open transaction: what each token is asked. Without any, nothing was begun. */
export interface BegunChallenge {
  readonly transactionId: string;
  readonly parts: readonly ChallengePart[];
  readonly unsent: readonly UnsentCode[];
}

/** privacyIDEA's words of each type, when no policy has others. */
const defaultTexts: Partial<Record<CredentialType, string>> = {
  sms: 'Enter the OTP from the SMS:',
  email: 'Enter the OTP from the Email',
  qr: 'Please scan the QR Code',
  ocra: 'Please answer the challenge: {challenge}',
};

/** What an OCRA token's question is called when no policy has other words. */
export function standardText(type: CredentialType, question: string): string {
  return (defaultTexts[type] ?? '').replace('{challenge}', question);
}

/** Types that are challenged whatever `challenge_response` says. */
const needsNoPolicy: ReadonlySet<CredentialType> = new Set(['sms', 'email', 'qr', 'ocra']);

/** What a challenge to one token came to. */
type Begun =
  | { readonly part: ChallengePart; readonly asks: Omit<NewChallenge, 'credentialId' | 'endsAt'> }
  | UnsentCode;

/** In which circumstances a challenge begins. */
interface Circumstances {
  readonly installation: Installation;
  readonly request: CheckRequest;
  readonly parameters: Parameters;
  readonly transactionId: string;
  readonly person: Person | undefined;
  readonly endsAt: Date;
}

/** Opens one transaction over all these credentials. Inside a transaction of the database; codes are sent after it. */
export async function beginChallenge(
  installation: Installation,
  request: CheckRequest,
  parameters: Parameters,
  person: Person | undefined,
  credentials: readonly Credential[],
): Promise<BegunChallenge> {
  const { store, now } = installation;
  const transactionId = newTransactionId();
  const parts: ChallengePart[] = [];
  const unsent: UnsentCode[] = [];
  const challenges: NewChallenge[] = [];
  for (const credential of credentials) {
    const owner = person ?? (credential.ownerId === null ? undefined : await store.people.byId(credential.ownerId));
    const endsAt = await challengeEnd(store.systemSettings, credential.type, now());
    const around = { installation, request, parameters, transactionId, person: owner, endsAt };
    const begun = await beginOne(around, credential);
    if ('reason' in begun) {
      unsent.push(begun);
    } else {
      parts.push(begun.part);
      challenges.push({ credentialId: credential.id, endsAt: endsAt.toISOString(), ...begun.asks });
    }
  }
  if (challenges.length > 0) await store.challenges.begin(challenges, now().toISOString(), transactionId);
  return { transactionId, parts, unsent };
}

async function beginOne(around: Circumstances, credential: Credential): Promise<Begun> {
  const { installation, request, parameters, transactionId, person } = around;
  if (credential.type === 'sms' || credential.type === 'email') {
    return sendCode(around, { ...credential, type: credential.type });
  }
  if (credential.type !== 'qr' && credential.type !== 'ocra') {
    return { part: { credential, message: await textFor(around, credential) }, asks: {} };
  }
  const asked = await askQuestion(installation, request, parameters, person, credential, transactionId);
  const { question, data, address, url } = asked;
  const message = await textFor(around, credential, question);
  return {
    part: { credential, message, question, data, address, pushed: url !== undefined },
    asks: { question, data },
  };
}

/** The counter moves with the transaction: what was sent before is worth nothing without its own challenge. */
async function sendCode(
  around: Circumstances,
  credential: Credential & { readonly type: 'sms' | 'email' },
): Promise<Begun> {
  const { installation, request, person, endsAt } = around;
  const { id, counter } = credential;
  try {
    const code = await codeMessage(installation, request, person, credential, counter + 1, endsAt);
    if (!(await maySend(installation.store.guesses, id, installation.now()))) {
      return { credential, reason: 'too many codes were sent: the next one after ten minutes' };
    }
    if (!(await installation.store.credentials.moveCounter(id, counter, counter + 1))) {
      return { credential, reason: 'another request was faster' };
    }
    return { part: { credential, message: await textFor(around, credential), code }, asks: { counter: counter + 1 } };
  } catch (error) {
    if (error instanceof SendFailure) return { credential, reason: error.message };
    throw error;
  }
}

/** What the person reads: the policy's text, or the one of the type. */
export async function textFor(
  { installation, request, person }: Pick<Circumstances, 'installation' | 'request' | 'person'>,
  credential: Credential,
  challenge = '',
): Promise<string> {
  const question = await askAbout(installation, request, person, credential);
  const types = asked(() => challengeTypes(question));
  const text = asked(() => messageTemplate(question, 'challenge_text'));
  const named = needsNoPolicy.has(credential.type) ? text.policies : [...types.policies, ...text.policies];
  for (const name of named) request.tookEffect.add(name);
  const template = text.value || defaultTexts[credential.type] || 'please enter otp: ';
  return renderMessage(template, messageFacts(credential, person, installation.now(), { challenge }));
}
