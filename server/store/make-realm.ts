import type { Db } from './schema.ts';

/** Makes a realm if it is not there; the first one is the default. */
export async function makeRealm(db: Db, name: string): Promise<void> {
  const first = (await db.selectFrom('realms').select('id').limit(1).executeTakeFirst()) === undefined;
  await db
    .insertInto('realms')
    .values({ name, is_default: first ? 1 : 0 })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}
