import type { DeskAct } from '../../../domain/act.ts';
import type { ActRecord } from '../../../domain/record.ts';
import type { Installation } from '../../installation.ts';
import { sealSeed } from '../../keys/seed-at-rest.ts';
import { newCredential } from '../../store/credentials.ts';
import type { Store } from '../../store/store.ts';
import { controllersOn, mayIn } from '../../trust/controllers.ts';
import type { OpenedSecrets } from '../open-secrets.ts';
import { peopleFault, reportLost, takeBack, withdraw } from './people-acts.ts';
import { moveToken } from './shelf.ts';
import { arrive, type Differences, receive, scrap, send, shipmentFault } from './stock-acts.ts';

/** Why an act that is rightly signed and in its place contradicts what the server knows, in words; nothing if it does not. */
export async function actFault({ store, now }: Installation, record: ActRecord): Promise<string | undefined> {
  const { act, controller: name } = record;
  const day = now().toISOString().slice(0, 10);
  const controller = (await controllersOn(store, day)).find((one) => one.name === name);
  const permission = isStock(act) ? 'handle_stock' : 'control_trust';
  if (controller === undefined || !controller.permissions.includes(permission)) {
    return `${name} may not ${permission === 'handle_stock' ? 'handle stock' : 'control trust'}`;
  }
  const office = officeOf(act);
  if (office !== undefined && (await store.offices.find(office)) === undefined) return `there is no office ${office}`;
  if (office !== undefined && !mayIn(controller, office)) return `${name} may not act in office ${office}`;
  if ('holder' in act) {
    const { realm, username } = act.holder;
    const self = controller.person?.realm === realm && controller.person.username === username;
    // A lost token is revoked whoever says so: that can only make it safer.
    if (self && act.what !== 'reported lost') return `${name} may not do this for themself`;
  }
  switch (act.what) {
    case 'withdrawn':
    case 'reported lost':
      return peopleFault(store, act);
    case 'sent':
    case 'arrived':
      return shipmentFault(store, act);
    case 'reprogrammed':
      return ownedFault(store, act);
    default:
      return undefined;
  }
}

function isStock({ what }: DeskAct): boolean {
  return ['received', 'counted', 'sent', 'arrived', 'reprogrammed', 'scrapped'].includes(what);
}

function officeOf(act: DeskAct): string | undefined {
  if (act.what === 'sent') return act.from;
  return 'office' in act ? act.office : undefined;
}

/** A token that somebody has is returned before it is written anew. */
async function ownedFault(
  store: Store,
  { token }: Extract<DeskAct, { what: 'reprogrammed' }>,
): Promise<string | undefined> {
  const owned = (await store.credentials.onToken(token)).find(
    ({ ownerId, active, revoked }) => ownerId !== null && active === 1 && revoked === 0,
  );
  if (owned === undefined || owned.ownerId === null) return undefined;
  const owner = await store.people.byId(owned.ownerId);
  return `token ${token} is issued to ${owner?.username ?? 'another person'}: it is taken back first`;
}

/** What an act changes, inside the transaction that takes its record; what was different from what it says. */
export async function applyAct(
  installation: Installation,
  { act }: ActRecord,
  secrets: OpenedSecrets | undefined,
  at: string,
): Promise<Differences> {
  const { store } = installation;
  switch (act.what) {
    case 'withdrawn':
      await withdraw(store, act, at);
      return {};
    case 'reported lost':
      await reportLost(store, act, at);
      return {};
    case 'returned':
      await takeBack(store, act, at);
      return {};
    case 'scrapped':
      await scrap(store, act, at);
      return {};
    case 'reprogrammed':
      if (secrets !== undefined) await putInStock(installation, act, secrets, at);
      return {};
    case 'received':
      return receive(store, act, at);
    case 'sent':
      return send(store, act, at);
    case 'arrived':
      return arrive(store, act, at);
    case 'counted':
      return { missing: act.missing.join(' '), surplus: act.surplus.join(' ') };
    case 'temporary code':
      return {};
  }
}

/** The old credential of the slot has ended, the new one is nobody's yet. */
async function putInStock(
  { store, keys }: Installation,
  { token, office, credential }: Extract<DeskAct, { what: 'reprogrammed' }>,
  secrets: OpenedSecrets,
  at: string,
): Promise<void> {
  const { serial, slot, type, digits, publicId, counter, issuance } = credential;
  for (const old of await store.credentials.onToken(token)) await store.credentials.end(old.id, at);
  const same = await store.credentials.bySerial(serial);
  if (same !== undefined) await store.credentials.end(same.id, at);
  await moveToken(store, token, { state: 'in stock', office }, at);
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
