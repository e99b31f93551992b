import type { TokenState } from '../../domain/token.ts';
import type { Db } from './schema.ts';

/** A physical token, whatever its slots hold. */
export interface PhysicalToken {
  readonly serial: string;
  readonly model: string;
  readonly firmware: string;
  readonly transport: string;
  readonly state: TokenState;
  /** Whose shelf it is on; nothing when it is with somebody or on its way. */
  readonly office: string | null;
}

/** As many rows as one statement takes on either database. */
const together = 1000;

export interface Tokens {
  readonly find: (serial: string) => Promise<PhysicalToken | undefined>;
  /** When it was last moved, issued or taken back. */
  readonly changedAt: (serial: string) => Promise<string | undefined>;
  readonly all: () => Promise<readonly PhysicalToken[]>;
  /** Those of some tokens that are known, by serial. */
  readonly among: (serials: readonly string[]) => Promise<ReadonlyMap<string, PhysicalToken>>;
  /** Puts many at once where they are from now on. */
  readonly putAll: (tokens: readonly PhysicalToken[], at: string) => Promise<void>;
  readonly put: (token: PhysicalToken, at: string) => Promise<void>;
}

export function tokens(db: Db): Tokens {
  return {
    find: (serial) =>
      db
        .selectFrom('tokens')
        .select(['serial', 'model', 'firmware', 'transport', 'state', 'office'])
        .where('serial', '=', serial)
        .executeTakeFirst(),
    changedAt: async (serial) =>
      (await db.selectFrom('tokens').select('changed_at').where('serial', '=', serial).executeTakeFirst())?.changed_at,
    all: () =>
      db
        .selectFrom('tokens')
        .select(['serial', 'model', 'firmware', 'transport', 'state', 'office'])
        .orderBy('serial')
        .execute(),
    async among(serials) {
      const found = new Map<string, PhysicalToken>();
      for (let from = 0; from < serials.length; from += together) {
        const rows = await db
          .selectFrom('tokens')
          .select(['serial', 'model', 'firmware', 'transport', 'state', 'office'])
          .where('serial', 'in', serials.slice(from, from + together))
          .execute();
        for (const row of rows) found.set(row.serial, row);
      }
      return found;
    },
    async putAll(all, at) {
      for (let from = 0; from < all.length; from += together) {
        await db
          .insertInto('tokens')
          .values(all.slice(from, from + together).map((token) => ({ ...token, changed_at: at })))
          .onConflict((conflict) =>
            conflict.column('serial').doUpdateSet(({ ref }) => ({
              model: ref('excluded.model'),
              firmware: ref('excluded.firmware'),
              transport: ref('excluded.transport'),
              state: ref('excluded.state'),
              office: ref('excluded.office'),
              changed_at: ref('excluded.changed_at'),
            })),
          )
          .execute();
      }
    },
    async put({ serial, ...token }, at) {
      const row = { ...token, changed_at: at };
      await db
        .insertInto('tokens')
        .values({ serial, ...row })
        .onConflict((conflict) => conflict.column('serial').doUpdateSet(row))
        .execute();
    },
  };
}
