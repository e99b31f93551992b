import { setImmediate } from 'node:timers/promises';
import { type SqlBool, sql } from 'kysely';
import type { TokenState } from '../../domain/token.ts';
import type { GateStanding } from '../../domain/trust/lockout.ts';
import { countSetAside } from './content-revision.ts';
import { isPostgres } from './dialect.ts';
import { letsNobodyIn } from './lets-nobody-in.ts';
import { plannedAnew } from './planned-anew.ts';
import type { Db } from './schema.ts';

/** A list that stations are told in parts. */
export type ToldList = 'people' | 'tokens' | 'stock' | 'queue' | 'shipments';

export interface ToldPerson extends GateStanding {
  readonly id: number;
  readonly realm: string;
  readonly username: string;
  readonly userId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  readonly office: string;
  /** Some account of the person is in the queue for a token. */
  readonly queued: boolean;
  /** The person is known by an earlier account, too, and counted there. */
  readonly again: boolean;
}

interface ToldCredential {
  readonly serial: string;
  readonly tokenSerial: string | null;
  readonly type: string;
  readonly active: number;
  readonly revoked: number;
  readonly ownerRealm: string | null;
  readonly ownerUsername: string | null;
}

interface ToldToken {
  readonly serial: string;
  readonly model: string;
  readonly state: TokenState;
  readonly office: string | null;
}

interface ToldQueued {
  readonly place: number;
  readonly realm: string;
  readonly username: string;
  readonly office: string;
  readonly since: string;
}

/** A part, `*` for all of a list, and when it changed last. */
export interface Standing {
  readonly list: string;
  readonly part: string;
  readonly revision: number;
}

/** What stations are told, read a part at a time (migration 0350). */
export interface ToldRows {
  /** Every part that ever changed with the revision of then, which never comes again (migration 0410). */
  readonly standings: () => Promise<readonly Standing[]>;
  /** The parts of a list that there may be. */
  readonly parts: (list: ToldList) => Promise<readonly string[]>;
  /** People with what they have at a time, through whichever account. */
  readonly people: (part: string, at: Date) => Promise<readonly ToldPerson[]>;
  readonly person: (id: number, at: Date) => Promise<ToldPerson | undefined>;
  /** The parts of people in which a credential became valid, or ceased to be, between two times. */
  readonly lapsed: (one: Date, other: Date) => Promise<readonly string[]>;
  readonly credentials: (part: string) => Promise<readonly ToldCredential[]>;
  readonly tokens: (part: string) => Promise<readonly ToldToken[]>;
  readonly queue: (part: string) => Promise<readonly ToldQueued[]>;
}

const together = 1000;

/** The highest id in a part of people. */
export function lastIn(part: number): number {
  return (part + 1) * together - 1;
}

/** As many as are read in one go: what is read of a file of SQLite holds everybody else up. */
const atOnce = 200;
/** Not `IS NULL`: PostgreSQL without statistics would read an index of everybody who is there, for a few of them. */
const isHere = sql<SqlBool>`coalesce(p.gone_at, '') = ''`;
/** An account of the same person. */
const isTheirs = sql<SqlBool>`a.resolver = p.resolver AND a.user_id = p.user_id AND coalesce(a.gone_at, '') = ''`;
const holdings = ['nothing', 'revoked', 'token'] as const;

interface PersonRow extends Omit<ToldPerson, 'memberOf' | 'has' | 'queued' | 'again'> {
  /** Which of the holdings. */
  readonly holds: number;
  readonly queued: number;
  readonly again: number;
}

