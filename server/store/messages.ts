import type { Db } from './schema.ts';

export type MessageKind = 'email' | 'sms';

/** `refused` is final, `expired` too: nobody wants an old code. */
type MessageState = 'waiting' | 'sending' | 'sent' | 'refused' | 'expired';

export interface MessageRow {
  readonly id: string;
  readonly kind: MessageKind;
  /** The name of what it goes out by. */
  readonly route: string;
  /** The serial it is about. */
  readonly about: string;
  /** Recipient and text, sealed; nothing once the message is finished. */
  readonly sealed: Uint8Array | null;
  readonly state: MessageState;
  readonly attempts: number;
  readonly enqueuedAt: string;
  readonly nextAttemptAt: string;
  readonly expiresAt: string;
  readonly trouble: string | null;
  readonly finishedAt: string | null;
}

/** Which messages: of one state, or those that somebody should look at. */
export type MessageFilter = MessageState | 'stuck' | undefined;

/** The queue of messages. Whoever sends one holds it by a lease that ends by itself when they die. */
export interface Messages {
  readonly add: (row: MessageRow) => Promise<void>;
  readonly hasDue: (now: string) => Promise<boolean>;
  /** Finishes and empties what is too old to send; gives how many. */
  readonly expire: (now: string) => Promise<number>;
  readonly claim: (
    kind: MessageKind,
    lease: { readonly by: string; readonly now: string; readonly until: string },
    most: number,
  ) => Promise<readonly MessageRow[]>;
  /** All that it holds. */
  readonly renew: (by: string, until: string) => Promise<void>;
  /** Ends it and empties it. Does nothing when the lease went to somebody else. */
  readonly finish: (
    id: string,
    by: string,
    end: { readonly state: 'sent' | 'refused'; readonly at: string; readonly trouble: string | null },
  ) => Promise<void>;
  readonly putBack: (id: string, by: string, nextAttemptAt: string, trouble: string) => Promise<void>;
  readonly list: (
    filter: MessageFilter,
    page: { readonly offset: number; readonly limit: number },
  ) => Promise<readonly MessageRow[]>;
  readonly count: (filter: MessageFilter) => Promise<number>;
  /** Forgets what finished before then. */
  readonly forget: (before: string) => Promise<number>;
}

const columns = `id, kind, route, about, sealed, state, attempts, enqueued_at AS enqueuedAt,
  next_attempt_at AS nextAttemptAt, expires_at AS expiresAt, trouble, finished_at AS finishedAt`;

/** From the third failure on, and whatever never arrived. */
const stuck =
  "(state IN ('refused', 'expired') OR (state IN ('waiting', 'sending') AND trouble IS NOT NULL AND attempts >= 3))";

export function messages(db: Db): Messages {
  const add = db.prepare(
    `INSERT INTO messages (id, kind, route, about, sealed, state, attempts, enqueued_at, next_attempt_at, expires_at,
        trouble, finished_at)
      VALUES (@id, @kind, @route, @about, @sealed, @state, @attempts, @enqueuedAt, @nextAttemptAt, @expiresAt,
        @trouble, @finishedAt)`,
  );
  const free = `((state = 'waiting' AND next_attempt_at <= @now) OR (state = 'sending' AND lease_until <= @now))`;
  const hasDue = db.prepare<[{ now: string }]>(
    `SELECT 1 FROM messages WHERE state IN ('waiting', 'sending')
      AND (${free} OR (state = 'waiting' AND expires_at <= @now)) LIMIT 1`,
  );
  const expire = db.prepare(
    `UPDATE messages SET state = 'expired', sealed = NULL, finished_at = @now
      WHERE expires_at <= @now AND (state = 'waiting' OR (state = 'sending' AND lease_until <= @now))`,
  );
  const claim = db.prepare<[Record<string, string | number>], MessageRow>(
    `UPDATE messages SET state = 'sending', lease_by = @by, lease_until = @until, attempts = attempts + 1
      WHERE id IN (SELECT id FROM messages WHERE state IN ('waiting', 'sending') AND kind = @kind AND ${free}
        ORDER BY next_attempt_at LIMIT @most)
      RETURNING ${columns}`,
  );
  const renew = db.prepare("UPDATE messages SET lease_until = ? WHERE state = 'sending' AND lease_by = ?");
  const finish = db.prepare(
    `UPDATE messages SET state = @state, sealed = NULL, lease_by = NULL, lease_until = NULL, trouble = @trouble,
      finished_at = @at WHERE id = @id AND lease_by = @by`,
  );
  const putBack = db.prepare(
    `UPDATE messages SET state = 'waiting', lease_by = NULL, lease_until = NULL, next_attempt_at = ?, trouble = ?
      WHERE id = ? AND lease_by = ?`,
  );
  const forget = db.prepare('DELETE FROM messages WHERE finished_at < ?');
  return {
    add: (row) => void add.run(row),
    hasDue: (now) => hasDue.get({ now }) !== undefined,
    expire: (now) => expire.run({ now }).changes,
    claim: (kind, lease, most) => claim.all({ kind, ...lease, most }),
    renew: (by, until) => void renew.run(until, by),
    finish: (id, by, end) => void finish.run({ id, by, ...end }),
    putBack: (id, by, nextAttemptAt, trouble) => void putBack.run(nextAttemptAt, trouble, id, by),
    list: (filter, { offset, limit }) =>
      db
        .prepare<unknown[], MessageRow>(
          `SELECT ${columns} FROM messages ${where(filter)} ORDER BY enqueued_at DESC, id LIMIT ? OFFSET ?`,
        )
        .all(...values(filter), limit, offset),
    count: (filter) =>
      db
        .prepare<unknown[], { count: number }>(`SELECT count(*) AS count FROM messages ${where(filter)}`)
        .get(...values(filter))?.count ?? 0,
    forget: (before) => forget.run(before).changes,
  };
}

function where(filter: MessageFilter): string {
  if (filter === undefined) return '';
  return filter === 'stuck' ? `WHERE ${stuck}` : 'WHERE state = ?';
}

function values(filter: MessageFilter): readonly string[] {
  return filter === undefined || filter === 'stuck' ? [] : [filter];
}
