import type { Snapshot } from '../../domain/contract/station.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import { forgetToken } from './desk-controllers.ts';

/** A credential as the server knew it when it was pulled. */
export interface ServerToken {
  readonly serial: string;
  readonly token: string;
  readonly type: string;
  readonly active: boolean;
  readonly revoked: boolean;
  readonly owner: { readonly realm: string; readonly username: string } | undefined;
}

interface Row {
  serial: string;
  token: string;
  type: string;
  active: number;
  revoked: number;
  owner_realm: string;
  owner_username: string;
}

/** Makes the credentials known here equal to what was pulled; rows that did not change are not written. */
export function replaceServerTokens(vault: Vault, tokens: Snapshot['tokens']): void {
  const upsert = vault.db.prepare(
    `INSERT INTO server_tokens (serial, token, type, active, revoked, owner_realm, owner_username)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (serial) DO UPDATE SET token = excluded.token, type = excluded.type, active = excluded.active,
       revoked = excluded.revoked, owner_realm = excluded.owner_realm, owner_username = excluded.owner_username
     WHERE (token, type, active, revoked, owner_realm, owner_username) IS NOT (excluded.token, excluded.type,
       excluded.active, excluded.revoked, excluded.owner_realm, excluded.owner_username)`,
  );
  const kept = new Set<string>();
  for (const token of tokens) {
    upsert.run(
      token.serial,
      token.tokenSerial,
      token.type,
      token.active ? 1 : 0,
      token.revoked ? 1 : 0,
      token.owner?.realm ?? '',
      token.owner?.username ?? '',
    );
    kept.add(token.serial);
  }
  const known = vault.db.prepare<[], { serial: string }>('SELECT serial FROM server_tokens').all();
  const remove = vault.db.prepare('DELETE FROM server_tokens WHERE serial = ?');
  for (const { serial } of known) if (!kept.has(serial)) remove.run(serial);
}

/** A credential that was brought here in a file: nobody's, and on no token yet. What the server told of one stays. */
export function bringCredential(vault: Vault, serial: string, type: string): void {
  vault.db
    .prepare(
      `INSERT OR IGNORE INTO server_tokens (serial, token, type, active, revoked, owner_realm, owner_username)
       VALUES (?, '', ?, 1, 0, '', '')`,
    )
    .run(serial, type);
}

export function knowsCredential(vault: Vault, serial: string): boolean {
  return vault.db.prepare<[string], unknown>('SELECT 1 FROM server_tokens WHERE serial = ?').get(serial) !== undefined;
}

/** The credentials on one physical token. */
export function credentialsOn(vault: Vault, token: TokenSerial): readonly ServerToken[] {
  return vault.db
    .prepare<[string], Row>('SELECT * FROM server_tokens WHERE token = ? ORDER BY serial')
    .all(token)
    .map(fromRow);
}

/** What was done with a token here counts at once for what the server was last heard to say of it. */
export function endServerTokens(vault: Vault, token: TokenSerial, how: 'ended' | 'revoked'): void {
  forgetToken(vault, token);
  vault.db
    .prepare(
      how === 'ended'
        ? 'DELETE FROM server_tokens WHERE token = ?'
        : 'UPDATE server_tokens SET active = 0, revoked = 1 WHERE token = ?',
    )
    .run(token);
}

/** Every credential of a person, revoked ones too: limits count them all. */
export function heldBy(vault: Vault, realm: string, username: string): readonly ServerToken[] {
  return vault.db
    .prepare<[string, string], Row>(
      'SELECT * FROM server_tokens WHERE owner_realm = ? AND owner_username = ? ORDER BY serial',
    )
    .all(realm, username)
    .map(fromRow);
}

export function credentialsOf(vault: Vault, realm: string, username: string): readonly ServerToken[] {
  return vault.db
    .prepare<[string, string], Row>(
      'SELECT * FROM server_tokens WHERE owner_realm = ? AND owner_username = ? AND revoked = 0 ORDER BY serial',
    )
    .all(realm, username)
    .map(fromRow);
}

function fromRow(row: Row): ServerToken {
  return {
    serial: row.serial,
    token: row.token,
    type: row.type,
    active: row.active === 1,
    revoked: row.revoked === 1,
    owner: row.owner_username === '' ? undefined : { realm: row.owner_realm, username: row.owner_username },
  };
}
