import { changed } from './changed.ts';
import { type Right, rights } from './rights.ts';
import type { Db } from './schema.ts';

export interface Admin {
  readonly name: string;
  readonly passwordHash: string;
  readonly rights: readonly Right[];
}

export interface Admins {
  readonly find: (name: string) => Promise<Admin | undefined>;
  /** Adds an administrator, or sets a new password and keeps the rights. */
  readonly put: (admin: Admin, at: string) => Promise<'added' | 'changed'>;
  readonly setRights: (name: string, granted: readonly Right[]) => Promise<boolean>;
  /** Whether there is any administrator yet. */
  readonly any: () => Promise<boolean>;
  readonly all: () => Promise<readonly (Admin & { readonly createdAt: string })[]>;
  readonly remove: (name: string) => Promise<boolean>;
  /** Those who may control trust, by name. */
  readonly controllers: () => Promise<readonly string[]>;
}

const columns = ['name', 'password_hash as passwordHash', 'rights'] as const;

export function admins(db: Db): Admins {
  const fromRow = (row: Omit<Admin, 'rights'> & { readonly rights: string }): Admin => ({
    ...row,
    rights: row.rights.split(' ').filter((word): word is Right => rights.some((right) => right === word)),
  });
  return {
    async find(name) {
      const row = await db.selectFrom('admins').select(columns).where('name', '=', name).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    async put(admin, at) {
      const { name, passwordHash: password_hash } = admin;
      if ((await changed(db.updateTable('admins').set({ password_hash }).where('name', '=', name))) === 1) {
        return 'changed';
      }
      const row = { name, password_hash, rights: admin.rights.join(' '), created_at: at };
      await db.insertInto('admins').values(row).execute();
      return 'added';
    },
    setRights: async (name, granted) =>
      (await changed(
        db
          .updateTable('admins')
          .set({ rights: granted.join(' ') })
          .where('name', '=', name),
      )) === 1,
    any: async () => (await db.selectFrom('admins').select('name').limit(1).executeTakeFirst()) !== undefined,
    async all() {
      const rows = await db
        .selectFrom('admins')
        .select([...columns, 'created_at as createdAt'])
        .orderBy('name')
        .execute();
      return rows.map((row) => ({ ...fromRow(row), createdAt: row.createdAt }));
    },
    remove: async (name) => (await changed(db.deleteFrom('admins').where('name', '=', name))) === 1,
    async controllers() {
      const rows = await db.selectFrom('admins').select(columns).orderBy('name').execute();
      return rows
        .map(fromRow)
        .filter((admin) => admin.rights.includes('control_trust'))
        .map(({ name }) => name);
    },
  };
}
