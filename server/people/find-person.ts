import type { People, Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';

/** What privacyIDEA says of a name that nobody has. */
export function unknownPerson(): WireError {
  return new WireError('user', 'The user can not be found in any resolver in this realm!');
}

/** A person by name and realm; `name@realm` is parted when no realm is given, and the default realm stands in. */
export async function findPerson(
  people: Pick<People, 'find' | 'defaultRealm'>,
  user: string,
  realm: string | undefined,
): Promise<Person | undefined> {
  const at = user.lastIndexOf('@');
  const parted = !realm && at > 0 ? await people.find(user.slice(at + 1).toLowerCase(), user.slice(0, at)) : undefined;
  if (parted !== undefined) return parted;
  const place = realm?.toLowerCase() || (await people.defaultRealm());
  return place ? people.find(place, user) : undefined;
}
