import type { DeskAct } from '../../../domain/act.ts';
import type { Holder } from '../../../domain/holder.ts';
import type { ActRecord } from '../../../domain/record.ts';
import type { TokenSerial } from '../../../domain/token.ts';
import type { Permission } from '../../../domain/trust/groups.ts';
import { isOneself } from '../../../domain/trust/oneself.ts';
import { reachOf } from '../../../domain/trust/own-office.ts';
import type { Installation } from '../../installation.ts';
import { sealSeed } from '../../keys/seed-at-rest.ts';
import { type Credential, newCredential } from '../../store/credentials.ts';
import type { Store } from '../../store/store.ts';
import { controllersOn, mayIn } from '../../trust/controllers.ts';
import { type Conflict, conflict, otherConflict } from '../conflict.ts';
import type { OpenedCredential, OpenedSecrets } from '../open-secrets.ts';
import { orderFault } from '../order-parts.ts';
import { arrive, takeFromOthers } from './arrive.ts';
import { callBack } from './call-back.ts';
import { changeQueue } from './change-queue.ts';
import { counted } from './counted.ts';
import { lateWordFault } from './late-word.ts';
import { livingOn } from './living-on.ts';
import { issuedToAnother, outOfReach, peopleFault, reportLost, takeBack, withdraw } from './people-acts.ts';
import { receiveOrder } from './receive-order.ts';
import { dayOf, reachFault, rightFault } from './right-fault.ts';
import { moveToken } from './shelf.ts';
import { guidelinesRead, signedInOffline } from './sign-in-acts.ts';
import { type Differences, scrap, send, shipmentFault } from './stock-acts.ts';

/** Whatever an act that is rightly signed and in its place contradicts of what the server knows, one after the other. */
export async function* actFaults(installation: Installation, record: ActRecord): AsyncGenerator<Conflict> {
  const { store } = installation;
  const { act, controller: name } = record;
  // A used code stays used, and what was read was read, whatever the controller may do by now.
  if (act.what === 'signed in offline' || act.what === 'guidelines read') return;
  // Before all else: it goes the way of the record that it belongs to.
  const waits = act.what === 'withdrawn' ? await replacementFault(store, act) : undefined;
  if (waits !== undefined) yield waits;
  const rights = rightsFor(act);
  const faults = await Promise.all(rights.map((right) => rightFault(installation, record, right)));
  const ended = faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
  if (ended !== undefined) yield ended;
  const office = officeOf(act);
  if (office !== undefined && (await store.offices.find(office)) === undefined) {
    yield otherConflict('no office', `there is no office ${office}`, { office });
  }
  const controller = (await controllersOn(store, dayOf(installation))).find((one) => one.name === name);
  if (
    office !== undefined &&
    controller !== undefined &&
    ended === undefined &&
    !mayIn(reachOf(controller, rights), office)
  ) {
    yield conflict('right ended', `${name} may not act in office ${office}`, { office });
  }
  // A loss is reported wherever somebody is, and whoever says so: that can only make it safer.
  if (act.what !== 'reported lost') {
    const holder = await concernedBy(store, act);
    const where = { station: record.station, ...(holder && { holder }) };
    const outside = await reachFault(installation, controller, where, rights);
    if (outside !== undefined) yield outside;
    // One's own lost token neither: without it the gate would ask for the password alone.
    const own = holder ?? (act.what === 'returned' ? await hadBy(store, act.token) : undefined);
    if (own !== undefined && isOneself(name, controller?.person, own)) {
      yield conflict('to oneself', `${name} may not do this for themself`);
    }
  }
  const fault =
    (await contradiction(store, act)) ?? (await orderFault(store, record)) ?? (await lateWordFault(store, record));
  if (fault !== undefined) yield fault;
}

/** Whom an act is about: who is named, or whoever has the token that is taken back. */
export async function concernedBy(
  store: Store,
  act: DeskAct,
): Promise<Pick<Holder, 'realm' | 'username' | 'userId'> | undefined> {
  if ('holder' in act) return act.holder;
  if (act.what !== 'returned') return undefined;
  return hadBy(store, act.token, ({ revoked }) => revoked === 0);
}

/** Who owns a credential on a token that has not ended. */
async function hadBy(store: Store, token: TokenSerial, counts: (credential: Credential) => boolean = () => true) {
  const had = (await store.credentials.onToken(token)).find((one) => one.ownerId !== null && counts(one));
  return typeof had?.ownerId === 'number' ? store.people.byId(had.ownerId) : undefined;
}

async function contradiction(store: Store, act: DeskAct): Promise<Conflict | undefined> {
  switch (act.what) {
    case 'withdrawn':
    case 'reported lost':
      return peopleFault(store, act);
    case 'sent':
    case 'arrived':
    case 'called back':
      return shipmentFault(store, act);
    case 'returned':
      return await outOfReach(store, act.token, ['scrapped']);
    case 'reprogrammed':
      return (await outOfReach(store, act.token, ['scrapped', 'lost', 'in transit'])) ?? (await ownedFault(store, act));
    case 'scrapped':
      return await ownedFault(store, act);
    default:
      return undefined;
  }
}

