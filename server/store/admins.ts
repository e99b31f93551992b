import type { Db } from './schema.ts';
import { type Right, rights } from './rights.ts';

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
  /** Those who may control trust, by name. */
  readonly controllers: () => Promise<readonly string[]>;
}

interface AdminRow {
  readonly name: string;
  readonly password_hash: string;
  readonly rights: string;
}

export function admins(db: Db): Admins {
  const byName = db.prepare<[string], AdminRow>('SELECT * FROM admins WHERE name = ?');
  const all = db.prepare<[], AdminRow>('SELECT * FROM admins ORDER BY name');
  const insert = db.prepare('INSERT INTO admins (name, password_hash, rights, created_at) VALUES (?, ?, ?, ?)');
  const setPassword = db.prepare('UPDATE admins SET password_hash = ? WHERE name = ?');
  const updateRights = db.prepare('UPDATE admins SET rights = ? WHERE name = ?');
  const fromRow = (row: AdminRow): Admin => ({
    name: row.name,
    passwordHash: row.password_hash,
    rights: row.rights.split(' ').filter((word): word is Right => rights.some((right) => right === word)),
  });
  return {
    find(name) {
      const row = byName.get(name);
      return row === undefined ? undefined : fromRow(row);
    },
    put(admin, at) {
      if (setPassword.run(admin.passwordHash, admin.name).changes === 1) return 'changed';
      insert.run(admin.name, admin.passwordHash, admin.rights.join(' '), at);
      return 'added';
    },
    setRights: (name, granted) => updateRights.run(granted.join(' '), name).changes === 1,
    any: () => all.get() !== undefined,
    controllers: () =>
      all
        .all()
        .map(fromRow)
        .filter((admin) => admin.rights.includes('control_trust'))
        .map(({ name }) => name),
  };
}
