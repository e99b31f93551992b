import { randomUUID } from 'node:crypto';
import { type Expression, sql } from 'kysely';
import { changed } from './changed.ts';
import { type NewCredential, newCredential } from './credentials.ts';
import { isPostgres } from './dialect.ts';
import type { Db, Schema } from './schema.ts';
import type { Store } from './store.ts';

/** A key of a file as it waits for the one transaction that takes all of them. The seed is sealed already. */
export type StagedKey = { readonly suite: string | null } & Pick<
  NewCredential,
  | 'serial'
  | 'type'
  | 'seed'
  | 'otpLength'
  | 'hash'
  | 'counter'
  | 'timeStep'
  | 'timeShift'
  | 'publicId'
  | 'description'
  | 'ownerId'
>;

/** The keys of one import, beside those of others. */
export interface StagedImport {
  /** Adds keys as `stagedLine` writes them; gives which of them have a serial that is there already. */
  readonly add: (lines: readonly string[]) => Promise<readonly number[]>;
  readonly countByType: (transaction: Store) => Promise<Readonly<Record<string, number>>>;
  /** Serials that a credential has already: the first ones, and how many. */
  readonly taken: (
    transaction: Store,
    limit: number,
  ) => Promise<{ readonly count: number; readonly serials: readonly string[] }>;
  /** Makes credentials of all of them, in these realms. Inside a transaction. */
  readonly take: (transaction: Store, realms: readonly string[], at: string) => Promise<number>;
  readonly drop: () => Promise<void>;
}

/** Whoever began one so long ago has died. */
const abandonedAfterMs = 86_400_000;

export function stageImport(store: Store): StagedImport {
  const id = randomUUID();
  const begunAt = new Date();
  const staged = (db: Db) => db.selectFrom('staged_keys').where('import', '=', id);
  const inUse = (db: Db) =>
    staged(db).innerJoin('credentials', (join) =>
      join.onRef('credentials.serial', '=', 'staged_keys.serial').on('ended_at', 'is', null),
    );

  /** One statement whatever their number: the keys come as JSON, whose form both databases read. */
  async function insert({ db }: Store, lines: readonly string[]): Promise<readonly number[]> {
    const rows = `[${lines.join(',')}]`;
    const postgres = isPostgres(db);
    const each = postgres ? sql`json_array_elements(${rows}::json) AS lines (value)` : sql`json_each(${rows})`;
    const part = (place: number, type: 'TEXT' | 'BIGINT') => sql`CAST(value ->> ${sql.lit(place)} AS ${sql.raw(type)})`;
    const values = names.map((name, place) => part(place, numbers.has(name) ? 'BIGINT' : 'TEXT'));
    const seed = postgres
      ? sql`decode(${part(names.length, 'TEXT')}, 'hex')`
      : sql`unhex(${part(names.length, 'TEXT')})`;
    const { rows: inserted } = await sql<{ serial: string }>`
      INSERT INTO staged_keys (import, begun_at, ${sql.join(names.map((name) => sql.ref(name)))}, seed)
      SELECT ${id}, ${begunAt.toISOString()}, ${sql.join([...values, seed])} FROM ${each} WHERE true
      ON CONFLICT (import, serial) DO NOTHING RETURNING serial`.execute(db);
    if (inserted.length === lines.length) return [];
    const kept = new Set(inserted.map(({ serial }) => serial));
    return lines.flatMap((line, at) => (kept.delete(serialOf(line)) ? [] : [at]));
  }

  return {
    async add(lines) {
      if (lines.length === 0) return [];
      return store.commits.alone(async (transaction) => {
        const before = new Date(begunAt.getTime() - abandonedAfterMs).toISOString();
        await transaction.db.deleteFrom('staged_keys').where('begun_at', '<', before).execute();
        return insert(transaction, lines);
      });
    },
    async countByType({ db }) {
      const rows = await staged(db)
        .select(({ fn }) => ['type', fn.countAll<number>().as('count')])
        .groupBy('type')
        .orderBy('type')
        .execute();
      return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
    },
    async taken({ db }, limit) {
      const taken = inUse(db);
      const { count } = await taken.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      const rows = await taken.select('staged_keys.serial').orderBy('staged_keys.serial').limit(limit).execute();
      return { count, serials: rows.map(({ serial }) => serial) };
    },
    async take({ db }, realms, at) {
      const { active, revoked, locked, failcount, maxfail, countWindow, syncWindow, timeWindow } = newCredential;
      const taken = await changed(
        db
          .insertInto('credentials')
          .columns(credentialNames)
          .expression(
            staged(db)
              .select([
                'serial',
                'type',
                'owner_id',
                'counter',
                'otp_length',
                'hash',
                'time_step',
                'time_shift',
                'public_id',
                'seed',
                'description',
                sql.lit(active).as('active'),
                sql.lit(revoked).as('revoked'),
                sql.lit(locked).as('locked'),
                sql.lit(failcount).as('failcount'),
                sql.lit(maxfail).as('maxfail'),
                sql.lit(countWindow).as('count_window'),
                sql.lit(syncWindow).as('sync_window'),
                sql.lit(timeWindow).as('time_window'),
                sql.lit('').as('rollout_state'),
                sql<string>`CAST(${at} AS TEXT)`.as('begun_at'),
                sql<string>`CASE WHEN owner_id IS NOT NULL THEN CAST(${at} AS TEXT) END`.as('assigned_at'),
                sql.lit(0).as('tries'),
                sql.lit(0).as('successes'),
              ])
              .orderBy('serial'),
          )
          .onConflict((conflict) => conflict.column('serial').where('ended_at', 'is', null).doNothing()),
      );
      const suites = inUse(db)
        .where('suite', 'is not', null)
        .select(['credentials.id', sql.lit('ocrasuite').as('name'), sql<string>`suite`.as('value')]);
      await db.insertInto('credential_info').columns(['credential_id', 'name', 'value']).expression(suites).execute();
      for (const realm of realms) {
        await join(db, inUse(db).select(['credentials.id', sql<string>`CAST(${realm} AS TEXT)`.as('realm')]));
      }
      const owned = inUse(db).innerJoin('people', 'people.id', 'staged_keys.owner_id');
      await join(db, owned.select(['credentials.id', 'people.realm']));
      return taken;
    },
    async drop() {
      await store.db.deleteFrom('staged_keys').where('import', '=', id).execute();
    },
  };
}

