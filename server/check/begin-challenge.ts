import { challengeTypes } from '../../domain/policy/challenge-types.ts';
import { messageTemplate, renderMessage } from '../../domain/policy/message-text.ts';
import type { Installation } from '../installation.ts';
import { asked } from '../policy/policy-error.ts';
import { subjectOf } from '../policy/subject.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';

/** privacyIDEA's DefaultChallengeValidityTime. */
const validMs = 120_000;

const defaultText = 'please enter otp: ';

/** An open transaction and the tokens whose code it waits for. */
export interface BegunChallenge {
  readonly transactionId: string;
  readonly message: string;
  readonly credentials: readonly Credential[];
}

/** Opens one transaction over all these credentials. Inside a transaction of the database. */
export async function beginChallenge(
  installation: Installation,
  request: CheckRequest,
  person: Person | undefined,
  credentials: readonly Credential[],
): Promise<BegunChallenge> {
  const { store, now } = installation;
  const at = now();
  const question = askAbout(installation, request, subjectOf(person));
  const types = asked(() => challengeTypes(question));
  const text = asked(() => messageTemplate(question, 'challenge_text'));
  for (const name of [...types.policies, ...text.policies]) request.tookEffect.add(name);
  const transactionId = await store.challenges.begin(
    credentials.map(({ id }) => id),
    at.toISOString(),
    new Date(at.getTime() + validMs).toISOString(),
  );
  const message = text.value === '' ? defaultText : renderMessage(text.value, factsOf(person, credentials, at));
  return { transactionId, message, credentials };
}

function factsOf(person: Person | undefined, credentials: readonly Credential[], at: Date) {
  const [credential] = credentials;
  return {
    otp: '',
    serial: credential?.serial ?? '',
    tokenType: credential?.type ?? '',
    username: person?.username ?? '',
    realm: person?.realm ?? '',
    givenName: person?.givenName ?? '',
    surname: person?.surname ?? '',
    recipientGivenName: person?.givenName ?? '',
    recipientSurname: person?.surname ?? '',
    challenge: '',
    at,
  };
}

/** What the client is told; the members at the top repeat the last challenge, for older clients. */
export function challengeDetail({ transactionId, message, credentials }: BegunChallenge): Record<string, unknown> {
  const last = credentials.at(-1);
  return {
    client_mode: 'interactive',
    message,
    messages: credentials.map(() => message),
    multi_challenge: credentials.map(({ serial, type }) => ({
      client_mode: 'interactive',
      message,
      serial,
      transaction_id: transactionId,
      type,
    })),
    preferred_client_mode: 'interactive',
    serial: last?.serial,
    transaction_id: transactionId,
    transaction_ids: credentials.map(() => transactionId),
    type: last?.type,
  };
}
