import type { Db } from './schema.ts';

/** One of privacyIDEA's `/system/` settings: a text, or one that is sealed. */
export interface SystemSetting {
  readonly name: string;
  readonly value: string | null;
  readonly sealed: Uint8Array | null;
  readonly description: string;
}

export interface SystemSettings {
  readonly all: () => Promise<readonly SystemSetting[]>;
  readonly find: (name: string) => Promise<SystemSetting | undefined>;
  /** What holds now, when it is a plain text. */
  readonly text: (name: string) => Promise<string | undefined>;
  readonly put: (setting: SystemSetting) => Promise<void>;
  readonly remove: (name: string) => Promise<boolean>;
}

export function systemSettings(db: Db): SystemSettings {
  const columns = 'name, value, sealed, description';
  const all = db.prepare<[], SystemSetting>(`SELECT ${columns} FROM system_settings ORDER BY name`);
  const find = db.prepare<[string], SystemSetting>(`SELECT ${columns} FROM system_settings WHERE name = ?`);
  const put = db.prepare(
    `INSERT INTO system_settings (${columns}) VALUES (@name, @value, @sealed, @description)
      ON CONFLICT (name) DO UPDATE
      SET value = excluded.value, sealed = excluded.sealed, description = excluded.description`,
  );
  const remove = db.prepare('DELETE FROM system_settings WHERE name = ?');
  return {
    all: () => all.all(),
    find: (name) => find.get(name),
    text: (name) => find.get(name)?.value ?? undefined,
    put: (setting) => void put.run(setting),
    remove: (name) => remove.run(name).changes > 0,
  };
}
