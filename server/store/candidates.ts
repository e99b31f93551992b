import { sql } from 'kysely';
import { type Credential, credentialColumns } from './credentials.ts';
import { like } from './like.ts';
import type { Db } from './schema.ts';

/** What a code whose owner nobody knows may be of. */
interface CandidateFilter {
  readonly type?: string | undefined;
  /** May hold `*`. */
  readonly serial?: string | undefined;
  readonly assigned?: boolean | undefined;
  readonly otpLength?: number | undefined;
}

export interface Candidates {
  readonly count: (filter: CandidateFilter) => Promise<number>;
  /** The next so many with a greater id. */
  readonly portion: (filter: CandidateFilter, afterId: number, limit: number) => Promise<readonly Credential[]>;
}

export function candidates(db: Db): Candidates {
  function chosen({ type, serial, assigned, otpLength }: CandidateFilter) {
    let query = db.selectFrom('credentials').where('ended_at', 'is', null);
    if (type !== undefined) query = query.where(sql.ref('type'), '=', type);
    if (serial !== undefined) query = query.where(like(db, sql.ref('serial'), serial));
    if (assigned !== undefined) query = query.where('owner_id', assigned ? 'is not' : 'is', null);
    if (otpLength !== undefined) query = query.where('otp_length', '=', otpLength);
    return query;
  }
  return {
    async count(filter) {
      const { count } = await chosen(filter)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    portion: (filter, afterId, limit) =>
      chosen(filter).select(credentialColumns).where('id', '>', afterId).orderBy('id').limit(limit).execute(),
  };
}
