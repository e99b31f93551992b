import { sql } from 'kysely';
import { batched } from './batched.ts';
import { type Credential, type Credentials, credentialColumns, type Uses } from './credentials.ts';
import { prepared } from './prepared.ts';
import type { Db } from './schema.ts';

/** What checks that share a transaction of PostgreSQL ask of the credentials, each kind of question in one statement. */
export function credentialsTogether(db: Db): Pick<Credentials, 'bySerial' | 'byOwner' | 'accept'> {
  const living = () => db.selectFrom('credentials').select(credentialColumns).where('ended_at', 'is', null);
  const ofSerials = prepared<{ serials: readonly string[] }, Credential>(db, (given) =>
    living().where('serial', '=', sql<string>`ANY(${given('serials')}::text[])`),
  );
  const ofOwners = prepared<{ ownerIds: readonly number[] }, Credential>(db, (given) =>
    living()
      .where('owner_id', '=', sql<number>`ANY(${given('ownerIds')}::bigint[])`)
      .orderBy('type')
      .orderBy('id'),
  );
  const move = prepared<Columns, { id: number }>(db, (given) =>
    sql<{ id: number }>`UPDATE credentials SET counter = moved.next, failcount = 0, time_shift = moved.shift,
        last_used_at = moved.moved_at, tries = tries + moved.tried, successes = successes + moved.accepted
      FROM unnest(${given('id')}::bigint[], ${given('counter')}::bigint[], ${given('active')}::bigint[],
        ${given('ownerId')}::bigint[], ${given('pinHash')}::text[], ${given('next')}::bigint[],
        ${given('timeShift')}::bigint[], ${given('at')}::text[], ${given('tries')}::bigint[], ${given('successes')}::bigint[])
        AS moved(moved_id, was, was_active, was_owner, was_pin, next, shift, moved_at, tried, accepted)
      WHERE id = ANY(${given('id')}::bigint[]) AND id = moved_id AND counter = was AND ended_at IS NULL AND revoked = 0 AND locked = 0 AND failcount < maxfail
        AND active = was_active AND owner_id IS NOT DISTINCT FROM was_owner AND pin_hash IS NOT DISTINCT FROM was_pin
      RETURNING id`.compile(db),
  );

  /** Several codes of one credential are taken one after the other: the counter is where the first one found it. */
  async function takeAll(asked: readonly Acceptance[]): Promise<readonly boolean[]> {
    const first = new Map(asked.toReversed().map((one) => [one.id, one]));
    const all = [...first.values()].sort((one, other) => one.id - other.id);
    const { rows } = await move(columnsOf(all));
    const done = new Set(rows.map(({ id }) => id));
    const later = asked.filter((one) => first.get(one.id) !== one);
    const taken = later.length === 0 ? [] : await takeAll(later);
    return asked.map((one) => (first.get(one.id) === one ? done.has(one.id) : taken[later.indexOf(one)] === true));
  }
  const accept = batched(takeAll);

  return {
    bySerial: batched(async (serials: readonly string[]) => {
      const { rows } = await ofSerials({ serials });
      const found = new Map(rows.map((row) => [row.serial, row]));
      return serials.map((serial) => found.get(serial));
    }),
    byOwner: batched(async (ownerIds: readonly number[]) => {
      const { rows } = await ofOwners({ ownerIds });
      const found = new Map<number | null, Credential[]>(ownerIds.map((ownerId) => [ownerId, []]));
      for (const row of rows) found.get(row.ownerId)?.push(row);
      return ownerIds.map((ownerId) => found.get(ownerId) ?? []);
    }),
    accept: ({ id, counter, active, ownerId, pinHash }, next, timeShift, at, count) =>
      accept({ id, counter, active, ownerId, pinHash, next, timeShift, at, ...count }),
  };
}

/** A code that was right, and the credential as it was when that was decided. */
interface Acceptance extends Pick<Credential, 'id' | 'counter' | 'active' | 'ownerId' | 'pinHash'>, Uses {
  readonly next: number;
  readonly timeShift: number;
  readonly at: string;
}

type Columns = Readonly<Record<keyof Acceptance, readonly unknown[]>>;

function columnsOf(all: readonly Acceptance[]): Columns {
  const column = (name: keyof Acceptance) => all.map((one) => one[name]);
  return {
    id: column('id'),
    counter: column('counter'),
    active: column('active'),
    ownerId: column('ownerId'),
    pinHash: column('pinHash'),
    next: column('next'),
    timeShift: column('timeShift'),
    at: column('at'),
    tries: column('tries'),
    successes: column('successes'),
  };
}