const credentialNames = [
  'serial',
  'type',
  'owner_id',
  'counter',
  'otp_length',
  'hash',
  'time_step',
  'time_shift',
  'public_id',
  'seed',
  'description',
  'active',
  'revoked',
  'locked',
  'failcount',
  'maxfail',
  'count_window',
  'sync_window',
  'time_window',
  'rollout_state',
  'begun_at',
  'assigned_at',
  'tries',
  'successes',
] as const;

async function join(db: Db, rows: Expression<{ id: number; realm: string }>): Promise<void> {
  await db
    .insertInto('credential_realms')
    .columns(['credential_id', 'realm'])
    .expression(rows)
    .onConflict((conflict) => conflict.columns(['credential_id', 'realm']).doNothing())
    .execute();
}

/**
 * A key as it waits for the others of its statement: one text, which holds nothing of the file it came from. What waits
 * is taken for old by the collector of garbage, so that it has to be small.
 */
export function stagedLine(key: StagedKey): string {
  return JSON.stringify([...Object.values(textsOf(key)), Buffer.from(key.seed).toString('hex')]);
}

function serialOf(line: string): string {
  return JSON.parse(line)[names.indexOf('serial')];
}

/** What of a key is text or a number, in the order of its columns. */
function textsOf(key: StagedKey) {
  return {
    serial: key.serial,
    type: key.type,
    otp_length: key.otpLength,
    hash: key.hash,
    counter: key.counter,
    time_step: key.timeStep,
    time_shift: key.timeShift,
    public_id: key.publicId,
    description: key.description,
    owner_id: key.ownerId,
    suite: key.suite,
  } satisfies Partial<Schema['staged_keys']>;
}

const names = [
  ...([
    'serial',
    'type',
    'otp_length',
    'hash',
    'counter',
    'time_step',
    'time_shift',
    'public_id',
    'description',
  ] as const),
  'owner_id',
  'suite',
] as const satisfies readonly (keyof ReturnType<typeof textsOf>)[];

const numbers: ReadonlySet<string> = new Set(['otp_length', 'counter', 'time_step', 'time_shift', 'owner_id']);
