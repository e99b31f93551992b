import { changed } from './changed.ts';
import type { Db } from './schema.ts';

/** People whose password was right and whose code is waited for, by the hash of what the browser holds. */
export interface GateSessions {
  readonly begin: (hash: string, personId: number, at: string, endsAt: string) => Promise<void>;
  /** Counts a try and gives whose session it is; nothing when it has ended or was tried too often. */
  readonly take: (hash: string, at: string, mostTries: number) => Promise<number | undefined>;
  /** Whose session it is, without a try. */
  readonly look: (hash: string, at: string, mostTries: number) => Promise<number | undefined>;
  readonly end: (hash: string) => Promise<boolean>;
}

export function gateSessions(db: Db): GateSessions {
  return {
    async begin(hash, personId, at, endsAt) {
      await db.deleteFrom('gate_sessions').where('ends_at', '<=', at).execute();
      await db
        .insertInto('gate_sessions')
        .values({ hash, person_id: personId, begun_at: at, ends_at: endsAt, tries: 0 })
        .execute();
    },
    async take(hash, at, mostTries) {
      const row = await db
        .updateTable('gate_sessions')
        .set((eb) => ({ tries: eb('tries', '+', 1) }))
        .where('hash', '=', hash)
        .where('ends_at', '>', at)
        .where('tries', '<', mostTries)
        .returning('person_id')
        .executeTakeFirst();
      return row?.person_id;
    },
    async look(hash, at, mostTries) {
      const row = await db
        .selectFrom('gate_sessions')
        .select('person_id')
        .where('hash', '=', hash)
        .where('ends_at', '>', at)
        .where('tries', '<', mostTries)
        .executeTakeFirst();
      return row?.person_id;
    },
    end: async (hash) => (await changed(db.deleteFrom('gate_sessions').where('hash', '=', hash))) > 0,
  };
}
