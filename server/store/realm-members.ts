import type { Db } from './schema.ts';

/** A resolver in a realm; the lowest priority number is asked first, none comes last. */
interface RealmMember {
  readonly resolver: string;
  readonly type: string;
  readonly priority: number | null;
}

export interface RealmMembers {
  /** In the order they are asked. */
  readonly of: (realm: string) => Promise<readonly RealmMember[]>;
  readonly realmsOf: (resolver: string) => Promise<readonly string[]>;
  /** Whether anybody is looked up elsewhere in this realm. */
  readonly hasOthers: (realm: string) => Promise<boolean>;
  /** Whether anybody is looked up elsewhere at all. */
  readonly anyOthers: () => Promise<boolean>;
}

export function realmMembers(db: Db): RealmMembers {
  const members = db.prepare<[string], RealmMember>(
    `SELECT resolver, type, priority FROM realm_resolvers JOIN resolvers ON name = resolver
     WHERE realm = ? ORDER BY priority IS NULL, priority, resolver`,
  );
  const realms = db.prepare<[string], { realm: string }>('SELECT realm FROM realm_resolvers WHERE resolver = ?');
  const other = db.prepare(
    "SELECT 1 FROM realm_resolvers JOIN resolvers ON name = resolver WHERE realm = ? AND type <> 'internal' LIMIT 1",
  );
  const any = db.prepare(
    "SELECT 1 FROM realm_resolvers JOIN resolvers ON name = resolver WHERE type <> 'internal' LIMIT 1",
  );
  return {
    of: (realm) => members.all(realm),
    realmsOf: (resolver) => realms.all(resolver).map(({ realm }) => realm),
    anyOthers: () => any.get() !== undefined,
    hasOthers: (realm) => other.get(realm) !== undefined,
  };
}
