import { findPerson, unknownPerson } from '../people/find-person.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { listOf, type Parameters } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';

/**
 * What a request has to name: one serial that is there, a serial that may be new, a serial (or several) or a person
 * with all that they own, or nothing.
 */
export type TargetKind = 'serial' | 'new serial' | 'serials or user' | 'nothing';

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

export function findTarget(store: Places, parameters: Parameters, kind: TargetKind): Target {
  const person = kind === 'nothing' ? undefined : namedPerson(store, parameters);
  const credentials = findCredentials(store, parameters, kind, person);
  const ids = new Set(credentials.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])));
  const owners = [...ids].flatMap((id) => store.people.byId(id) ?? []).filter(({ id }) => id !== person?.id);
  return { credentials, person, owners };
}

function namedPerson(store: Places, { user, realm }: Parameters): Person | undefined {
  if (!user) return undefined;
  const person = findPerson(store.people, user, realm);
  if (person === undefined) throw unknownPerson();
  return person;
}

function findCredentials(
  store: Places,
  parameters: Parameters,
  kind: TargetKind,
  person: Person | undefined,
): readonly Credential[] {
  if (kind === 'nothing') return [];
  const serials = kind === 'serials or user' ? listOf(parameters.serials) : [];
  const wanted = parameters.serial ? [parameters.serial, ...serials] : serials;
  if (kind === 'new serial') {
    const known = parameters.serial ? store.credentials.bySerial(parameters.serial) : undefined;
    return known === undefined ? [] : [known];
  }
  if (wanted.length > 0) return [...new Set(wanted)].map((serial) => credentialOf(store, serial));
  if (kind === 'serial') throw new WireError('parameter', "Missing parameter: 'serial'");
  if (person === undefined) throw new WireError('parameter', "Missing parameter: 'serial' or 'user'");
  return store.credentials.byOwner(person.id);
}

export function credentialOf(store: Places, serial: string): Credential {
  const credential = store.credentials.bySerial(serial);
  if (credential === undefined) throw notFound('token');
  return credential;
}