export function toldRows(db: Db): ToldRows {
  const ending = isPostgres(db) ? sql`right(serial, 2)` : sql`substr(serial, -2)`;
  const thousands = async (highest: number | null | undefined) =>
    highest === null || highest === undefined
      ? []
      : Array.from({ length: Math.floor(highest / together) + 1 }, (_, part) => String(part));
  const highest = async (table: 'people' | 'credentials') =>
    (
      await db
        .selectFrom(table)
        .select(({ fn }) => fn.max('id').as('highest'))
        .executeTakeFirst()
    )?.highest;
  /** A part, some ids at a time. */
  async function inRanges<T>(part: string, read: (from: number, to: number) => Promise<readonly T[]>): Promise<T[]> {
    const found: T[] = [];
    const first = Number(part) * together;
    for (let from = first; from < first + together; from += atOnce) {
      if (from > first) await setImmediate();
      found.push(...(await read(from, from + atOnce - 1)));
    }
    return found;
  }

  return {
    async standings() {
      await countSetAside(db);
      return db.selectFrom('content_parts').select(['list', 'part', 'revision']).execute();
    },
    async parts(list) {
      switch (list) {
        case 'people':
          return thousands(await highest('people'));
        case 'tokens':
          return thousands(await highest('credentials'));
        case 'stock': {
          const { rows } = await sql<{ part: string }>`SELECT DISTINCT ${ending} AS part FROM tokens`.execute(db);
          return rows.map(({ part }) => part);
        }
        case 'queue': {
          const { rows } = await sql<{ part: number }>`
            SELECT DISTINCT place / ${sql.lit(together)} AS part FROM issuance_queue`.execute(db);
          return rows.map(({ part }) => String(part));
        }
        case 'shipments':
          return (await db.selectFrom('shipments').select('id').execute()).map(({ id }) => id);
      }
    },
    people: (part, at) => inRanges(part, (from, to) => people(from, to, at)),
    person: async (id, at) => (await people(id, id, at))[0],
    async lapsed(...times) {
      const [from, to] = times.map((time) => time.toISOString()).sort();
      const { rows } = await sql<{ part: string }>`
        SELECT DISTINCT CAST(account.id / ${sql.lit(together)} AS TEXT) AS part
        FROM (SELECT owner_id FROM credentials
            WHERE ended_at IS NULL AND valid_from IS NOT NULL AND valid_from BETWEEN ${from} AND ${to}
          UNION SELECT owner_id FROM credentials
            WHERE ended_at IS NULL AND valid_until IS NOT NULL AND valid_until BETWEEN ${from} AND ${to}) AS moved
        JOIN people AS named ON named.id = owner_id
        JOIN people AS account ON account.resolver = named.resolver AND account.user_id = named.user_id`.execute(db);
      return rows.map(({ part }) => part);
    },
    credentials: (part) => inRanges(part, credentials),
    async tokens(part) {
      const found: ToldToken[] = [];
      for (;;) {
        const { rows } = await sql<ToldToken>`
          SELECT serial, model, state, office FROM tokens
          WHERE ${ending} = ${part} AND serial > ${found.at(-1)?.serial ?? ''}
          ORDER BY serial LIMIT ${sql.lit(atOnce)}`.execute(db);
        found.push(...rows);
        if (rows.length < atOnce) return found;
        await setImmediate();
      }
    },
    queue: (part) => inRanges(part, queue),
  };

  async function people(from: number, to: number, at: Date): Promise<readonly ToldPerson[]> {
    const { rows } = await sql<PersonRow>`${plannedAnew}
        SELECT p.id AS id, realm, username, user_id AS "userId", given_name AS "givenName", surname, email, office,
          coalesce((SELECT max(CASE WHEN ${letsNobodyIn(at.toISOString())} THEN 1 ELSE 2 END)
            FROM people a JOIN credentials c ON c.owner_id = a.id AND c.ended_at IS NULL WHERE ${isTheirs}), 0) AS holds,
          CASE WHEN EXISTS (SELECT 1 FROM people a JOIN issuance_queue q ON q.person_id = a.id
            WHERE ${isTheirs}) THEN 1 ELSE 0 END AS queued,
          CASE WHEN EXISTS (SELECT 1 FROM people a WHERE ${isTheirs} AND a.id < p.id) THEN 1 ELSE 0 END AS again
        FROM people p WHERE p.id BETWEEN ${from} AND ${to} AND ${isHere} ORDER BY p.id`.execute(db);
    const members = await sql<{ id: number; group: string }>`${plannedAnew}
        SELECT DISTINCT p.id AS id, group_id AS "group"
        FROM people p JOIN people a ON ${isTheirs} JOIN group_members m ON m.person_id = a.id
        WHERE p.id BETWEEN ${from} AND ${to} AND ${isHere} ORDER BY 1, 2`.execute(db);
    const groups = new Map<number, string[]>();
    for (const { id, group } of members.rows) {
      const known = groups.get(id);
      if (known === undefined) groups.set(id, [group]);
      else known.push(group);
    }
    return rows.map(({ holds, queued, again, ...person }) => ({
      ...person,
      memberOf: groups.get(person.id) ?? [],
      has: holdings[holds] ?? 'nothing',
      queued: queued === 1,
      again: again === 1,
    }));
  }

  function credentials(from: number, to: number): Promise<readonly ToldCredential[]> {
    return db
      .selectFrom('credentials')
      .modifyFront(plannedAnew)
      .leftJoin('people as p', (join) => join.onRef('p.id', '=', 'owner_id').on(isHere))
      .select([
        'serial',
        'token_serial as tokenSerial',
        'type',
        'active',
        'revoked',
        'p.realm as ownerRealm',
        'p.username as ownerUsername',
      ])
      .where('credentials.id', '>=', from)
      .where('credentials.id', '<=', to)
      .where('ended_at', 'is', null)
      .orderBy('credentials.id')
      .execute();
  }

  function queue(from: number, to: number): Promise<readonly ToldQueued[]> {
    return db
      .selectFrom('issuance_queue')
      .modifyFront(plannedAnew)
      .innerJoin('people as p', 'p.id', 'person_id')
      .select(['place', 'realm', 'username', 'office', 'queued_at as since'])
      .where(isHere)
      .where('place', '>=', from)
      .where('place', '<=', to)
      .orderBy('place')
      .execute();
  }
}
