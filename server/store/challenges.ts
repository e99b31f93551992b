import { randomInt } from 'node:crypto';
import { changed } from './changed.ts';
import { like } from './like.ts';
import type { Db } from './schema.ts';

/** What a credential is asked in a transaction. */
export interface NewChallenge {
  readonly credentialId: number;
  readonly endsAt: string;
  /** The counter of the code that is sent, when one is. */
  readonly counter?: number | undefined;
  /** The question that is asked, when there is one. */
  readonly question?: string | undefined;
  /** What is confirmed, in words. */
  readonly data?: string | undefined;
}

/** A challenge that waits for its answer, or whose answer came by another way and waits for the login. */
export interface Challenge {
  readonly transactionId: string;
  readonly credentialId: number;
  readonly begunAt: string;
  readonly endsAt: string;
  readonly counter: number | null;
  readonly question: string | null;
  readonly data: string;
  /** How many answers came. */
  readonly received: number;
  readonly answeredAt: string | null;
}

/** Which challenges are listed. */
interface ChallengeFilter {
  /** May hold `*`. */
  readonly serial?: string | undefined;
  readonly transactionId?: string | undefined;
}

/** Challenges: several credentials share one transaction. */
export interface Challenges {
  /** Opens them; gives the transaction's id, 20 digits as privacyIDEA's. */
  readonly begin: (challenges: readonly NewChallenge[], at: string, transactionId?: string) => Promise<string>;
  /** Those of a transaction that have not ended. */
  readonly open: (transactionId: string, at: string) => Promise<readonly Challenge[]>;
  /** Whether it was still open: of several right answers one ends it. */
  readonly end: (transactionId: string) => Promise<boolean>;
  /** Ends that of one credential: its code could not be sent. */
  readonly endOne: (transactionId: string, credentialId: number) => Promise<void>;
  /** Ends whatever could be answered by a code that was sent and is used up now. */
  readonly endSent: (credentialId: number, upTo: number) => Promise<void>;
  readonly countAnswer: (transactionId: string, credentialId: number) => Promise<void>;
  /** Whether this was the first right answer: it waits for the login now. */
  readonly answer: (transactionId: string, credentialId: number, at: string) => Promise<boolean>;
  /** How many there are, and one page of them, newest first, each with its token's serial. */
  readonly list: (
    filter: ChallengeFilter,
    page: { readonly offset: number; readonly limit: number },
  ) => Promise<{ readonly count: number; readonly rows: readonly (Challenge & { readonly serial: string })[] }>;
}

const columns = [
  'transaction_id as transactionId',
  'credential_id as credentialId',
  'challenges.begun_at as begunAt',
  'ends_at as endsAt',
  'challenges.counter',
  'question',
  'data',
  'received',
  'answered_at as answeredAt',
] as const;

export function challenges(db: Db): Challenges {
  const one = (transactionId: string, credentialId: number) =>
    db.updateTable('challenges').where('transaction_id', '=', transactionId).where('credential_id', '=', credentialId);
  return {
    async begin(all, at, transactionId = newTransactionId()) {
      await db.deleteFrom('challenges').where('ends_at', '<=', at).execute();
      const rows = all.map(({ credentialId, endsAt, counter, question, data }) => ({
        transaction_id: transactionId,
        credential_id: credentialId,
        begun_at: at,
        ends_at: endsAt,
        counter: counter ?? null,
        question: question ?? null,
        data: data ?? '',
      }));
      if (rows.length > 0) await db.insertInto('challenges').values(rows).execute();
      return transactionId;
    },
    open: (transactionId, at) =>
      db
        .selectFrom('challenges')
        .select(columns)
        .where('transaction_id', '=', transactionId)
        .where('ends_at', '>', at)
        .orderBy('credential_id')
        .execute(),
    end: async (transactionId) =>
      (await changed(db.deleteFrom('challenges').where('transaction_id', '=', transactionId))) > 0,
    async endOne(transactionId, credentialId) {
      await db
        .deleteFrom('challenges')
        .where('transaction_id', '=', transactionId)
        .where('credential_id', '=', credentialId)
        .execute();
    },
    async endSent(credentialId, upTo) {
      await db
        .deleteFrom('challenges')
        .where('credential_id', '=', credentialId)
        .where('counter', '<=', upTo)
        .execute();
    },
    async countAnswer(transactionId, credentialId) {
      await one(transactionId, credentialId)
        .set(({ eb }) => ({ received: eb('received', '+', 1) }))
        .execute();
    },
    answer: async (transactionId, credentialId, at) =>
      (await changed(
        one(transactionId, credentialId)
          .set({ answered_at: at })
          .where('answered_at', 'is', null)
          .where('ends_at', '>', at),
      )) === 1,
    async list({ serial, transactionId }, { offset, limit }) {
      let chosen = db
        .selectFrom('challenges')
        .innerJoin('credentials', 'credentials.id', 'credential_id')
        .where('ended_at', 'is', null);
      if (serial !== undefined) chosen = chosen.where(({ ref }) => like(db, ref('serial'), serial));
      if (transactionId !== undefined) chosen = chosen.where('transaction_id', '=', transactionId);
      const { count } = await chosen.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      const rows = await chosen
        .select([...columns, 'serial'])
        .orderBy('challenges.begun_at', 'desc')
        .orderBy('transaction_id')
        .orderBy('credential_id')
        .offset(offset)
        .limit(limit)
        .execute();
      return { count: Number(count), rows };
    },
  };
}

/** A transaction's id, for who has to know it before it begins. */
export function newTransactionId(): string {
  return tenDigits() + tenDigits();
}

function tenDigits(): string {
  return String(randomInt(10_000_000_000)).padStart(10, '0');
}
