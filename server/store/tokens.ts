import type { TokenState } from '../../domain/token.ts';
import type { Db } from './schema.ts';

/** A physical token, whatever its slots hold. */
interface PhysicalToken {
  readonly serial: string;
  readonly model: string;
  readonly firmware: string;
  readonly transport: string;
  readonly state: TokenState;
  /** Whose shelf it is on; nothing when it is with somebody or on its way. */
  readonly office: string | null;
}

export interface Tokens {
  readonly find: (serial: string) => Promise<PhysicalToken | undefined>;
  readonly all: () => Promise<readonly PhysicalToken[]>;
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
    all: () =>
      db
        .selectFrom('tokens')
        .select(['serial', 'model', 'firmware', 'transport', 'state', 'office'])
        .orderBy('serial')
        .execute(),
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
