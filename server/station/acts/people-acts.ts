import type { DeskAct } from '../../../domain/act.ts';
import type { TokenSerial, TokenState } from '../../../domain/token.ts';
import type { Store } from '../../store/store.ts';
import { type Conflict, conflict, holdingFacts } from '../conflict.ts';
import { endCredentials, moveToken } from './shelf.ts';

type ActOf<K extends DeskAct['what']> = Extract<DeskAct, { what: K }>;

/** The holder has it no longer. What is at the desk lies in its office, what is not is dead and is not in stock. */
export async function withdraw(
  store: Store,
  { token, inHand }: ActOf<'withdrawn'>,
  office: string | null,
  at: string,
): Promise<void> {
  await endCredentials(store, token, at);
  // What was lost stays lost, also when its owner has another by now: whoever finds it is told.
  if (!inHand && (await store.tokens.find(token))?.state === 'lost') return;
  await moveToken(store, token, inHand ? { state: 'returned', office } : { state: 'revoked', office: null }, at);
}

/** Revoked at once, whatever is still to come of it. */
export async function reportLost(store: Store, { token }: ActOf<'reported lost'>, at: string): Promise<void> {
  for (const { id } of await store.credentials.onToken(token)) await store.changes.revoke(id);
  await moveToken(store, token, { state: 'lost', office: null }, at);
}

/** On the shelf, and to be written anew before anybody gets it: the old seed is somebody's. */
export async function takeBack(store: Store, { token, office }: ActOf<'returned'>, at: string): Promise<void> {
  await endCredentials(store, token, at);
  await moveToken(store, token, { state: 'returned', office }, at);
}

/** Why an act about somebody's token contradicts what is known, if it does. */
export async function peopleFault(
  store: Store,
  act: ActOf<'withdrawn' | 'reported lost'>,
): Promise<Conflict | undefined> {
  const person = await store.people.find(act.holder.realm, act.holder.username);
  const other = (await store.credentials.onToken(act.token)).find(
    ({ ownerId }) => ownerId !== null && ownerId !== person?.id,
  );
  return other && issuedToAnother(store, act.token, other);
}

/** The token is somebody else's by what the server knows. */
export async function issuedToAnother(
  store: Store,
  token: TokenSerial,
  credential: Parameters<typeof holdingFacts>[1],
): Promise<Conflict> {
  const { facts, otherStation } = await holdingFacts(store, credential);
  const owner = credential.ownerId === null ? undefined : await store.people.byId(credential.ownerId);
  return conflict(
    'issued to another',
    `token ${token} is issued to ${owner?.username ?? 'another person'}`,
    facts,
    otherStation,
  );
}

/** States from which a token is not handed out before somebody has had it in hand again; only those asked for. */
export async function outOfReach(
  store: Store,
  token: TokenSerial,
  states: readonly TokenState[] = ['lost', 'revoked', 'scrapped', 'in transit'],
): Promise<Conflict | undefined> {
  const known = await store.tokens.find(token);
  if (known === undefined || !states.includes(known.state)) return undefined;
  const since = (await store.tokens.changedAt(token)) ?? '';
  switch (known.state) {
    case 'lost':
      return conflict('reported lost', `token ${token} was reported lost: it stays revoked until it is returned`, {
        since,
      });
    case 'revoked':
      return conflict('revoked', `token ${token} was revoked: it is written anew before anybody gets it`, { since });
    case 'scrapped':
      return conflict('scrapped', `token ${token} was scrapped`, { since });
    case 'in transit':
      return conflict('in transit', `token ${token} is on its way between offices: it is received first`, {
        since,
        ...(await wayOf(store, token)),
      });
    default:
      return undefined;
  }
}

async function wayOf(store: Store, token: TokenSerial): Promise<Conflict['facts']> {
  const id = await store.shipments.carrying(token);
  const shipment = id === undefined ? undefined : await store.shipments.find(id);
  if (shipment === undefined) return {};
  const [from, to] = [await store.offices.find(shipment.from), await store.offices.find(shipment.to)];
  return { shipment: shipment.id, from: from?.name ?? shipment.from, to: to?.name ?? shipment.to };
}
