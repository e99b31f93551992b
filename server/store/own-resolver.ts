import type { Db } from './schema.ts';

/** The realm's first resolver of our own; makes one, named like the realm, when it has none. */
export function ownResolverOf(db: Db): (realm: string) => string {
  const first = db.prepare<[string], { name: string }>(
    `SELECT name FROM realm_resolvers JOIN resolvers ON name = resolver
     WHERE realm = ? AND type = 'internal' ORDER BY priority IS NULL, priority, name LIMIT 1`,
  );
  const taken = db.prepare<[string], { type: string }>('SELECT type FROM resolvers WHERE name = ?');
  const make = db.prepare("INSERT INTO resolvers (name, type, settings) VALUES (?, 'internal', '{}')");
  const join = db.prepare('INSERT INTO realm_resolvers (realm, resolver) VALUES (?, ?)');
  return (realm) => {
    const known = first.get(realm)?.name;
    if (known !== undefined) return known;
    let name = realm;
    for (let place = 2; taken.get(name) !== undefined; place += 1) name = `${realm}-${place}`;
    make.run(name);
    join.run(realm, name);
    return name;
  };
}
