import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Right } from '../store/rights.ts';
import type { Success } from '../wire/envelope.ts';
import { WireError } from '../wire/wire-error.ts';
import type { RequestFacts } from './request-facts.ts';
import { findTarget, type Target, type TargetKind } from './target.ts';

/** What an act came to. */
export interface Outcome {
  readonly value: unknown;
  /** Made after the transaction: pictures take time. */
  readonly detail?: (() => Success['detail']) | undefined;
  /** What the audit says beside the request: never a secret. */
  readonly audit?: Readonly<Record<string, string | number | boolean>>;
}

/** One thing that an administrator can have the server do. */
export interface Act<P = undefined> {
  /** For the audit: `noun/verb`. */
  readonly name: string;
  readonly right: Right | ((facts: RequestFacts) => Right);
  readonly target: TargetKind;
  /** What takes too long for a transaction: hashing a PIN. Nothing is changed yet. */
  readonly prepare?: (installation: Installation, facts: RequestFacts, target: Target) => Promise<P>;
  /** Inside the transaction; what it throws undoes all of it. */
  readonly run: (installation: Installation, facts: RequestFacts, target: Target, prepared: P) => Outcome;
  /** Wipes what was prepared. */
  readonly release?: (prepared: P) => void;
}

/**
 * Does an act: rights, effect and audit entry in one durable transaction. A refusal undoes the effect and leaves its
 * own audit entry.
 */
export async function perform<P>(installation: Installation, facts: RequestFacts, act: Act<P>): Promise<Success> {
  const { commits } = installation.store;
  let prepared: P | undefined;
  try {
    if (act.prepare !== undefined) {
      const target = permittedTarget(installation, facts, act);
      prepared = await act.prepare(installation, facts, target);
    }
  } catch (error) {
    if (error instanceof WireError) await commits.run(() => auditRefusal(installation, facts, act, undefined, error));
    throw error;
  }
  try {
    const done = await commits.run(() => attempt(installation, facts, act, prepared as P));
    if (done instanceof WireError) throw done;
    return { id: 1, value: done.value, detail: done.detail?.() };
  } finally {
    if (prepared !== undefined) act.release?.(prepared);
  }
}

function rightOf<P>({ right }: Act<P>, facts: RequestFacts): Right {
  return typeof right === 'string' ? right : right(facts);
}

function attempt<P>(installation: Installation, facts: RequestFacts, act: Act<P>, prepared: P): Outcome | WireError {
  const { store } = installation;
  let target: Target | undefined;
  try {
    const effect = store.db.transaction(() => {
      target = permittedTarget(installation, facts, act);
      return act.run(installation, facts, target, prepared);
    });
    const outcome = effect();
    audit(installation, facts, act, target, { success: true, ...outcome.audit });
    return outcome;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    auditRefusal(installation, facts, act, target, error);
    return error;
  }
}

/** What the act is about, once it is known that it may be done about everybody concerned. */
function permittedTarget<P>({ store, rules }: Installation, facts: RequestFacts, act: Act<P>): Target {
  const target = findTarget(store, facts.parameters, act.target);
  for (const person of peopleOf(target)) rules.mayAct(facts, rightOf(act, facts), person);
  return target;
}

/** Everybody it is about: the person named and the owners; nobody is somebody to ask about, too. */
function peopleOf({ person, owners }: Target): readonly (Person | undefined)[] {
  const all = [...(person === undefined ? [] : [person]), ...owners];
  return all.length === 0 ? [undefined] : all;
}

function auditRefusal<P>(
  installation: Installation,
  facts: RequestFacts,
  act: Act<P>,
  target: Target | undefined,
  error: WireError,
): void {
  audit(installation, facts, act, target, { success: false, code: error.code, info: error.message.slice(0, 300) });
}

function audit<P>(
  installation: Installation,
  facts: RequestFacts,
  act: Act<P>,
  target: Target | undefined,
  detail: Readonly<Record<string, string | number | boolean>>,
): void {
  const { request, admin, client, userAgent, at, tookEffect } = facts;
  const policies = [...tookEffect].sort().join(',');
  const about = { ...named(facts), ...found(target), ...detail };
  installation.store.audit.append({
    at: at.toISOString(),
    actor: admin.name,
    action: act.name,
    subject: 'serial' in about ? String(about.serial) : String(about.user ?? ''),
    detail: {
      request,
      administrator: admin.name,
      client,
      ...(userAgent === '' ? {} : { userAgent }),
      ...(policies === '' ? {} : { policies }),
      ...about,
    },
  });
}

/** What was asked for, whether it is there or not. */
function named({ parameters }: RequestFacts): Readonly<Record<string, string>> {
  const words = { serial: parameters.serial, user: parameters.user, realm: parameters.realm };
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, value]): [string, string][] => (value ? [[name, value.slice(0, 100)]] : [])),
  );
}

function found(target: Target | undefined): Readonly<Record<string, string | number>> {
  if (target === undefined) return {};
  const [credential] = target.credentials;
  const [person] = target.person === undefined ? target.owners : [target.person];
  return {
    ...(credential === undefined ? {} : aboutCredentials(target.credentials, credential)),
    ...(person === undefined ? {} : { user: person.username, realm: person.realm, resolver: person.resolver }),
  };
}

function aboutCredentials(credentials: readonly Credential[], first: Credential): Record<string, string | number> {
  if (credentials.length === 1) return { serial: first.serial, type: first.type };
  return {
    serials: credentials
      .map(({ serial }) => serial)
      .join(' ')
      .slice(0, 1000),
  };
}
