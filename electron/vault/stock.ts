import type { Snapshot } from '../../domain/contract/station.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';

/** A token as the server last told where it is; `office` is empty when it lies on no shelf. */
export interface StockedToken {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly state: TokenState;
  readonly office: string;
}

/** Makes what is known of every office's tokens equal to what was pulled; rows that did not change are not written. */
export function replaceStock(vault: Vault, tokens: Snapshot['stock']): void {
  const upsert = vault.db.prepare(
    `INSERT INTO stock (serial, model, state, office) VALUES (?, ?, ?, ?)
     ON CONFLICT (serial) DO UPDATE SET model = excluded.model, state = excluded.state, office = excluded.office
     WHERE (model, state, office) IS NOT (excluded.model, excluded.state, excluded.office)`,
  );
  const kept = new Set<string>();
  for (const { serial, model, state, office } of tokens) {
    upsert.run(serial, model, state, office ?? '');
    kept.add(serial);
  }
  const known = vault.db.prepare<[], { serial: string }>('SELECT serial FROM stock').all();
  const remove = vault.db.prepare('DELETE FROM stock WHERE serial = ?');
  for (const { serial } of known) if (!kept.has(serial)) remove.run(serial);
}

/** Where a token is from now on, by what was done here. */
export function putStock(vault: Vault, { serial, model, state, office }: StockedToken): void {
  vault.db
    .prepare(
      `INSERT INTO stock (serial, model, state, office) VALUES (?, ?, ?, ?)
       ON CONFLICT (serial) DO UPDATE SET model = excluded.model, state = excluded.state, office = excluded.office`,
    )
    .run(serial, model, state, office);
}

export function stockOf(vault: Vault, serial: TokenSerial): StockedToken | undefined {
  return vault.db
    .prepare<[string], StockedToken>('SELECT serial, model, state, office FROM stock WHERE serial = ?')
    .get(serial);
}
