import type { z } from 'zod';
import type { ControllerSignedIn, controllerSignIn } from '../../domain/contract/controller-sign-in.ts';
import { checkUserPassword } from '../check/check-user-password.ts';
import { assertMayTry, assertMayTryAtGate } from '../check/login-limit.ts';
import { hashPin, passwordTurn, verifyPassword, verifyPin } from '../check/pin.ts';
import { contactNow, subjectName, subjectNames } from '../gate/password-step.ts';
import type { Installation } from '../installation.ts';
import { findPerson } from '../people/find-person.ts';
import { lookUp } from '../resolvers/look-up.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Station } from '../store/stations.ts';
import type { Store } from '../store/store.ts';
import { WireError } from '../wire/wire-error.ts';
import { type Controller, controllersOn, mayIn } from './controllers.ts';
import { offlinePack } from './offline-pack.ts';
import { provingTokens, tokenOfCode, usable } from './own-code.ts';

type Request = z.infer<typeof controllerSignIn>;
type Refused = Extract<ControllerSignedIn, { outcome: 'refused' }>;

/** What is checked for a name that nobody has, so that the answer takes as long. */
const nobody = hashPin(new Uint8Array(16));

/** What was found out inside the transaction: who it is, and the token that offline codes can be made of. */
interface Found {
  readonly controller: Controller;
  readonly guidelinesRead: number;
  readonly ahead: Credential | undefined;
}

/**
 * Somebody signs in at a station's desk. A person proves with the password of their realm and a code of their own token,
 * counted with the tries at the gate; an administrator with their password, counted with those at `/auth`.
 */
export async function signInController(
  installation: Installation,
  station: Station,
  request: Request,
): Promise<ControllerSignedIn> {
  const { store, now } = installation;
  try {
    const controllers = await controllersOn(store, dayOf(now()));
    const administrator = controllers.find((one) => one.person === undefined && one.name === request.controller);
    const found =
      administrator === undefined
        ? await person(installation, station, request)
        : await anAdministrator(installation, station, request, administrator);
    if ('outcome' in found) return found;
    const { controller, guidelinesRead, ahead } = found;
    const { name, permissions, offices, everywhere } = controller;
    return {
      outcome: 'signed in',
      controller: name,
      permissions: [...permissions],
      offices: [...offices],
      everywhere,
      guidelinesRead,
      offline: ahead === undefined ? null : await offlinePack(installation, ahead, request.password),
    };
  } catch (error) {
    if (error instanceof WireError && error.status === 429) {
      return { ...refused('too often'), retryAfterSeconds: error.retryAfterSeconds ?? 60 };
    }
    throw error;
  }
}

async function person(installation: Installation, station: Station, request: Request): Promise<Found | Refused> {
  const { store, now } = installation;
  const name = request.controller;
  await assertMayTryAtGate(store.refusedAtGate, [name], station.id, now());
  await lookUp(installation, name, undefined);
  const known = await findPerson(store.people, name, undefined);
  const subject = known === undefined ? name : subjectName(known);
  const names = known === undefined ? [name] : await subjectNames(store.people, known);
  await assertMayTryAtGate(store.refusedAtGate, names, station.id, now());
  const isRight = await rightPassword(installation, known, request.password);
  return store.commits.alone(async (tx): Promise<Found | Refused> => {
    const inside = installation.on(tx);
    await assertMayTryAtGate(tx.refusedAtGate, names, station.id, now());
    const at = now().toISOString();
    const refuse = async (why: Refused['why'], action: string) => {
      tx.audit.append({ at, actor: station.id, action, subject, detail: { why, at: 'desk' } });
      return { ...refused(why), contact: why === 'wrong' ? '' : await contactNow(tx) };
    };
    if (known === undefined || !isRight) return refuse('wrong', 'gate/refused');
    const own = await provingTokens(inside, known);
    if (usable(own, at).length === 0) return refuse('no token', 'controller/refused');
    const proven = await tokenOfCode(inside, known, request.code);
    if (proven === undefined) return refuse('wrong', 'gate/refused');
    const controller = (await controllersOn(tx, dayOf(now()))).find((one) => one.person?.id === known.id);
    if (controller === undefined) return refuse('no right', 'controller/refused');
    if (station.office !== null && !mayIn(controller, station.office)) {
      return refuse('other office', 'controller/refused');
    }
    tx.audit.append({
      at,
      actor: station.id,
      action: 'controller/signed-in',
      subject,
      detail: { by: 'token', serial: proven.serial },
    });
    const readings = await tx.guidelineTexts.readings();
    return {
      controller,
      guidelinesRead: readings.find(({ personId }) => personId === known.id)?.version ?? 0,
      ahead: await aheadOf(inside, known, proven.serial, at),
    };
  });
}

/** Only an event-based token has codes that are known ahead; the one just used, or another of the person's. */
async function aheadOf(installation: Installation, known: Person, serial: string, at: string) {
  const counted = usable(await provingTokens(installation, known), at).filter(({ type }) => type === 'hotp');
  return counted.find((one) => one.serial === serial) ?? counted[0];
}

async function rightPassword(
  installation: Installation,
  known: Person | undefined,
  password: string,
): Promise<boolean> {
  if (password === '') return false;
  if (known !== undefined) return checkUserPassword(installation.userStore, known, password);
  await verifyPin(await nobody, password);
  return false;
}

async function anAdministrator(
  { store, now }: Installation,
  station: Station,
  { controller: name, password }: Request,
  controller: Controller,
): Promise<Found | Refused> {
  return passwordTurn(async () => {
    const admin = await store.admins.find(name);
    await assertMayTry(store.refusedLogins, [name], station.id, now());
    const isRight = await verifyPassword(admin?.passwordHash ?? (await nobody), password);
    return store.commits.alone(async (tx: Store): Promise<Found | Refused> => {
      await assertMayTry(tx.refusedLogins, [name], station.id, now());
      const passed = isRight && admin !== undefined;
      const action = passed ? 'controller/signed-in' : 'admin/refused';
      const detail = passed ? { by: 'password' } : { at: 'desk' };
      tx.audit.append({ at: now().toISOString(), actor: station.id, action, subject: name, detail });
      if (!passed) return refused('wrong');
      return { controller, guidelinesRead: await tx.guidelineTexts.readBy(name), ahead: undefined };
    });
  });
}

function refused(why: Refused['why']): Refused {
  return { outcome: 'refused', why, contact: '', retryAfterSeconds: 0 };
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
