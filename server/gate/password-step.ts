import { createHash, randomBytes } from 'node:crypto';
import { contactText, gateAfterPassword } from '../../domain/trust/gate.ts';
import { effective } from '../../domain/trust/groups.ts';
import type { BegunChallenge } from '../check/begin-challenge.ts';
import { beginAsked, beginSent } from '../check/begin-sent.ts';
import { checkUserPassword } from '../check/check-user-password.ts';
import { assertMayTryAtGate } from '../check/login-limit.ts';
import { hashPin, verifyPin } from '../check/pin.ts';
import { sendCodes } from '../check/send-codes.ts';
import type { Installation } from '../installation.ts';
import { findPerson } from '../people/find-person.ts';
import { lookUp } from '../resolvers/look-up.ts';
import type { Credential } from '../store/credentials.ts';
import type { People, Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import type { PageProblem } from './page-texts.ts';
import { type GateQuestion, openQuestions } from './questions.ts';

/** What the gate answers: what comes next, what was wrong, and the text about whom to ask where it belongs. */
export interface GateReply {
  readonly next: 'code' | 'done' | 'refused';
  readonly problem: PageProblem | undefined;
  readonly session?: string;
  readonly contact?: string;
  /** What the person's tokens are asked, if any of them answers questions. */
  readonly questions?: readonly GateQuestion[];
}

/** How long a code is waited for, and how many are looked at. */
const sessionSeconds = 300;
export const mostTries = 5;

const longest = { username: 300, password: 1000 };

/** What is checked for a name that nobody has, so that the answer takes as long. */
const nobody = hashPin(new Uint8Array(16));

/** The first page: a password. Nothing of it is kept, and what comes next is decided by the gate alone. */
export async function passwordStep(
  installation: Installation,
  { username, realm, password }: { readonly username: string; readonly realm?: string; readonly password: string },
  client: string,
): Promise<GateReply> {
  const { store, now } = installation;
  const name = username.slice(0, longest.username);
  await assertMayTryAtGate(store.refusedAtGate, [name], client, now());
  if (name !== '') await lookUp(installation, name, realm);
  const person = name === '' ? undefined : await findPerson(store.people, name, realm);
  const subject = person === undefined ? name : subjectName(person);
  const names = person === undefined ? [name] : await subjectNames(store.people, person);
  await assertMayTryAtGate(store.refusedAtGate, names, client, now());
  const passwordRight = await isRight(installation, person, password);
  const { reply, begun } = await store.commits.alone(async (tx): Promise<Decided> => {
    await assertMayTryAtGate(tx.refusedAtGate, names, client, now());
    if (person === undefined || !passwordRight) {
      note(installation, tx, client, 'gate/refused', subject, {});
      return { reply: { next: 'refused', problem: 'wrong password' } };
    }
    const owned = await tx.credentials.ofPerson(person.id);
    const decided = await afterPassword(installation, tx, person, owned, client);
    if (decided.next !== 'code') return { reply: decided };
    return { reply: decided, begun: await beginSent(installation.on(tx), person, owned, client) };
  });
  if (begun !== undefined) await sendCodes(installation, begun, client);
  return reply;
}

/** What the gate answers, and the codes that are to be sent before it does. */
interface Decided {
  readonly reply: GateReply;
  readonly begun?: BegunChallenge | undefined;
}

async function isRight({ userStore }: Installation, person: Person | undefined, password: string): Promise<boolean> {
  if (password === '' || password.length > longest.password) return false;
  if (person !== undefined) return checkUserPassword(userStore, person, password);
  await verifyPin(await nobody, password);
  return false;
}

async function afterPassword(
  installation: Installation,
  tx: Store,
  person: Person,
  owned: readonly Credential[],
  client: string,
): Promise<GateReply> {
  const subject = subjectName(person);
  const groups = new Map((await tx.groups.all()).map((group) => [group.id, group]));
  const { setting, because } = effective(groups, await tx.groups.of(person.id), 'require_token');
  const { next, contact } = gateAfterPassword({
    passwordRight: true,
    hasToken: owned.length > 0,
    requireToken: setting,
  });
  if (next === 'code') {
    const asked = await beginAsked(installation.on(tx), person, owned, client);
    const transactionId = asked?.transactionId;
    const session = [randomBytes(32).toString('base64url'), ...(transactionId ? [transactionId] : [])].join('.');
    const at = installation.now();
    const endsAt = new Date(at.getTime() + sessionSeconds * 1000).toISOString();
    await tx.gateSessions.begin(sessionHash(session), person.id, at.toISOString(), endsAt);
    note(installation, tx, client, 'gate/password', subject, {});
    const questions = await openQuestions(installation.on(tx), person, owned, transactionId, client);
    return { next, problem: undefined, session, questions };
  }
  if (next === 'refused') {
    const groupsThatSay = because.map((way) => way.at(-1)).join(' ');
    note(installation, tx, client, 'gate/token-required', subject, { groups: groupsThatSay });
    return { next, problem: 'token required', ...(contact ? { contact: await contactNow(tx) } : {}) };
  }
  note(installation, tx, client, 'gate/done', subject, { by: 'password' });
  return { next, problem: undefined };
}

/** A person as the audit and the limit on tries name them. */
export function subjectName({ username, realm }: Pick<Person, 'username' | 'realm'>): string {
  return `${username}@${realm}`;
}

/** However the name is spelled and through whichever realm, wrong passwords and wrong codes of one person count together. */
export async function subjectNames(people: Pick<People, 'accounts'>, person: Person): Promise<readonly string[]> {
  return (await people.accounts(person)).map(subjectName);
}

/** What a browser holds is worth nothing in the database. */
export function sessionHash(session: string): string {
  return createHash('sha256').update(session).digest('hex');
}

/** The text as it is set; empty when it is the page's own that is to be shown. */
export async function contactNow(tx: Store): Promise<string> {
  return contactText((await tx.settings.get('contact')) ?? '', '');
}

export function note(
  { now }: Installation,
  tx: Store,
  client: string,
  action: `gate/${string}`,
  subject: string,
  detail: Readonly<Record<string, string>>,
): void {
  tx.audit.append({ at: now().toISOString(), actor: client, action, subject, detail });
}
