import type { DeskAct } from '../../../domain/act.ts';
import type { TokenSerial } from '../../../domain/token.ts';
import type { Store } from '../../store/store.ts';
import { endCredentials, moveToken } from './shelf.ts';

type ActOf<K extends DeskAct['what']> = Extract<DeskAct, { what: K }>;

/** The holder has it no longer. What is not at the desk is dead and is not in stock. */
export async function withdraw(store: Store, { token, inHand }: ActOf<'withdrawn'>, at: string): Promise<void> {
  await endCredentials(store, token, at);
  await moveToken(store, token, { state: inHand ? 'returned' : 'revoked', office: null }, at);
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
): Promise<string | undefined> {
  const person = await store.people.find(act.holder.realm, act.holder.username);
  const owners = (await store.credentials.onToken(act.token)).flatMap(({ ownerId }) => ownerId ?? []);
  const other = owners.find((owner) => owner !== person?.id);
  if (other === undefined) return undefined;
  const owner = await store.people.byId(other);
  return `token ${act.token} is issued to ${owner?.username ?? 'another person'}`;
}

/** States from which a token is not handed out before somebody has had it in hand again. */
export async function outOfReach(store: Store, token: TokenSerial): Promise<string | undefined> {
  const known = await store.tokens.find(token);
  if (known?.state === 'lost') return `token ${token} was reported lost: it stays revoked until it is returned`;
  if (known?.state === 'revoked') return `token ${token} was revoked: it is written anew before anybody gets it`;
  if (known?.state === 'in transit') return `token ${token} is on its way between offices: it is received first`;
  if (known?.state === 'scrapped') return `token ${token} was scrapped`;
  return undefined;
}
