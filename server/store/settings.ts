import type { Db } from './schema.ts';

type SettingName = 'url' | 'guidelines' | 'contact';

/** Few named values that the server and its commands share. */
export interface Settings {
  readonly get: (name: SettingName) => Promise<string | undefined>;
  readonly set: (name: SettingName, value: string) => Promise<void>;
}

export function settings(db: Db): Settings {
  return {
    async get(name) {
      const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
      return row?.value;
    },
    async set(name, value) {
      await db
        .insertInto('settings')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}
