import type { DeskAct } from '../../../domain/act.ts';
import type { Store } from '../../store/store.ts';
import type { Differences } from './stock-acts.ts';

type ActOf<K extends DeskAct['what']> = Extract<DeskAct, { what: K }>;

/** A station gets 30 codes ahead; a server that came back from a backup may lack some more. */
const farthest = 1000;

/**
 * Somebody signed in at a desk while the server was away: the code is used up here too. Never backwards: a token that
 * was used elsewhere meanwhile stays where it is, and it is said when the very same code was taken twice.
 */
export async function signedInOffline(
  store: Store,
  controller: string,
  { credential: serial, counter }: ActOf<'signed in offline'>,
): Promise<Differences> {
  const credential = await store.credentials.bySerial(serial);
  const owner =
    credential?.ownerId === null || credential === undefined ? undefined : await store.people.byId(credential.ownerId);
  if (credential === undefined || owner === undefined || `${owner.username}@${owner.realm}` !== controller) {
    return { code: 'of no token of theirs' };
  }
  const next = counter + 1;
  if (credential.counter >= next) return { code: 'used before' };
  if (next - credential.counter > farthest) return { code: 'too far ahead' };
  await store.credentials.moveCounter(credential.id, credential.counter, next);
  return {};
}

/** Who read which guidelines, exactly once however often the record comes. */
export async function guidelinesRead(
  store: Store,
  controller: string,
  { version }: ActOf<'guidelines read'>,
  at: string,
): Promise<void> {
  const place = controller.lastIndexOf('@');
  const person =
    place < 1 ? undefined : await store.people.find(controller.slice(place + 1), controller.slice(0, place));
  if (person !== undefined) await store.guidelineTexts.read(person.id, version, at);
  else await store.guidelineTexts.administratorRead(controller, version, at);
}
