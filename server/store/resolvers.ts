import type { Db } from './schema.ts';
import { knownPeople } from './known-people.ts';
import { ownPeople } from './own-people.ts';
import { realmMembers } from './realm-members.ts';

/** A resolver as it is kept: its settings in the wire's names, its secrets sealed. */
export interface ResolverRow {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** JSON. */
  readonly settings: string;
  readonly secrets: Buffer | null;
}

/** Where people come from, and which realms they make up. */
export interface Resolvers {
  readonly find: (name: string) => Promise<ResolverRow | undefined>;
  readonly all: () => Promise<readonly ResolverRow[]>;
  readonly save: (row: Omit<ResolverRow, 'id'>) => Promise<number>;
  readonly remove: (name: string) => Promise<number | undefined>;
  readonly setRealm: (realm: string, members: ReadonlyMap<string, number | null>, at: string) => Promise<void>;
  readonly removeRealm: (realm: string, at: string) => Promise<number | undefined>;
}

export function resolvers(db: Db): Resolvers {
  const byName = db.prepare<[string], ResolverRow>('SELECT * FROM resolvers WHERE name = ?');
  const all = db.prepare<[], ResolverRow>('SELECT * FROM resolvers ORDER BY name');
  const save = db.prepare(
    `INSERT INTO resolvers (name, type, settings, secrets) VALUES (@name, @type, @settings, @secrets)
     ON CONFLICT (name) DO UPDATE SET type = @type, settings = @settings, secrets = @secrets`,
  );
  const eraseOwn = db.prepare('DELETE FROM own_people WHERE resolver = ?');
  const erase = db.prepare('DELETE FROM resolvers WHERE name = ?');
  const makeRealm = db.prepare(
    'INSERT INTO realms (name, is_default) SELECT ?, NOT EXISTS (SELECT 1 FROM realms) ON CONFLICT (name) DO NOTHING',
  );
  const realmId = db.prepare<[string], { id: number }>('SELECT id FROM realms WHERE name = ?');
  const leaveAll = db.prepare('DELETE FROM realm_resolvers WHERE realm = ?');
  const join = db.prepare('INSERT INTO realm_resolvers (realm, resolver, priority) VALUES (?, ?, ?)');
  const eraseTokens = db.prepare('DELETE FROM credential_realms WHERE realm = ?');
  const eraseRealm = db.prepare('DELETE FROM realms WHERE name = ?');
  const depart = db.prepare('UPDATE people SET gone_at = ? WHERE realm = ? AND gone_at IS NULL');
  const departFrom = db.prepare('UPDATE people SET gone_at = ? WHERE realm = ? AND resolver = ? AND gone_at IS NULL');
  const [own, known, members] = [ownPeople(db), knownPeople(db), realmMembers(db)];
  return {
    find: (name) => byName.get(name),
    all: () => all.all(),
    save(row) {
      save.run(row);
      return byName.get(row.name)?.id ?? 0;
    },
    remove(name) {
      const id = byName.get(name)?.id;
      eraseOwn.run(name);
      erase.run(name);
      return id;
    },
    setRealm(realm, wanted, at) {
      makeRealm.run(realm);
      const before = members.of(realm);
      leaveAll.run(realm);
      for (const [resolver, priority] of wanted) join.run(realm, resolver, priority);
      for (const { resolver } of before) if (!wanted.has(resolver)) departFrom.run(at, realm, resolver);
      for (const { resolver, type } of members.of(realm)) {
        if (type === 'internal') known.reflect(realm, resolver, own.all(resolver));
      }
    },
    removeRealm(realm, at) {
      const id = realmId.get(realm)?.id;
      if (id === undefined) return undefined;
      depart.run(at, realm);
      leaveAll.run(realm);
      eraseTokens.run(realm);
      eraseRealm.run(realm);
      return id;
    },
  };
}