/** Nobody is left without a token because the one that replaces it was disputed: the old one stays until that is decided. */
async function replacementFault(
  store: Store,
  act: Extract<DeskAct, { what: 'withdrawn' }>,
): Promise<Conflict | undefined> {
  if (act.replacedBy === undefined || (await store.records.find(act.replacedBy)) !== undefined) return undefined;
  const reason = `the token that replaces ${act.token} was not taken: it stays until that is decided`;
  return conflict('replacement disputed', reason, { issue: act.replacedBy });
}

/** Shelves are kept by whoever handles stock, and by controllers of trust, who hand out what lies there. */
export function rightsFor({ what }: DeskAct): readonly Permission[] {
  if (['received', 'counted', 'sent', 'arrived', 'called back', 'reprogrammed'].includes(what))
    return ['handle_stock', 'control_trust'];
  return what === 'scrapped' ? ['handle_stock'] : ['control_trust'];
}

/** In whose office an act was done, if it says so. */
export function officeOf(act: DeskAct): string | undefined {
  if (act.what === 'sent') return act.from;
  return 'office' in act ? act.office : undefined;
}

/** A token that somebody has is returned before it is written anew or scrapped. */
async function ownedFault(
  store: Store,
  act: Extract<DeskAct, { what: 'reprogrammed' | 'scrapped' }>,
): Promise<Conflict | undefined> {
  const { token, what } = act;
  const known = await store.tokens.find(token);
  // What was in a slot that nobody knows was switched off: that must not keep it from being written anew.
  const mayBeOff = what === 'reprogrammed' && known?.state === 'quarantined';
  const living =
    act.what === 'reprogrammed'
      ? await livingOn(store, token, act.credential.serial)
      : await store.credentials.onToken(token);
  const owned = living.find(
    ({ ownerId, active, revoked }) => ownerId !== null && revoked === 0 && (active === 1 || !mayBeOff),
  );
  if (owned === undefined) return undefined;
  const stated = await issuedToAnother(store, token, owned);
  return { ...stated, reason: `${stated.reason}: it is taken back first` };
}

/** What an act changes, inside the transaction that takes its record; what was different from what it says. */
export async function applyAct(
  installation: Installation,
  record: ActRecord,
  secrets: OpenedSecrets | undefined,
  at: string,
): Promise<Differences> {
  const { store } = installation;
  const { act, controller, station } = record;
  switch (act.what) {
    case 'withdrawn':
      await withdraw(store, act, (await store.stations.find(station))?.office ?? null, at);
      if (act.inHand) await takeFromOthers(store, '', [act.token], at);
      return {};
    case 'reported lost':
      await reportLost(store, act, at);
      return {};
    case 'returned':
      await takeBack(store, act, at);
      await takeFromOthers(store, '', [act.token], at);
      return {};
    case 'scrapped':
      await scrap(store, act, at);
      await takeFromOthers(store, '', [act.token], at);
      return {};
    case 'reprogrammed':
      if (secrets?.kind === 'credential') await putInStock(installation, act, secrets, at);
      return {};
    case 'received':
      return receiveOrder(store, record, secrets, at);
    case 'sent':
      return send(store, act, controller, at);
    case 'arrived':
      return arrive(store, act, at);
    case 'called back':
      return callBack(store, act, at);
    case 'counted':
      return counted(store, act, at);
    case 'signed in offline':
      return signedInOffline(store, controller, act);
    case 'guidelines read':
      await guidelinesRead(store, controller, act, at);
      return {};
    case 'queued':
    case 'unqueued':
      return changeQueue(store, { ...record, act }, at);
    case 'temporary code':
    // It had ended when the record was made.
    case 'code removed':
    // Decided beside the record (settle-conflict.ts).
    case 'settled':
      return {};
  }
}

/** The old credential of the slot has ended, the new one is nobody's yet. */
async function putInStock(
  { store, keys }: Installation,
  { token, office, credential }: Extract<DeskAct, { what: 'reprogrammed' }>,
  secrets: OpenedCredential,
  at: string,
): Promise<void> {
  const { serial, slot, type, digits, publicId, counter, issuance } = credential;
  for (const old of await livingOn(store, token, serial)) await store.credentials.end(old.id, at);
  await moveToken(store, token, { state: 'in stock', office }, at);
  await takeFromOthers(store, '', [token], at);
  await store.credentials.add({
    ...newCredential,
    serial,
    type,
    slot,
    tokenSerial: token,
    counter: type === 'yubikey' ? counter + 1 : counter,
    otpLength: type === 'yubikey' ? 32 + publicId.length : digits,
    publicId,
    seed: sealSeed(keys.storeKey, serial, secrets.seed),
    issuance,
    begunAt: at,
    realms: [],
  });
}
