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
  const bySerial = db.prepare<[string], PhysicalToken>(
    'SELECT serial, model, firmware, transport, state FROM tokens WHERE serial = ?',
  );
  const put = db.prepare(
    `INSERT INTO tokens (serial, model, firmware, transport, state, changed_at)
     VALUES (@serial, @model, @firmware, @transport, @state, @at)
     ON CONFLICT (serial) DO UPDATE SET model = excluded.model, firmware = excluded.firmware,
       transport = excluded.transport, state = excluded.state, changed_at = excluded.changed_at`,
  );
  return {
    find: (serial) => bySerial.get(serial),
    put: (token, at) => void put.run({ ...token, at }),
  };
}
