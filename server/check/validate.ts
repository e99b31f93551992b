import type { Installation } from '../installation.ts';
import { findPerson, unknownPerson } from '../people/find-person.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Success } from '../wire/envelope.ts';
import { isTrue, type Parameters } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { type CheckOutcome, checkTokens, type PinAnswers, type PinQuestion, pinKey } from './check-tokens.ts';
import { verifyPin } from './pin.ts';

type Decision = CheckOutcome | { readonly questions: readonly PinQuestion[] } | { readonly error: WireError };

interface Subject {
  readonly credentials: readonly Credential[];
  readonly name: string;
  readonly person: Person | undefined;
}

/**
 * `/validate/check`: decides in the transaction that all checks of this turn share, and answers once it is durable.
 * PINs are verified before, off the main thread, and the decision is taken anew with the answers.
 */
export async function validateCheck(
  installation: Installation,
  parameters: Parameters,
  client: string,
): Promise<Success> {
  const typed = parameters.pass ?? '';
  if (typed.length > 1000) throw new WireError('parameter', 'The password is too long.');
  const otpOnly = isTrue(parameters.otponly) && parameters.serial !== undefined;
  let answers: PinAnswers = new Map();
  for (;;) {
    const known = answers;
    const decision = await installation.store.commits.run(() =>
      decide(installation, parameters, client, typed, { otpOnly, answers: known }),
    );
    if ('error' in decision) throw decision.error;
    if (!('questions' in decision)) return asReply(decision, otpOnly, parameters.nonce);
    answers = new Map([...known, ...(await verified(decision.questions))]);
  }
}

function verified(questions: readonly PinQuestion[]): Promise<[string, boolean][]> {
  return Promise.all(
    questions.map(async (question): Promise<[string, boolean]> => [pinKey(question), await verifyOnce(question)]),
  );
}

const underWay = new Map<string, Promise<boolean>>();

/** The same PIN asked of the same credential while the answer is being worked out is one question. */
function verifyOnce(question: PinQuestion): Promise<boolean> {
  const key = pinKey(question);
  const known = underWay.get(key);
  if (known !== undefined) return known;
  const answer = verifyPin(question.pinHash, question.pin).finally(() => underWay.delete(key));
  underWay.set(key, answer);
  return answer;
}

/** Runs inside the transaction: whatever it changes has its audit entry beside it. */
function decide(
  installation: Installation,
  parameters: Parameters,
  client: string,
  typed: string,
  options: { readonly otpOnly: boolean; readonly answers: PinAnswers },
): Decision {
  const subject = findSubject(installation, parameters);
  const decision = subject instanceof WireError ? { error: subject } : check(installation, subject, typed, options);
  if ('questions' in decision) return decision;
  const accepted = !('error' in decision) && decision.accepted;
  installation.store.audit.append({
    at: installation.now().toISOString(),
    actor: client,
    action: accepted ? 'validate/accepted' : 'validate/rejected',
    subject: subject instanceof WireError ? requestedName(parameters) : subject.name,
    detail: { ...aboutWhom(subject, decision), ...aboutWhat(decision) },
  });
  return decision;
}

function aboutWhom(subject: Subject | WireError, decision: Decision): Readonly<Record<string, string>> {
  if (subject instanceof WireError) return {};
  const serial = 'credential' in decision ? decision.credential?.serial : undefined;
  return {
    ...(subject.person === undefined ? {} : { user: subject.person.username, realm: subject.person.realm }),
    ...(serial === undefined ? {} : { serial }),
  };
}

function aboutWhat(decision: CheckOutcome | { readonly error: WireError }): Readonly<Record<string, string | number>> {
  if ('error' in decision) return { code: decision.error.code, message: decision.error.message };
  return { message: decision.message, ...(decision.type === undefined ? {} : { type: decision.type }) };
}

function check(
  installation: Installation,
  subject: Subject,
  typed: string,
  options: { readonly otpOnly: boolean; readonly answers: PinAnswers },
): Decision {
  const { store, keys, now } = installation;
  if (subject.credentials.length === 0) {
    return { accepted: false, message: 'The user has no tokens assigned', credential: undefined, type: undefined };
  }
  const usable = subject.credentials.filter(({ revoked }) => revoked === 0);
  if (usable.length === 0) {
    return { error: new WireError('tokenLocked', 'This action is not possible, since the token is locked') };
  }
  return checkTokens({ store, storeKey: keys.storeKey, now }, usable, typed, options);
}

function findSubject(installation: Installation, parameters: Parameters): Subject | WireError {
  const { credentials } = installation.store;
  const { serial, user, type } = parameters;
  if (!serial && !user) return new WireError('parameter', 'You need to specify a serial, user or credential_id.');
  if (parameters.pass === undefined) return new WireError('parameter', "Missing parameter: 'pass'");
  const person = user ? findPerson(installation.store.people, user, parameters.realm) : undefined;
  if (user && person === undefined) return unknownPerson();
  if (serial) {
    const credential = credentials.bySerial(serial);
    if (credential === undefined) return notFound('token');
    if (person !== undefined && credential.ownerId !== person.id) {
      return new WireError('parameter', 'Given serial does not belong to given user!');
    }
    return { credentials: [credential], name: serial, person };
  }
  if (person === undefined) return unknownPerson();
  const own = credentials.byOwner(person.id);
  return {
    credentials: type ? own.filter((credential) => credential.type === type.toLowerCase()) : own,
    name: `${person.username}@${person.realm}`,
    person,
  };
}

function requestedName({ serial, user, realm }: Parameters): string {
  return (serial || (user ? `${user}@${realm ?? ''}` : '')).slice(0, 300);
}

function asReply(outcome: CheckOutcome, otpOnly: boolean, nonce: string | undefined): Success {
  const { accepted, credential, message, type } = outcome;
  const detail = {
    message,
    otplen: credential?.otpLength,
    serial: credential?.serial,
    type,
  };
  return {
    id: 2,
    value: accepted,
    authentication: accepted ? 'ACCEPT' : 'REJECT',
    detail: otpOnly && accepted ? undefined : detail,
    nonce,
  };
}
