import { setImmediate } from 'node:timers/promises';
import type { Group, Permission, Setting } from '../../domain/trust/groups.ts';
import { changed } from './changed.ts';
import type { Person } from './people.ts';
import { personColumns } from './person-columns.ts';
import { accountsOf } from './same-person.ts';
import type { Db } from './schema.ts';

/** Groups of people, what they are allowed and denied, and who is in them. */
interface Membership {
  readonly group: string;
  readonly personId: number;
}

export interface GroupsStore {
  readonly all: () => Promise<readonly Group[]>;
  /** Saves a group over any of its id. */
  readonly put: (group: Group, at: string) => Promise<void>;
  readonly remove: (id: string) => Promise<boolean>;
  /** The groups a person was put in, through whichever realm; 'Everyone' is not among them. */
  readonly of: (personId: number) => Promise<readonly string[]>;
  /** How many were put in each group that somebody was put in. */
  readonly sizes: () => Promise<readonly { readonly group: string; readonly count: number }[]>;
  /** Who was put in a group, and is there. */
  readonly peopleIn: (group: string) => Promise<readonly Person[]>;
  /** What groups some accounts are in through whichever account of the same person: no realm is a way around what a group says. */
  readonly memberships: (accounts: readonly number[]) => Promise<readonly Membership[]>;
  readonly join: (group: string, personId: number, at: string) => Promise<void>;
  /** Through whichever realm the person was put in. */
  readonly leave: (group: string, personId: number) => Promise<boolean>;
}

/** As many as are read in one go: what is read of a file of SQLite holds everybody else up. */
const atOnce = 500;

export function groups(db: Db): GroupsStore {
  return {
    async all() {
      const [rows, settings, within] = await Promise.all([
        db.selectFrom('groups').select(['id', 'name']).orderBy('name').execute(),
        db.selectFrom('group_settings').selectAll().orderBy('permission').execute(),
        db.selectFrom('group_within').selectAll().orderBy('outer_id').execute(),
      ]);
      return rows.map(({ id, name }) => ({
        id,
        name,
        settings: Object.fromEntries(
          settings.filter(({ group_id }) => group_id === id).map(({ permission, setting }) => [permission, setting]),
        ),
        within: within.filter(({ inner_id }) => inner_id === id).map(({ outer_id }) => outer_id),
      }));
    },
    async put({ id, name, settings, within }, at) {
      await db
        .insertInto('groups')
        .values({ id, name, created_at: at })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name }))
        .execute();
      await db.deleteFrom('group_settings').where('group_id', '=', id).execute();
      const rows = (Object.entries(settings) as [Permission, Setting][]).map(([permission, setting]) => ({
        group_id: id,
        permission,
        setting,
      }));
      if (rows.length > 0) await db.insertInto('group_settings').values(rows).execute();
      await db.deleteFrom('group_within').where('inner_id', '=', id).execute();
      const outer = within.map((outer_id) => ({ inner_id: id, outer_id }));
      if (outer.length > 0) await db.insertInto('group_within').values(outer).execute();
    },
    remove: async (id) => (await changed(db.deleteFrom('groups').where('id', '=', id))) > 0,
    async of(personId) {
      const rows = await db
        .selectFrom('group_members')
        .select('group_id')
        .distinct()
        .where('person_id', 'in', accountsOf(db, personId))
        .orderBy('group_id')
        .execute();
      return rows.map(({ group_id }) => group_id);
    },
    sizes: () =>
      db
        .selectFrom('group_members')
        .select(({ fn }) => ['group_id as group', fn.countAll<number>().as('count')])
        .groupBy('group_id')
        .execute(),
    async peopleIn(group) {
      const found: Person[] = [];
      for (;;) {
        const some = await db
          .selectFrom('group_members')
          .innerJoin('people', 'people.id', 'person_id')
          .select(personColumns)
          .where('group_id', '=', group)
          .where('person_id', '>', found.at(-1)?.id ?? -1)
          .where('gone_at', 'is', null)
          .orderBy('person_id')
          .limit(atOnce)
          .execute();
        found.push(...some);
        if (some.length < atOnce) return found;
        await setImmediate();
      }
    },
    memberships: (accounts) =>
      db
        .selectFrom('group_members')
        .innerJoin('people as member', 'member.id', 'person_id')
        .innerJoin('people as account', (join) =>
          join.onRef('account.resolver', '=', 'member.resolver').onRef('account.user_id', '=', 'member.user_id'),
        )
        .select(['group_id as group', 'account.id as personId'])
        .distinct()
        .where('account.id', 'in', accounts)
        .where(({ or, and, eb, ref }) =>
          or([
            eb('account.id', '=', ref('member.id')),
            and([eb('member.gone_at', 'is', null), eb('account.gone_at', 'is', null)]),
          ]),
        )
        .execute(),
    async join(group, personId, at) {
      await db
        .insertInto('group_members')
        .values({ group_id: group, person_id: personId, added_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    leave: async (group, personId) =>
      (await changed(
        db.deleteFrom('group_members').where('group_id', '=', group).where('person_id', 'in', accountsOf(db, personId)),
      )) > 0,
  };
}
