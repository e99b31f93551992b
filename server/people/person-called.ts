import type { People, Person } from '../store/people.ts';

/** The person whom records would mean by a name, `name@realm`: no administrator is called so. */
export function personCalled(people: Pick<People, 'find'>, name: string): Promise<Person | undefined> {
  const at = name.lastIndexOf('@');
  if (at < 1) return Promise.resolve(undefined);
  return people.find(name.slice(at + 1).toLowerCase(), name.slice(0, at));
}
