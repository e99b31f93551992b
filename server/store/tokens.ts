import type { Updateable } from 'kysely';
import type { TokenState } from '../../domain/token.ts';
import type { Db, Schema } from './schema.ts';

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
  /**
   * Ties credentials that a vendor's file brought, nobody's yet, to the tokens they are named after, one for each slot;
   * which tokens got one. The tokens are there before.
   */
  readonly tie: (names: ReadonlyMap<string, string>) => Promise<ReadonlySet<string>>;
  /** Which of some tokens have a credential that can still be used. */
  readonly programmed: (serials: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Which of some tokens somebody has a credential on, whatever their own state says: it may have been assigned by hand. */
  readonly owned: (serials: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Switches nobody's credentials off while their tokens are on their way. */
  readonly sleep: (serials: readonly string[]) => Promise<void>;
  /** Switches on again what being sent switched off, and nothing that anybody switched off for another reason. */
  readonly wake: (serials: readonly string[]) => Promise<void>;
  /** Revokes nobody's credentials on some tokens. */
  readonly revoke: (serials: readonly string[]) => Promise<void>;
  /** Puts many at once where they are from now on. */
  readonly putAll: (tokens: readonly PhysicalToken[], at: string) => Promise<void>;
  readonly put: (token: PhysicalToken, at: string) => Promise<void>;
}

export function tokens(db: Db): Tokens {
  async function onTokens(
    serials: readonly string[],
    change: Updateable<Schema['credentials']>,
    only?: 'active' | 'asleep',
  ): Promise<void> {
    for (let from = 0; from < serials.length; from += together) {
      await db
        .updateTable('credentials')
        .set(change)
        .where('token_serial', 'in', serials.slice(from, from + together))
        .where('owner_id', 'is', null)
        .where('revoked', '=', 0)
        .where('ended_at', 'is', null)
        .$if(only !== undefined, (query) => query.where(only ?? 'active', '=', 1))
        .execute();
    }
  }
  async function withLiving(serials: readonly string[], isOwned: boolean): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (let from = 0; from < serials.length; from += together) {
      const living = db
        .selectFrom('credentials')
        .select('token_serial')
        .where('token_serial', 'in', serials.slice(from, from + together))
        .where('revoked', '=', 0)
        .where('ended_at', 'is', null);
      const rows = await (isOwned ? living.where('owner_id', 'is not', null) : living).execute();
      for (const { token_serial } of rows) if (token_serial !== null) found.add(token_serial);
    }
    return found;
  }
  async function usedSlots(serials: readonly string[]): Promise<Set<string>> {
    const used = new Set<string>();
    for (let from = 0; from < serials.length; from += together) {
      const rows = await db
        .selectFrom('credentials')
        .select(['token_serial', 'slot'])
        .where('token_serial', 'in', serials.slice(from, from + together))
        .where('ended_at', 'is', null)
        .execute();
      for (const { token_serial, slot } of rows) used.add(`${token_serial} ${slot}`);
    }
    return used;
  }
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
    async tie(names) {
      const all = [...names.keys()];
      const taken = await usedSlots([...new Set(names.values())]);
      const tied = new Set<string>();
      for (let from = 0; from < all.length; from += together) {
        const rows = await db
          .selectFrom('credentials')
          .select(['id', 'serial'])
          .where('serial', 'in', all.slice(from, from + together))
          .where('token_serial', 'is', null)
          .where('owner_id', 'is', null)
          .where('ended_at', 'is', null)
          .orderBy('serial', 'desc')
          .execute();
        for (const { id, serial } of rows) {
          const token = names.get(serial) ?? '';
          const slot = serial.endsWith('_2') ? 2 : 1;
          if (taken.has(`${token} ${slot}`)) continue;
          await db.updateTable('credentials').set({ token_serial: token, slot }).where('id', '=', id).execute();
          taken.add(`${token} ${slot}`);
          tied.add(token);
        }
      }
      return tied;
    },
    owned: (serials) => withLiving(serials, true),
    programmed: (serials) => withLiving(serials, false),
    sleep: (serials) => onTokens(serials, { active: 0, asleep: 1 }, 'active'),
    wake: (serials) => onTokens(serials, { active: 1, asleep: 0 }, 'asleep'),
    revoke: (serials) => onTokens(serials, { active: 0, asleep: 0, revoked: 1, locked: 1 }),
    async putAll(tokens, at) {
      const all = [...new Map(tokens.map((token) => [token.serial, token])).values()];
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
