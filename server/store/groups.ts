import type { Group, Permission, Setting } from '../../domain/trust/groups.ts';
import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** Groups of people, what they are allowed and denied, and who is in them. */
export interface GroupsStore {
  readonly all: () => Promise<readonly Group[]>;
  /** Saves a group over any of its id. */
  readonly put: (group: Group, at: string) => Promise<void>;
  readonly remove: (id: string) => Promise<boolean>;
  /** The groups a person was put in; 'Everyone' is not among them. */
  readonly of: (personId: number) => Promise<readonly string[]>;
  readonly memberships: () => Promise<readonly { readonly group: string; readonly personId: number }[]>;
  readonly join: (group: string, personId: number, at: string) => Promise<void>;
  readonly leave: (group: string, personId: number) => Promise<boolean>;
}

export function groups(db: Db): GroupsStore {
  return {
    async all() {
      const [rows, settings, within] = await Promise.all([
        db.selectFrom('groups').select(['id', 'name']).orderBy('name').execute(),
        db.selectFrom('group_settings').selectAll().execute(),
        db.selectFrom('group_within').selectAll().execute(),
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
      const rows = await db.selectFrom('group_members').select('group_id').where('person_id', '=', personId).execute();
      return rows.map(({ group_id }) => group_id);
    },
    memberships: () => db.selectFrom('group_members').select(['group_id as group', 'person_id as personId']).execute(),
    async join(group, personId, at) {
      await db
        .insertInto('group_members')
        .values({ group_id: group, person_id: personId, added_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    leave: async (group, personId) =>
      (await changed(db.deleteFrom('group_members').where('group_id', '=', group).where('person_id', '=', personId))) >
      0,
  };
}
