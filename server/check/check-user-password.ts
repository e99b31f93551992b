import type { Installation } from '../installation.ts';
import { resolverFailed } from '../resolvers/resolver-failed.ts';
import type { Person } from '../store/people.ts';

/** No password is never right: a directory would take it for an anonymous login. */
export async function checkUserPassword(
  { checkPassword }: Installation['userStore'],
  person: Person,
  password: string,
): Promise<boolean> {
  if (password === '') return false;
  const bytes = Buffer.from(password);
  try {
    return await checkPassword(person, bytes);
  } catch (cause) {
    throw resolverFailed(person.resolver, cause);
  } finally {
    bytes.fill(0);
  }
}
