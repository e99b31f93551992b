import { type Credential, credentialColumns } from './credentials.ts';
import type { Db } from './schema.ts';
import { like } from './token-list.ts';

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
  return {
    count(filter) {
      const { sql, values } = conditionOf(filter);
      const row = db.prepare(`SELECT count(*) AS count FROM credentials WHERE ${sql}`).get(...values);
      return (row as { count: number }).count;
    },
    portion(filter, afterId, limit) {
      const { sql, values } = conditionOf(filter);
      return db
        .prepare(`SELECT ${credentialColumns} FROM credentials WHERE ${sql} AND id > ? ORDER BY id LIMIT ?`)
        .all(...values, afterId, limit) as Credential[];
    },
  };
}

function conditionOf({ type, serial, assigned, otpLength }: CandidateFilter) {
  const conditions = [
    { sql: 'ended_at IS NULL', values: [] },
    ...(type === undefined ? [] : [{ sql: 'type = ?', values: [type] }]),
    ...(serial === undefined ? [] : [like('serial', serial)]),
    ...(assigned === undefined ? [] : [{ sql: `owner_id IS ${assigned ? 'NOT ' : ''}NULL`, values: [] }]),
    ...(otpLength === undefined ? [] : [{ sql: 'otp_length = ?', values: [otpLength] }]),
  ];
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: conditions.flatMap(({ values }) => [...values]),
  };
}
