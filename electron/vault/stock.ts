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

/** Makes what is known of every office's tokens equal to what was pulled. */
export function replaceStock(vault: Vault, tokens: Snapshot['stock']): void {
  vault.db.exec('DELETE FROM stock');
  const insert = vault.db.prepare('INSERT OR REPLACE INTO stock (serial, model, state, office) VALUES (?, ?, ?, ?)');
  for (const { serial, model, state, office } of tokens) insert.run(serial, model, state, office ?? '');
}

/** Where a token is from now on, by what was done here. */
export function putStock(vault: Vault, { serial, model, state, office }: StockedToken): void {
  vault.db
    .prepare('INSERT OR REPLACE INTO stock (serial, model, state, office) VALUES (?, ?, ?, ?)')
    .run(serial, model, state, office);
}

export function stockOf(vault: Vault, serial: TokenSerial): StockedToken | undefined {
  return vault.db.prepare<[string], StockedToken>('SELECT * FROM stock WHERE serial = ?').get(serial);
}
