import type { Subject } from '../../domain/policy/request.ts';
import type { Installation } from '../installation.ts';
import { findPerson, unknownPerson } from '../people/find-person.ts';
import type { Credential } from '../store/credentials.ts';
import type { People, Person } from '../store/people.ts';
import type { Parameters } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';

/** Whom a check is about: somebody with all their tokens, one token, or somebody nobody knows. */
export type CheckSubject =
  | { readonly kind: 'person'; readonly person: Person; readonly credentials: readonly Credential[] }
  | { readonly kind: 'serial'; readonly person: Person | undefined; readonly credentials: readonly Credential[] }
  | { readonly kind: 'unknown'; readonly asPoliciesSee: Subject };

export async function findSubject(
  { store }: Pick<Installation, 'store'>,
  parameters: Parameters,
): Promise<CheckSubject> {
  const { credentials, people } = store;
  const { serial, user, realm } = parameters;
  if (!serial && !user) throw new WireError('parameter', 'You need to specify a serial, user or credential_id.');
  if (parameters.pass === undefined) throw new WireError('parameter', "Missing parameter: 'pass'");
  const person = user ? await findPerson(people, user, realm) : undefined;
  if (serial) {
    if (user && person === undefined) throw unknownPerson();
    const credential = await credentials.bySerial(serial);
    if (credential === undefined) throw notFound('token');
    if (person !== undefined && credential.ownerId !== person.id) {
      throw new WireError('parameter', 'Given serial does not belong to given user!');
    }
    return { kind: 'serial', person, credentials: [credential] };
  }
  if (person === undefined) return { kind: 'unknown', asPoliciesSee: await unknownSubject(people, user ?? '', realm) };
  return { kind: 'person', person, credentials: await credentials.byOwner(person.id) };
}

/** A name that nobody has, parted like any other: it is in no resolver. */
async function unknownSubject(people: People, user: string, realm: string | undefined): Promise<Subject> {
  const at = user.lastIndexOf('@');
  const behind = user.slice(at + 1).toLowerCase();
  if (!realm && at > 0 && (await people.realms()).some(({ name }) => name === behind)) {
    return { user: user.slice(0, at), realm: behind, resolver: '' };
  }
  return { user, realm: (realm?.toLowerCase() || (await people.defaultRealm())) ?? '', resolver: '' };
}
