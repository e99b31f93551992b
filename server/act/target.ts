import { findPerson, unknownPerson } from '../people/find-person.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { listOf, type Parameters } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';

/**
 * What a request has to name: one serial that is there, one of the person if a person is named, a serial that may be new,
 * a serial (or several) or a person with all that they own, or nothing.
 */
export type TargetKind = 'serial' | 'own serial' | 'new serial' | 'serials or user' | 'nothing';

/** What a request is about. */
export interface Target {
  readonly credentials: readonly Credential[];
  /** The person named in the request. */
  readonly person: Person | undefined;
  /** Who owns the credentials now. */
  readonly owners: readonly Person[];
}

type Places = Pick<Store, 'credentials' | 'people'>;

/** The person an act is about: the one named, else whose the token is. */
export function personOf({ person, owners: [owner] }: Target): Person | undefined {
  return person ?? owner;
}

export async function findTarget(store: Places, parameters: Parameters, kind: TargetKind): Promise<Target> {
  const person = kind === 'nothing' ? undefined : await namedPerson(store, parameters);
  const credentials = await findCredentials(store, parameters, kind, person);
  const ids = new Set(credentials.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])));
  const owners: Person[] = [];
  for (const id of ids) {
    const owner = id === person?.id ? undefined : await store.people.byId(id);
    if (owner !== undefined) owners.push(owner);
  }
  return { credentials, person, owners };
}

async function namedPerson(store: Places, { user, realm }: Parameters): Promise<Person | undefined> {
  if (!user) return undefined;
  const person = await findPerson(store.people, user, realm);
  if (person === undefined) throw unknownPerson();
  return person;
}

async function findCredentials(
  store: Places,
  parameters: Parameters,
  kind: TargetKind,
  person: Person | undefined,
): Promise<readonly Credential[]> {
  if (kind === 'nothing') return [];
  const serials = kind === 'serials or user' ? listOf(parameters.serials) : [];
  const wanted = parameters.serial ? [parameters.serial, ...serials] : serials;
  if (kind === 'new serial') {
    const known = parameters.serial ? await store.credentials.bySerial(parameters.serial) : undefined;
    return known === undefined ? [] : [known];
  }
  const found: Credential[] = [];
  for (const serial of new Set(wanted)) found.push(await credentialOf(store, serial));
  // Somebody else's is not there: whoever names serial and person says how sure they are.
  const isOwn = kind === 'own serial' || kind === 'serials or user';
  if (isOwn && person !== undefined && found.some(({ ownerId }) => ownerId !== person.id)) throw notFound('token');
  if (found.length > 0) return found;
  if (kind === 'serial' || kind === 'own serial') throw new WireError('parameter', "Missing parameter: 'serial'");
  if (person === undefined) throw new WireError('parameter', "Missing parameter: 'serial' or 'user'");
  return store.credentials.byOwner(person.id);
}

export async function credentialOf(store: Places, serial: string): Promise<Credential> {
  const credential = await store.credentials.bySerial(serial);
  if (credential === undefined) throw notFound('token');
  return credential;
}
