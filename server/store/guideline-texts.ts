import type { Db } from './schema.ts';

interface GuidelineText {
  readonly version: number;
  readonly text: string;
}

/** What controllers read before they issue, version by version, and who read which. */
export interface GuidelineTexts {
  readonly newest: () => Promise<GuidelineText | undefined>;
  readonly add: (text: GuidelineText, by: string, at: string) => Promise<void>;
  /** The newest version each person has read. */
  readonly readings: () => Promise<readonly { readonly personId: number; readonly version: number }[]>;
  readonly read: (personId: number, version: number, at: string) => Promise<void>;
  /** The newest version an administrator has read, 0 for none. */
  readonly readBy: (name: string) => Promise<number>;
  readonly administratorRead: (name: string, version: number, at: string) => Promise<void>;
}

export function guidelineTexts(db: Db): GuidelineTexts {
  return {
    newest: () =>
      db
        .selectFrom('guideline_versions')
        .select(['version', 'text'])
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst(),
    async add({ version, text }, by, at) {
      await db.insertInto('guideline_versions').values({ version, text, published_at: at, published_by: by }).execute();
    },
    readings: () =>
      db
        .selectFrom('guideline_readings')
        .select(({ fn }) => ['person_id as personId', fn.max('version').as('version')])
        .groupBy('person_id')
        .execute(),
    async read(personId, version, at) {
      await db
        .insertInto('guideline_readings')
        .values({ version, person_id: personId, read_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async readBy(name) {
      const row = await db
        .selectFrom('administrator_readings')
        .select(({ fn }) => fn.max('version').as('version'))
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.version ?? 0;
    },
    async administratorRead(name, version, at) {
      await db
        .insertInto('administrator_readings')
        .values({ version, name, read_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}
