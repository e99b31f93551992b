import type { AttemptRecord, IssuanceRecord, IssuedRecord } from '../../domain/record.ts';
import type { TokenState } from '../../domain/token.ts';
import type { ConflictKind } from '../../domain/trust/conflicts.ts';
import { isOneself } from '../../domain/trust/oneself.ts';
import type { Installation } from '../installation.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { type Credential, newCredential } from '../store/credentials.ts';
import { controllersOn } from '../trust/controllers.ts';
import { actFaults, applyAct } from './acts/apply-act.ts';
import { livingOn } from './acts/living-on.ts';
import { issuedToAnother, outOfReach } from './acts/people-acts.ts';
import { dayOf, reachFault, rightFault } from './acts/right-fault.ts';
import type { Differences } from './acts/stock-acts.ts';
import { type Conflict, conflict, holdingFacts, otherConflict } from './conflict.ts';
import type { OpenedCredential, OpenedSecrets } from './open-secrets.ts';

/**
 * Why a record that is rightly signed and in its place contradicts what the server knows, if it does. What a person has
 * decided not to mind is passed over.
 */
export async function conflictOf(
  installation: Installation,
  record: IssuanceRecord,
  waived?: ConflictKind,
): Promise<Conflict | undefined> {
  for await (const fault of faultsOf(installation, record)) if (fault.kind !== waived) return fault;
  return undefined;
}

async function* faultsOf(installation: Installation, record: IssuanceRecord): AsyncGenerator<Conflict> {
  if (record.kind === 'issued') yield* issueFaults(installation, record);
  if (record.kind === 'act') yield* actFaults(installation, record);
  if (record.kind !== 'quarantined') return;
  const late = await lateQuarantine(installation, record);
  if (late !== undefined) yield late;
}

async function* issueFaults(installation: Installation, record: IssuedRecord): AsyncGenerator<Conflict> {
  const { store } = installation;
  const { holder, credential, token, controller: name } = record;
  const ended = await rightFault(installation, record, 'control_trust');
  if (ended !== undefined) yield ended;
  const person = await store.people.find(holder.realm, holder.username);
  if (person === undefined || person.userId !== holder.userId) {
    yield conflict('person gone', `${holder.username} is not in realm ${holder.realm}`);
    return;
  }
  const controller = (await controllersOn(store, dayOf(installation))).find((one) => one.name === name);
  if (isOneself(name, controller?.person, holder)) yield conflict('to oneself', `${name} issued to themself`);
  const outside = await reachFault(installation, controller, record);
  if (outside !== undefined) yield outside;
  if (await store.credentials.knowsIssuance(credential.issuance)) {
    yield otherConflict('another record', 'this issuance has another record');
  }
  const away = await outOfReach(store, token.serial);
  if (away !== undefined) yield away;
  const living = await livingOn(store, token.serial, credential.serial);
  // A desk that had heard of it would have taken the token back first: a revocation beats what was still on its way.
  if (living.some(({ revoked }) => revoked === 1)) {
    yield conflict('revoked', `token ${token.serial} was revoked: it is written anew before anybody gets it`);
  }
  const isQuarantined = (await store.tokens.find(token.serial))?.state === 'quarantined';
  const other = living.find(
    ({ ownerId, active, revoked }) =>
      ownerId !== null && ownerId !== person.id && revoked === 0 && (active === 1 || !isQuarantined),
  );
  if (other !== undefined) yield await issuedToAnother(store, token.serial, other);
}

/**
 * Stations are not ordered among each other: what another station issued into the slot may be newer than this loss of
 * knowledge, and a good credential is not switched off by a late word. A station's own words are in order.
 */
async function lateQuarantine({ store }: Installation, record: AttemptRecord): Promise<Conflict | undefined> {
  for (const credential of await store.credentials.onToken(record.token.serial)) {
    const { slot, issuance } = credential;
    const station =
      slot === record.slot && issuance !== null ? await store.records.stationOfIssuance(issuance) : undefined;
    if (station === undefined || station === record.station) continue;
    const { facts, otherStation } = await holdingFacts(store, credential);
    const reason = `slot ${record.slot} of token ${record.token.serial} was issued by another station`;
    return conflict('written elsewhere', reason, facts, otherStation);
  }
  return undefined;
}

/** What a record changes, inside the transaction that takes it; and what was different from what it says. */
export async function applyRecord(
  installation: Installation,
  record: IssuanceRecord,
  secrets: OpenedSecrets | undefined,
  at: string,
): Promise<Differences> {
  if (record.kind === 'act') return applyAct(installation, record, secrets, at);
  if (record.kind === 'issued' && secrets?.kind === 'credential') await issue(installation, record, secrets, at);
  if (record.kind === 'quarantined') await quarantine(installation, record, at);
  return {};
}

/** The credential that was in the slot ends and the new one begins; the token is the person's. */
async function issue(
  installation: Installation,
  record: IssuedRecord,
  secrets: OpenedCredential,
  at: string,
): Promise<void> {
  const { store, keys } = installation;
  const { credential, holder, token } = record;
  const { serial, slot, type } = credential;
  for (const old of await livingOn(store, token.serial, serial)) {
    if (old.slot === slot || old.serial === serial) await endCredential(installation, old, record, at);
  }
  const owner = await store.people.find(holder.realm, holder.username);
  if (owner === undefined) throw new Error('the holder was checked before');
  await store.tokens.put({ ...token, state: 'issued', office: null }, at);
  await store.issuanceQueue.remove(owner.id);
  await store.credentials.add({
    ...newCredential,
    serial,
    type,
    slot,
    tokenSerial: token.serial,
    ownerId: owner.id,
    realms: [owner.realm],
    counter: type === 'yubikey' ? credential.counter + 1 : credential.counter,
    otpLength: type === 'yubikey' ? 32 + credential.publicId.length : credential.digits,
    publicId: credential.publicId,
    seed: sealSeed(keys.storeKey, serial, secrets.seed),
    pinHash: secrets.pinHash,
    issuance: credential.issuance,
    begunAt: at,
    assignedAt: at,
  });
}

async function endCredential(
  installation: Installation,
  old: Credential,
  record: IssuedRecord,
  at: string,
): Promise<void> {
  await installation.store.credentials.end(old.id, at);
  installation.store.audit.append({
    at,
    actor: record.station,
    action: 'credential/ended',
    subject: old.serial,
    detail: { credential: old.id, record: record.id },
  });
}

/** States that a late word about a slot does not lift a token out of: it is received, returned or gone first. */
const outlasting: readonly TokenState[] = ['in transit', 'lost', 'scrapped'];

/**
 * Nobody knows what the slot holds: what it held before is not to be trusted until it is written anew. On its way, what
 * is nobody's ends, or it would be awake again where it arrives.
 */
async function quarantine(installation: Installation, record: AttemptRecord, at: string): Promise<void> {
  const { store } = installation;
  const known = await store.tokens.find(record.token.serial);
  const state = known !== undefined && outlasting.includes(known.state) ? known.state : 'quarantined';
  await store.tokens.put({ ...record.token, state, office: known?.office ?? null }, at);
  for (const credential of await store.credentials.onToken(record.token.serial)) {
    if (credential.slot !== record.slot) continue;
    const isOver = state === 'in transit' && credential.ownerId === null;
    await (isOver ? store.credentials.end(credential.id, at) : store.credentials.disable(credential.id));
    store.audit.append({
      at,
      actor: record.station,
      action: isOver ? 'credential/ended' : 'credential/disabled',
      subject: credential.serial,
      detail: { credential: credential.id, record: record.id },
    });
  }
}
