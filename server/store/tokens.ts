import type { TokenState } from '../../domain/token.ts';
import type { Db } from './schema.ts';

/** A physical token, whatever its slots hold. */
interface PhysicalToken {
  readonly serial: string;
  readonly model: string;
  readonly firmware: string;
  readonly transport: string;
  readonly state: TokenState;
}

export interface Tokens {
  readonly find: (serial: string) => Promise<PhysicalToken | undefined>;
  readonly put: (token: PhysicalToken, at: string) => Promise<void>;
}

export function tokens(db: Db): Tokens {
  return {
    find: (serial) =>
      db
        .selectFrom('tokens')
        .select(['serial', 'model', 'firmware', 'transport', 'state'])
        .where('serial', '=', serial)
        .executeTakeFirst(),
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
