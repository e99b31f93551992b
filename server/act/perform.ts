import type { Installation } from '../installation.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Right } from '../store/rights.ts';
import type { Store } from '../store/store.ts';
import type { Success } from '../wire/envelope.ts';
import { notForOneself, notFound, WireError, withoutRight } from '../wire/wire-error.ts';
import { assertAnother } from './by-another.ts';
import type { RequestFacts } from './request-facts.ts';
import { findTarget, type Target, type TargetKind } from './target.ts';

/** What an act came to. */
export interface Outcome {
  readonly value: unknown;
  /** Made after the transaction, of which this installation is not: pictures and messages take time. */
  readonly detail?: ((installation: Installation) => Success['detail'] | Promise<Success['detail']>) | undefined;
  /** What the audit says beside the request: never a secret. */
  readonly audit?: Readonly<Record<string, string | number | boolean>>;
  /** What is told instead although the transaction stays: a wrong code that has been counted. */
  readonly refusal?: WireError;
}

/** One thing that an administrator can have the server do. */
export interface Act<P = undefined> {
  /** For the audit: `noun/verb`. */
  readonly name: string;
  readonly right: Right | ((facts: RequestFacts, target: Target | undefined) => Right);
  readonly target: TargetKind;
  /** It gives somebody a token or takes one away: no administrator does that to themself. */
  readonly byAnother?: true;
  /** What takes too long for a transaction: hashing a PIN. Nothing is changed yet. */
  readonly prepare?: (installation: Installation, facts: RequestFacts, target: Target) => Promise<P>;
  /**
   * Inside the transaction, of which this installation is; what it throws undoes all of it. It may be run again, and
   * waits for nothing but the store.
   */
  readonly run: (
    installation: Installation,
    facts: RequestFacts,
    target: Target,
    prepared: P,
  ) => Outcome | Promise<Outcome>;
  /** Wipes what was prepared. */
  readonly release?: (prepared: P) => void | Promise<void>;
}

/**
 * Does an act: rights, effect and audit entry in one durable transaction. A refusal undoes the effect; its own audit
 * entry is written after that.
 */
export async function perform<P>(installation: Installation, facts: RequestFacts, act: Act<P>): Promise<Success> {
  const done = await performed(installation, facts, act);
  if ('refusal' in done) throw done.refusal;
  return done;
}

async function performed<P>(
  installation: Installation,
  facts: RequestFacts,
  act: Act<P>,
): Promise<Success | { readonly refusal: WireError }> {
  const { commits } = installation.store;
  let target: Target | undefined;
  let prepared: P | undefined;
  try {
    if (act.prepare !== undefined) {
      prepared = await act.prepare(installation, facts, await permittedTarget(installation, facts, act));
    }
    const done = await commits.alone(async (store) => {
      const inside = installation.on(store);
      target = undefined;
      const current = await actingStill(store, facts, rightOf(act, facts));
      target = await permittedTarget(inside, current, act);
      const outcome = await act.run(inside, current, target, prepared as P);
      audit(store, current, act, target, { ...resultOf(outcome.refusal), ...outcome.audit });
      return outcome;
    });
    if (done.refusal !== undefined) return { refusal: done.refusal };
    return { id: 1, value: done.value, detail: await done.detail?.(installation) };
  } catch (error) {
    if (error instanceof WireError) {
      await commits.run(async (store) => audit(store, facts, act, target, resultOf(error)));
    }
    throw error;
  } finally {
    if (prepared !== undefined) await act.release?.(prepared);
  }
}

function resultOf(refusal: WireError | undefined): Readonly<Record<string, string | number | boolean>> {
  if (refusal === undefined) return { success: true };
  return { success: false, code: refusal.code, info: refusal.message.slice(0, 300) };
}

function rightOf<P>({ right }: Act<P>, facts: RequestFacts, target?: Target): Right {
  return typeof right === 'string' ? right : right(facts, target);
}

/** Rights may have been taken away, and people may have gone, while an act waited for others. */
async function actingStill(store: Store, facts: RequestFacts, right: Right): Promise<RequestFacts> {
  if (facts.person !== undefined) {
    const person = await store.people.byId(facts.person.id);
    if (person === undefined) throw notForOneself(right);
    return { ...facts, person };
  }
  const admin = await store.admins.find(facts.admin.name);
  if (admin === undefined) throw withoutRight(right);
  return { ...facts, admin };
}

/** What the act is about, once it is known that it may be done about everybody concerned. */
async function permittedTarget<P>({ store, rules }: Installation, facts: RequestFacts, act: Act<P>): Promise<Target> {
  const target = await findTarget(store, facts.parameters, act.target);
  if (facts.person !== undefined) assertOwn(target, facts.person);
  const right = rightOf(act, facts, target);
  for (const person of peopleOf(target)) {
    await rules.mayAct(facts, right, person);
    if (act.byAnother && person !== undefined) assertAnother(facts, person);
  }
  return target;
}

/** To a person who acts for themselves there are no other tokens than their own, neither somebody's nor nobody's. */
function assertOwn({ credentials }: Target, { id }: Person): void {
  if (credentials.some(({ ownerId }) => ownerId !== id)) throw notFound('token');
}

/** Everybody it is about: the person named and the owners; nobody is somebody to ask about, too. */
function peopleOf({ person, owners }: Target): readonly (Person | undefined)[] {
  const all = [...(person === undefined ? [] : [person]), ...owners];
  return all.length === 0 ? [undefined] : all;
}

function audit<P>(
  store: Store,
  facts: RequestFacts,
  act: Act<P>,
  target: Target | undefined,
  detail: Readonly<Record<string, string | number | boolean>>,
): void {
  const { request, admin, person, client, userAgent, at, tookEffect } = facts;
  const policies = [...tookEffect].sort().join(',');
  const about = { ...named(facts), ...found(target), ...detail };
  store.audit.append({
    at: at.toISOString(),
    actor: admin.name,
    action: act.name,
    subject: 'serial' in about ? String(about.serial) : String(about.user ?? ''),
    detail: {
      request,
      ...(person === undefined ? { administrator: admin.name } : {}),
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
