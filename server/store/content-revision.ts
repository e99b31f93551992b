import { sql } from 'kysely';
import type { Db } from './schema.ts';

/**
 * Something that is the same for as long as nothing that stations are told of has changed, whoever changed it: triggers
 * count it (migration 0070). As time passes, a credential becomes valid or ceases to be: the last of these moments is in it.
 */
export function contentRevision(db: Db): (at: Date) => Promise<string> {
  return async (at) => {
    const row = await db
      .selectFrom('content_revision')
      .select([
        'number',
        sql<string | null>`(SELECT max(valid_from) FROM credentials
          WHERE ended_at IS NULL AND valid_from IS NOT NULL AND valid_from <= ${at.toISOString()})`.as('began'),
        sql<string | null>`(SELECT max(valid_until) FROM credentials
          WHERE ended_at IS NULL AND valid_until IS NOT NULL AND valid_until < ${at.toISOString()})`.as('ended'),
      ])
      .executeTakeFirst();
    return `${row?.number} ${row?.began ?? ''} ${row?.ended ?? ''}`;
  };
}
