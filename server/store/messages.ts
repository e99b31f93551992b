import type { ExpressionBuilder } from 'kysely';
import { changed } from './changed.ts';
import { isPostgres } from './dialect.ts';
import type { Db, Schema } from './schema.ts';

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
  readonly find: (id: string) => Promise<MessageRow | undefined>;
  /** Makes what waits due now. */
  readonly retryNow: (id: string, now: string) => Promise<boolean>;
  /** Takes it away, unless somebody who is alive sends it right now. */
  readonly remove: (id: string, now: string) => Promise<boolean>;
  /** Forgets what finished before then. */
  readonly forget: (before: string) => Promise<number>;
}

const columns = [
  'id',
  'kind',
  'route',
  'about',
  'sealed',
  'state',
  'attempts',
  'enqueued_at as enqueuedAt',
  'next_attempt_at as nextAttemptAt',
  'expires_at as expiresAt',
  'trouble',
  'finished_at as finishedAt',
] as const;

type Where = ExpressionBuilder<Schema, 'messages'>;

const unfinished = ({ eb }: Where) => eb('state', 'in', ['waiting', 'sending']);

/** Waits for its time, or whoever held it has died. */
const free =
  (now: string) =>
  ({ or, and, eb }: Where) =>
    or([
      and([eb('state', '=', 'waiting'), eb('next_attempt_at', '<=', now)]),
      and([eb('state', '=', 'sending'), eb('lease_until', '<=', now)]),
    ]);

/** From the third failure on, and whatever never arrived. */
const stuck = ({ or, and, eb }: Where) =>
  or([
    eb('state', 'in', ['refused', 'expired']),
    and([eb('state', 'in', ['waiting', 'sending']), eb('trouble', 'is not', null), eb('attempts', '>=', 3)]),
  ]);

export function messages(db: Db): Messages {
  const holding = (id: string, by: string) =>
    db.updateTable('messages').where('id', '=', id).where('lease_by', '=', by);
  const chosen = (filter: MessageFilter) => {
    const all = db.selectFrom('messages');
    if (filter === undefined) return all;
    return filter === 'stuck' ? all.where(stuck) : all.where('state', '=', filter);
  };
  return {
    async add(row) {
      const { enqueuedAt, nextAttemptAt, expiresAt, finishedAt, ...same } = row;
      const times = { enqueued_at: enqueuedAt, next_attempt_at: nextAttemptAt, expires_at: expiresAt };
      await db
        .insertInto('messages')
        .values({ ...same, ...times, finished_at: finishedAt })
        .execute();
    },
    async hasDue(now) {
      const due = await db
        .selectFrom('messages')
        .select('id')
        .where(unfinished)
        .where(({ or, and, eb }) =>
          or([free(now)({ or, and, eb } as Where), and([eb('state', '=', 'waiting'), eb('expires_at', '<=', now)])]),
        )
        .limit(1)
        .executeTakeFirst();
      return due !== undefined;
    },
    expire: (now) =>
      changed(
        db
          .updateTable('messages')
          .set({ state: 'expired', sealed: null, finished_at: now })
          .where('expires_at', '<=', now)
          .where(({ or, and, eb }) =>
            or([eb('state', '=', 'waiting'), and([eb('state', '=', 'sending'), eb('lease_until', '<=', now)])]),
          ),
      ),
    claim(kind, { by, now, until }, most) {
      const due = db
        .selectFrom('messages')
        .select('id')
        .where(unfinished)
        .where('kind', '=', kind)
        .where(free(now))
        .orderBy('next_attempt_at')
        .limit(most);
      return db
        .with('due', () => (isPostgres(db) ? due.forUpdate().skipLocked() : due))
        .updateTable('messages')
        .set(({ eb }) => ({ state: 'sending', lease_by: by, lease_until: until, attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
        .returning(columns)
        .execute();
    },
    async renew(by, until) {
      await db
        .updateTable('messages')
        .set({ lease_until: until })
        .where('state', '=', 'sending')
        .where('lease_by', '=', by)
        .execute();
    },
    async finish(id, by, { state, at, trouble }) {
      await holding(id, by)
        .set({ state, sealed: null, lease_by: null, lease_until: null, trouble, finished_at: at })
        .execute();
    },
    async putBack(id, by, nextAttemptAt, trouble) {
      await holding(id, by)
        .set({ state: 'waiting', lease_by: null, lease_until: null, next_attempt_at: nextAttemptAt, trouble })
        .execute();
    },
    list: (filter, { offset, limit }) =>
      chosen(filter).select(columns).orderBy('enqueued_at', 'desc').orderBy('id').limit(limit).offset(offset).execute(),
    async count(filter) {
      const { count } = await chosen(filter)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    find: (id) => db.selectFrom('messages').select(columns).where('id', '=', id).executeTakeFirst(),
    retryNow: async (id, now) =>
      (await changed(
        db.updateTable('messages').set({ next_attempt_at: now }).where('id', '=', id).where('state', '=', 'waiting'),
      )) === 1,
    remove: async (id, now) =>
      (await changed(
        db
          .deleteFrom('messages')
          .where('id', '=', id)
          .where(({ or, eb }) => or([eb('state', '!=', 'sending'), eb('lease_until', '<=', now)])),
      )) === 1,
    forget: (before) => changed(db.deleteFrom('messages').where('finished_at', '<', before)),
  };
}
