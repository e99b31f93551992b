import type { Installation } from '../installation.ts';
import type { WebRequest } from '../policy/web-request.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { clientAddress, type Origin } from '../wire/client-address.ts';
import type { Success } from '../wire/envelope.ts';
import { isTrue, type Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { answerChallenge } from './answer-challenge.ts';
import { type BegunChallenge, beginChallenge } from './begin-challenge.ts';
import { challengeDetail, unsentDetail } from './challenge-detail.ts';
import { type CheckOutcome, checkTokens, rejected } from './check-tokens.ts';
import { forgivenInTime } from './failures.ts';
import { type CheckSubject, findSubject } from './find-subject.ts';
import { countGuess, type Guessed, guessed, guessStanding } from './guess-limit.ts';
import { logIn } from './log-in.ts';
import { type CheckRequest, tokenPolicies } from './policy-facts.ts';
import { type Answers, answered, noAnswers, type Question } from './questions.ts';
import { resetAllFailures } from './reset-all.ts';
import { sendCodes, unsentText } from './send-codes.ts';
import { sendNextCode } from './send-next-code.ts';

type Decided = CheckOutcome & {
  readonly begun?: BegunChallenge;
  /** Why a code for the next login could not be sent. */
  readonly trouble?: string | undefined;
};
type Decision = Decided | { readonly questions: readonly Question[] } | { readonly error: WireError };

/**
 * `/validate/check`: decides in the transaction that all checks of this turn share, and answers once it is durable.
 * PINs and passwords are verified before, off the main thread, and the decision is taken anew with the answers.
 */
export async function validateCheck(
  installation: Installation,
  parameters: Parameters,
  origin: Origin,
  web: WebRequest,
): Promise<Success> {
  if ((parameters.pass ?? '').length > 1000) throw new WireError('parameter', 'The password is too long.');
  const otpOnly = isTrue(parameters.otponly) && parameters.serial !== undefined;
  let answers = noAnswers;
  for (;;) {
    const known = answers;
    const { alone, run } = installation.store.commits;
    const commit = known.pool?.found === 'one' ? alone : run;
    const decision = await commit((store) =>
      decide(installation.on(store), parameters, { origin, web }, otpOnly, known),
    );
    if ('error' in decision) throw decision.error;
    if (!('questions' in decision)) return finish(installation, decision, otpOnly, parameters, origin);
    try {
      answers = await answered(installation, known, decision.questions);
    } catch (error) {
      if (error instanceof WireError) await auditFailure(installation, parameters, origin, error);
      throw error;
    }
  }
}

/** Sends what is to be sent, now that the decision is durable, and answers. */
async function finish(
  installation: Installation,
  decision: Decided,
  otpOnly: boolean,
  parameters: Parameters,
  origin: Origin,
): Promise<Success> {
  if (decision.begun === undefined) return asReply(decision, otpOnly, parameters);
  const client = clientAddress(origin, (await installation.settings()).trusted);
  const begun = await sendCodes(installation, decision.begun, client);
  if (begun.parts.length > 0) return asReply({ ...decision, begun }, otpOnly, parameters);
  const message = unsentText(begun.unsent);
  if (isTrue(parameters.exception)) throw new WireError('internal', message);
  const { nonce } = parameters;
  return { id: 2, value: false, authentication: 'REJECT', detail: unsentDetail(message), nonce };
}

/** A place where people are kept does not answer: nobody is let in, and the audit tells why. */
function auditFailure(
  { store, now, on }: Installation,
  parameters: Parameters,
  origin: Origin,
  { code, message }: WireError,
): Promise<unknown> {
  return store.commits.run(async (transaction) =>
    transaction.audit.append({
      at: now().toISOString(),
      actor: clientAddress(origin, (await on(transaction).settings()).trusted),
      action: 'validate/rejected',
      subject: nameOf(undefined, parameters),
      detail: { code, message },
    }),
  );
}

/** Runs inside the transaction: whatever it changes has its audit entry beside it. */
async function decide(
  installation: Installation,
  parameters: Parameters,
  { origin, web }: { readonly origin: Origin; readonly web: WebRequest },
  otpOnly: boolean,
  answers: Answers,
): Promise<Decision> {
  // On its way while the settings are asked for: a round trip less.
  const finding = findSubject(installation, parameters);
  finding.catch(() => undefined);
  const settings = await installation.settings();
  const client = clientAddress(origin, settings.trusted);
  const policies = await installation.policies();
  const userAgent = web.headers['user-agent'] ?? '';
  const request = { client, userAgent, web, settings, policies, tookEffect: new Set<string>() };
  const { subject, decision } = await decided(installation, parameters, request, otpOnly, answers, finding);
  if ('questions' in decision) return decision;
  const begun = 'begun' in decision && decision.begun !== undefined && decision.begun.parts.length > 0;
  const accepted = !('error' in decision) && decision.accepted;
  installation.store.audit.append({
    at: installation.now().toISOString(),
    actor: request.client,
    action: accepted ? 'validate/accepted' : begun ? 'validate/challenged' : 'validate/rejected',
    subject: nameOf(subject, parameters),
    detail: {
      ...aboutWhom(subject, decision),
      ...aboutWhat(decision),
      ...aboutPolicies(request),
      ...(begun ? { success: false } : {}),
      ...(answers.pool === undefined ? {} : { pool: answers.pool.found }),
    },
  });
  return decision;
}

/** Whom it is about and what is decided, nothing written down yet. Inside the transaction. */
export async function decided(
  installation: Installation,
  parameters: Parameters,
  request: CheckRequest,
  otpOnly: boolean,
  answers: Answers,
  finding = findSubject(installation, parameters),
): Promise<{ readonly subject: CheckSubject | undefined; readonly decision: Decision }> {
  let subject: CheckSubject | undefined;
  try {
    subject = await finding;
    const found = subject;
    const about = guessed(subject, parameters.user ?? '', request.client);
    const decision = await unlessTooOften(installation, about, () =>
      check(installation, parameters, request, found, otpOnly, answers),
    );
    return { subject, decision };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { subject, decision: { error } };
  }
}

/** Guesses are counted, and from some number on nothing is looked at for a while: neither wrong nor right. */
async function unlessTooOften(
  { store, now }: Installation,
  about: Guessed,
  check: () => Promise<Exclude<Decision, { error: WireError }>>,
): Promise<Decision> {
  const at = now();
  const { waitSeconds, counted } = await guessStanding(store.guesses, about, at);
  if (waitSeconds > 0) return rejected(`Too many wrong guesses. Try again in ${waitSeconds} seconds.`, []);
  let decision: Decision;
  try {
    decision = await check();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    decision = { error };
  }
  if ('error' in decision) {
    if (decision.error.code === 904) await countGuess(store.guesses, about, at);
    return decision;
  }
  if ('questions' in decision || decision.begun !== undefined) return decision;
  if (decision.accepted) await store.guesses.forget(counted);
  else if (decision.isRepeat !== true) await countGuess(store.guesses, about, at);
  return decision;
}

async function check(
  installation: Installation,
  parameters: Parameters,
  request: CheckRequest,
  subject: CheckSubject,
  otpOnly: boolean,
  answers: Answers,
): Promise<Exclude<Decision, { error: WireError }>> {
  const typed = parameters.pass ?? '';
  if (subject.kind !== 'serial') {
    const outcome = await logIn(installation, request, subject, typed, answers);
    if (outcome !== 'tokens') return outcome;
  }
  const { store, keys, now } = installation;
  const owned = subject.kind === 'unknown' ? [] : subject.credentials;
  const all = await forgivenInTime(store, request.settings, owned, now());
  const usable = all.filter(({ revoked }) => revoked === 0);
  if (all.length > 0 && usable.length === 0) {
    throw new WireError('tokenLocked', 'This action is not possible, since the token is locked');
  }
  const type = subject.kind === 'person' ? parameters.type?.toLowerCase() : undefined;
  const candidates = type ? usable.filter((credential) => credential.type === type) : usable;
  if (candidates.length === 0) return rejected('The user has no tokens assigned', []);
  const checking = { store, storeKey: keys.storeKey, now, settings: request.settings };
  const transaction = parameters.transaction_id || parameters.state;
  const person = subject.kind === 'unknown' ? undefined : subject.person;
  if (transaction) {
    return afterTokens(
      installation,
      request,
      person,
      all,
      await answerChallenge(checking, candidates, transaction, typed),
    );
  }
  const policies = await tokenPolicies(installation, request, person, candidates);
  const outcome = await checkTokens(checking, candidates, typed, { otpOnly, answers, policies });
  if ('questions' in outcome) return outcome;
  if (outcome.challenged === undefined) return afterTokens(installation, request, person, all, outcome);
  const begun = await beginChallenge(installation, request, parameters, person, outcome.challenged);
  const [first] = begun.parts;
  return { ...outcome, message: first?.message ?? unsentText(begun.unsent), begun };
}

/** What policies have follow when a token let somebody in. */
async function afterTokens(
  installation: Installation,
  request: CheckRequest,
  person: Person | undefined,
  all: readonly Credential[],
  outcome: CheckOutcome,
): Promise<Decided> {
  if (!outcome.accepted || outcome.used === undefined) return outcome;
  await resetAllFailures(installation, request, person, all, outcome.used);
  return { ...outcome, trouble: await sendNextCode(installation, request, person, outcome.used) };
}

function nameOf(subject: CheckSubject | undefined, { serial, user, realm }: Parameters): string {
  if (subject?.kind === 'serial') return serial ?? '';
  if (subject?.kind === 'person') return `${subject.person.username}@${subject.person.realm}`;
  return (serial || (user ? `${user}@${realm ?? ''}` : '')).slice(0, 300);
}

function aboutWhom(subject: CheckSubject | undefined, decision: Decision): Readonly<Record<string, string>> {
  const person = subject === undefined || subject.kind === 'unknown' ? undefined : subject.person;
  const serial = 'credential' in decision ? decision.credential?.serial : undefined;
  return {
    ...(person === undefined ? {} : { user: person.username, realm: person.realm }),
    ...(serial === undefined ? {} : { serial }),
  };
}

function aboutWhat(decision: Decision): Readonly<Record<string, string | number>> {
  if ('error' in decision) return { code: decision.error.code, message: decision.error.message };
  if ('questions' in decision) return {};
  const { message, type, trouble, begun } = decision;
  const unsent = begun?.unsent.map(({ credential, reason }) => `${credential.serial}: ${reason}`) ?? [];
  const info = [...(trouble === undefined ? [] : [trouble]), ...unsent].join('; ').slice(0, 300);
  return { message, ...(type === undefined ? {} : { type }), ...(info === '' ? {} : { info }) };
}

/** The policies that took effect; those that let people in without a token are marked. */
function aboutPolicies(request: CheckRequest): Readonly<Record<string, string>> {
  if (request.tookEffect.size === 0) return {};
  const names = [...request.tookEffect].sort();
  const dangerous = dangerousActions(request, request.tookEffect);
  return { policies: names.join(','), ...(dangerous.length > 0 ? { dangerous: dangerous.join(' ') } : {}) };
}

/** The actions of these policies that let people in without a token. */
export function dangerousActions({ policies }: CheckRequest, names: ReadonlySet<string>): readonly string[] {
  return policies.all
    .filter(({ policy }) => names.has(policy.name))
    .flatMap(({ actions }) => [...actions.values()].map(({ definition }) => definition))
    .filter((definition) => definition.dangerous === true)
    .map(({ name }) => name);
}

function asReply(decision: Decided, otpOnly: boolean, { nonce, transaction_id, state }: Parameters): Success {
  const { accepted, begun, credential, message, type } = decision;
  if (begun !== undefined) {
    return { id: 2, value: false, authentication: 'CHALLENGE', detail: challengeDetail(begun), nonce };
  }
  const answeredChallenge = Boolean(transaction_id || state);
  const detail = {
    message,
    otplen: answeredChallenge ? undefined : credential?.otpLength,
    serial: credential?.serial,
    type: answeredChallenge && accepted ? undefined : type,
  };
  return {
    id: 2,
    value: accepted,
    authentication: accepted ? 'ACCEPT' : 'REJECT',
    detail: otpOnly && accepted ? undefined : detail,
    nonce,
  };
}
