import type { SlotNumber, TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';

/** A physical token as this desk left it. */
export interface DeskToken {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly firmware: string;
  readonly transport: string;
  readonly practice: boolean;
  readonly state: TokenState;
  readonly holder: { readonly realm: string; readonly username: string; readonly name: string } | undefined;
  readonly slot: SlotNumber;
  readonly credential: string;
  readonly updatedAt: string;
}

interface Row {
  serial: string;
  model: string;
  firmware: string;
  transport: string;
  practice: number;
  state: string;
  holder_realm: string;
  holder_username: string;
  holder_name: string;
  slot: number;
  credential: string;
  updated_at: string;
}

export function saveToken(vault: Vault, token: DeskToken): void {
  vault.db
    .prepare(
      `INSERT INTO tokens (serial, model, firmware, transport, practice, state, holder_realm, holder_username,
         holder_name, slot, credential, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (serial) DO UPDATE SET model = excluded.model, firmware = excluded.firmware,
         transport = excluded.transport, practice = excluded.practice, state = excluded.state,
         holder_realm = excluded.holder_realm, holder_username = excluded.holder_username,
         holder_name = excluded.holder_name, slot = excluded.slot, credential = excluded.credential,
         updated_at = excluded.updated_at`,
    )
    .run(
      token.serial,
      token.model,
      token.firmware,
      token.transport,
      token.practice ? 1 : 0,
      token.state,
      token.holder?.realm ?? '',
      token.holder?.username ?? '',
      token.holder?.name ?? '',
      token.slot,
      token.credential,
      token.updatedAt,
    );
}

export function readToken(vault: Vault, serial: TokenSerial): DeskToken | undefined {
  const row = vault.db.prepare<[string], Row>('SELECT * FROM tokens WHERE serial = ?').get(serial);
  return row === undefined ? undefined : fromRow(row);
}

/** The tokens a person was given at this desk. */
export function tokensOfHolder(vault: Vault, realm: string, username: string): readonly DeskToken[] {
  return vault.db
    .prepare<[string, string], Row>(
      `SELECT * FROM tokens WHERE holder_realm = ? AND holder_username = ? AND state = 'issued' AND practice = 0`,
    )
    .all(realm, username)
    .map(fromRow);
}

export function countTokens(vault: Vault, state: TokenState): number {
  const row = vault.db
    .prepare<[string], { count: number }>('SELECT count(*) AS count FROM tokens WHERE state = ? AND practice = 0')
    .get(state);
  return row?.count ?? 0;
}

/** What the server says of a token this desk issued counts once the server has the record. */
export function settleToken(vault: Vault, serial: TokenSerial, state: TokenState, at: string): void {
  vault.db.prepare('UPDATE tokens SET state = ?, updated_at = ? WHERE serial = ?').run(state, at, serial);
}

/** Whose a token is, when the server says another than this desk did. */
export function settleHolder(vault: Vault, serial: TokenSerial, holder: DeskToken['holder']): void {
  vault.db
    .prepare('UPDATE tokens SET holder_realm = ?, holder_username = ?, holder_name = ? WHERE serial = ?')
    .run(holder?.realm ?? '', holder?.username ?? '', holder?.name ?? '', serial);
}

function fromRow(row: Row): DeskToken {
  return {
    serial: row.serial as TokenSerial,
    model: row.model,
    firmware: row.firmware,
    transport: row.transport,
    practice: row.practice === 1,
    state: row.state as TokenState,
    holder:
      row.holder_username === ''
        ? undefined
        : { realm: row.holder_realm, username: row.holder_username, name: row.holder_name },
    slot: row.slot as SlotNumber,
    credential: row.credential,
    updatedAt: row.updated_at,
  };
}
