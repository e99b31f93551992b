import { createHmac } from 'node:crypto';
import { isAlive, typedDigits } from '../../domain/trust/temporary-code.ts';
import { type CheckOutcome, checkTokens } from '../check/check-tokens.ts';
import { forgivenInTime } from '../check/failures.ts';
import { assertMayTryAtGate } from '../check/login-limit.ts';
import { tokenPolicies } from '../check/policy-facts.ts';
import { noAnswers } from '../check/questions.ts';
import { resetAllFailures } from '../check/reset-all.ts';
import { isAsked, verdictOf } from '../check/use-code.ts';
import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { answerAsked } from './answer-asked.ts';
import type { PageProblem } from './page-texts.ts';
import {
  contactNow,
  type GateReply,
  mostTries,
  note,
  sessionHash,
  subjectName,
  subjectNames,
} from './password-step.ts';
import { openQuestions, transactionOf } from './questions.ts';

/**
 * The second page: a code, of any of the person's tokens or the one that a controller read out. The password was the
 * first factor, so no PIN is asked for. What fails shows whom to ask.
 */
export async function codeStep(
  installation: Installation,
  { session, code }: { readonly session: string; readonly code: string },
  client: string,
): Promise<GateReply> {
  const hash = sessionHash(session.slice(0, 100));
  return installation.store.commits.alone(async (tx) => {
    const at = installation.now().toISOString();
    const transactionId = transactionOf(session);
    // Whether the app has answered can be looked at as often as one likes: nothing is guessed.
    const isLook = transactionId !== undefined && code.trim() === '';
    const personId = await tx.gateSessions[isLook ? 'look' : 'take'](hash, at, mostTries);
    const person = personId === undefined ? undefined : await tx.people.byId(personId);
    if (person === undefined) return { next: 'refused', problem: 'session ended' };
    const subject = subjectName(person);
    await assertMayTryAtGate(tx.refusedAtGate, await subjectNames(tx.people, person), client, installation.now());
    const inside = installation.on(tx);
    const found = await look(inside, person, code, transactionId, client);
    if ('problem' in found) {
      if (found.problem === 'session ended') return { next: 'refused', problem: found.problem };
      const questions = await openQuestions(inside, person, found.living, transactionId, client);
      if (found.problem === 'not answered') return { next: 'code', problem: found.problem, session, questions };
      note(installation, tx, client, 'gate/refused', subject, { problem: found.problem });
      return { next: 'code', problem: found.problem, session, contact: await contactNow(tx), questions };
    }
    await tx.gateSessions.end(hash);
    if (transactionId !== undefined) await tx.challenges.end(transactionId);
    note(installation, tx, client, 'gate/done', subject, found);
    return { next: 'done', problem: undefined };
  });
}

type Found =
  | { readonly problem: PageProblem; readonly living: readonly Credential[] }
  | { readonly by: string; readonly serial?: string };

async function look(
  installation: Installation,
  person: Person,
  typed: string,
  transactionId: string | undefined,
  client: string,
): Promise<Found> {
  const digits = typedDigits(typed);
  if (digits !== undefined && (await isTemporary(installation, person, digits))) return { by: 'temporary code' };
  const { store, keys, now } = installation;
  const settings = await installation.settings();
  const checking = { store, storeKey: keys.storeKey, now, settings };
  const owned = (await store.credentials.ofPerson(person.id)).filter(({ revoked }) => revoked === 0);
  const living = await forgivenInTime(store, settings, owned, now());
  const asked = await answerAsked(checking, living.filter(isAsked), transactionId, typed.trim());
  if (asked.kind === 'right') return tokenOf(asked.outcome);
  if (asked.kind === 'early') return { problem: 'not answered', living };
  const code = otpOf(typed);
  // The password in place of a lost token is typed as it was given; of a code only what a token can send counts.
  const groups = [
    { credentials: living.filter((one) => one.type !== 'pw' && !isAsked(one)), answer: code },
    { credentials: living.filter(({ type }) => type === 'pw'), answer: typed.trim() || undefined },
  ].filter(({ credentials, answer }) => credentials.length > 0 && answer !== undefined);
  const usedBefore = groups.some(({ credentials, answer = '' }) =>
    credentials.some((credential) => verdictOf(checking, credential, answer).kind === 'used'),
  );
  const policiesNow = await installation.policies();
  const request = {
    client,
    userAgent: '',
    web: undefined,
    settings,
    policies: policiesNow,
    tookEffect: new Set<string>(),
  };
  const policies = await tokenPolicies(installation, request, person, living);
  for (const { credentials, answer = '' } of groups) {
    const outcome = await checkTokens(checking, credentials, answer, { otpOnly: true, answers: noAnswers, policies });
    if ('questions' in outcome || !outcome.accepted) continue;
    await resetAllFailures(installation, request, person, living, outcome.used ?? []);
    return tokenOf(outcome);
  }
  if (asked.kind === 'wrong' && !usedBefore) await asked.count();
  if (transactionId !== undefined && asked.kind === 'none' && living.every(isAsked)) {
    return { problem: 'session ended', living };
  }
  if (groups.length === 0 && asked.kind === 'none' && code === undefined) return { problem: 'no code', living };
  return { problem: usedBefore ? 'used code' : 'wrong code', living };
}

function tokenOf({ credential }: CheckOutcome): Found {
  return { by: 'token', ...(credential === undefined ? {} : { serial: credential.serial }) };
}

/** What a token can have sent: the letters of a Yubico OTP, or at least six digits. */
function otpOf(typed: string): string | undefined {
  const letters = typed.trim().toLowerCase();
  return /^[cbdefghijklnrtuv]{32,48}$/.test(letters) ? letters : typedDigits(typed);
}

/** Right, alive, of this person through whichever realm, and used up by this. */
async function isTemporary({ store, keys, now }: Installation, person: Person, digits: string): Promise<boolean> {
  const kept = await store.temporaryCodes.find(person.id);
  if (kept === undefined || !isAlive(new Date(kept.begunAt), now())) return false;
  return store.temporaryCodes.use(person.id, temporaryHash(keys.loginKey, kept.personId, digits));
}

/** Eight digits have no strength of their own: they are kept under the server's key. */
export function temporaryHash(key: Uint8Array, personId: number, digits: string): string {
  return createHmac('sha256', key).update(`keydesk-temporary-code ${personId} ${digits}`).digest('hex');
}
