import type { Db } from './schema.ts';

/**
 * Something that is the same for as long as nothing that stations are told of has changed, whoever changed it: triggers
 * count it (migration 0070).
 */
export function contentRevision(db: Db): () => Promise<string> {
  return async () => {
    const row = await db.selectFrom('content_revision').select('number').executeTakeFirst();
    return String(row?.number);
  };
}
