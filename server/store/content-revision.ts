import { sql } from 'kysely';
import type { Db } from './schema.ts';

/**
 * Something that is the same for as long as nothing that stations are told of has changed, whoever changed it: triggers
 * count it (migration 0070). As time passes, a credential becomes valid or ceases to be: the last of these moments is in it.
 */
export function contentRevision(db: Db): (at: Date) => Promise<string> {
  const read = (at: Date) =>
    db
      .selectFrom('content_revision')
      .select([
        'number',
        sql<string | null>`(SELECT max(valid_from) FROM credentials
          WHERE ended_at IS NULL AND valid_from IS NOT NULL AND valid_from <= ${at.toISOString()})`.as('began'),
        sql<string | null>`(SELECT max(valid_until) FROM credentials
          WHERE ended_at IS NULL AND valid_until IS NOT NULL AND valid_until < ${at.toISOString()})`.as('ended'),
        sql<number | null>`(SELECT max(person_id) FROM let_in_otherwise)`.as('aside'),
      ])
      .executeTakeFirst();
  return async (at) => {
    let row = await read(at);
    if (row?.aside) {
      await countSetAside(db);
      row = await read(at);
    }
    return `${row?.number} ${row?.began ?? ''} ${row?.ended ?? ''}`;
  };
}

/**
 * Checks wait for nobody who changes what stations are told: what they change of it they set aside (migration 0400), to be
 * counted by whoever reads next. Outside of transactions.
 */
export async function countSetAside(db: Db): Promise<void> {
  const some = await db.selectFrom('let_in_otherwise').select('person_id').limit(1).executeTakeFirst();
  if (some !== undefined) await db.deleteFrom('let_in_otherwise').execute();
}
