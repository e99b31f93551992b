import { realmMembers } from './realm-members.ts';
import type { Db } from './schema.ts';

/** The realm's first resolver of our own; makes one, named like the realm, when it has none. */
export function ownResolverOf(db: Db): (realm: string) => Promise<string> {
  const members = realmMembers(db);
  const isTaken = async (name: string) =>
    (await db.selectFrom('resolvers').select('type').where('name', '=', name).executeTakeFirst()) !== undefined;
  return async (realm) => {
    const known = (await members.of(realm)).find(({ type }) => type === 'internal')?.resolver;
    if (known !== undefined) return known;
    let name = realm;
    for (let place = 2; await isTaken(name); place += 1) name = `${realm}-${place}`;
    await db.insertInto('resolvers').values({ name, type: 'internal', settings: '{}' }).execute();
    await db.insertInto('realm_resolvers').values({ realm, resolver: name }).execute();
    return name;
  };
}
