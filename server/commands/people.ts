import type { Installation } from '../installation.ts';
import { examplePeople } from './example-people.ts';
import type { ListedPerson } from './read-people.ts';
import { UsageError } from './usage.ts';

/** Adds people to a realm: all of them or none. Gives the sentence to print. */
export async function importPeople(
  installation: Installation,
  realmName: string,
  listed: readonly ListedPerson[],
): Promise<string> {
  const realm = realmName.toLowerCase();
  if (!/^[a-z0-9_.-]{1,100}$/.test(realm)) {
    throw new UsageError(`'${realmName}' is no name for a realm: letters, digits and . _ - only`);
  }
  if (listed.length === 0) throw new UsageError('the list has no people: nothing was imported');
  const { store, now } = installation;
  await store.commits.alone(async ({ people, audit }) => {
    const known = (await people.all()).filter((person) => person.realm === realm);
    const names = new Set(known.map(({ username }) => username));
    const ids = new Set(known.map(({ userId }) => userId));
    const faults = listed.flatMap(({ line, person }) => {
      if (names.has(person.username)) return [`line ${line}: ${person.username} is in realm ${realm} already`];
      return ids.has(person.userId) ? [`line ${line}: userid ${person.userId} is in realm ${realm} already`] : [];
    });
    if (faults.length > 0) throw new UsageError(`nothing was imported:\n${faults.slice(0, 20).join('\n')}`);
    await people.ensureRealm(realm);
    for (const { person } of listed) await people.add({ ...person, realm });
    audit.append({
      at: now().toISOString(),
      actor: 'command line',
      action: 'people/imported',
      subject: realm,
      detail: { count: listed.length },
    });
  });
  return `${listed.length} people imported into realm ${realm}`;
}

/** Puts the example people into realm `office`; done before, it changes nothing. */
export async function addExamplePeople(installation: Installation): Promise<string> {
  if ((await installation.store.people.find('office', examplePeople[0]?.username ?? '')) !== undefined) {
    return 'the example people are in realm office already';
  }
  const listed = examplePeople.map((person, place) => ({ line: place + 1, person }));
  return importPeople(installation, 'office', listed);
}
