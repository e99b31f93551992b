import { randomInt } from 'node:crypto';
import { changed } from './changed.ts';
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

/** The settings are read together with the policies: one revision tells of both. */
export function systemSettings(db: Db): SystemSettings {
  const revise = () =>
    db
      .updateTable('policy_revision')
      .set({ number: randomInt(2 ** 48 - 1) })
      .execute();
  const rows = () => db.selectFrom('system_settings').select(['name', 'value', 'sealed', 'description']);
  const find = (name: string) => rows().where('name', '=', name).executeTakeFirst();
  return {
    all: () => rows().orderBy('name').execute(),
    find,
    text: async (name) => (await find(name))?.value ?? undefined,
    async put(setting) {
      const { value, sealed, description } = setting;
      await db
        .insertInto('system_settings')
        .values(setting)
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, sealed, description }))
        .execute();
      await revise();
    },
    async remove(name) {
      const removed = await changed(db.deleteFrom('system_settings').where('name', '=', name));
      if (removed > 0) await revise();
      return removed > 0;
    },
  };
}
