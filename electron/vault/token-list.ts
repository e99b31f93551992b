import type { Vault } from './database.ts';
import { fold } from './folding.ts';

/** A credential on a token, as this desk or the server knows it. */
export interface ListedToken {
  readonly serial: string;
  readonly model: string;
  readonly state: string;
  readonly holderName: string;
  readonly slot: number;
  readonly credential: string;
  readonly updatedAt: string;
  readonly practice: boolean;
  readonly source: 'this desk' | 'server';
}

/** This desk's tokens, and the server's that this desk does not know better. */
const everything = `
  SELECT t.serial AS serial, t.model AS model, t.state AS state, t.holder_name AS holderName, t.slot AS slot,
    t.credential AS credential, t.updated_at AS updatedAt, t.practice AS practice, 'this desk' AS source,
    CASE WHEN t.practice = 1 THEN '' ELSE coalesce(h.office, '') END AS office
  FROM tokens t
  LEFT JOIN holders h ON h.realm = t.holder_realm AND h.username = t.holder_username
  UNION ALL
  SELECT s.token, '',
    CASE WHEN s.revoked = 1 THEN 'revoked' WHEN s.owner_username = '' THEN 'in stock'
      WHEN s.active = 1 THEN 'issued' ELSE 'suspended' END,
    coalesce(trim(h.given_name || ' ' || h.surname), s.owner_username),
    CASE substr(s.serial, -2) WHEN '_1' THEN 1 WHEN '_2' THEN 2 ELSE 0 END,
    s.serial, '', 0, 'server', coalesce(h.office, '')
  FROM server_tokens s
  LEFT JOIN holders h ON h.realm = s.owner_realm AND h.username = s.owner_username
  WHERE NOT EXISTS (SELECT 1 FROM tokens t WHERE t.credential = s.serial AND t.practice = 0)`;

/**
 * Tokens by serial, a page at a time; `after` is the last row's serial and credential. What people of the `hidden` offices
 * have is left out.
 */
export function listTokens(
  vault: Vault,
  query: string,
  limit: number,
  after: readonly [serial: string, credential: string] | undefined,
  hidden: readonly string[] = [],
): { readonly rows: readonly ListedToken[]; readonly total: number } {
  const wanted = fold(query.trim());
  const matches = `(@wanted = '' OR instr(serial, @wanted) > 0 OR instr(folded(credential), @wanted) > 0
    OR instr(folded(holderName), @wanted) > 0 OR instr(state, @wanted) > 0)
    AND office NOT IN (SELECT value FROM json_each(@offices))`;
  const offices = JSON.stringify(hidden);
  const [serial, credential] = after ?? ['', ''];
  const rows = vault.db
    .prepare<unknown[], Omit<ListedToken, 'practice'> & { practice: number }>(
      `SELECT serial, model, state, holderName, slot, credential, updatedAt, practice, source FROM (${everything}) WHERE ${matches} AND (serial, credential) > (@serial, @credential)
       ORDER BY serial, credential LIMIT @limit`,
    )
    .all({ wanted, offices, serial, credential, limit });
  const total = vault.db
    .prepare<unknown[], { count: number }>(`SELECT count(*) AS count FROM (${everything}) WHERE ${matches}`)
    .get({ wanted, offices });
  return { rows: rows.map((row) => ({ ...row, practice: row.practice === 1 })), total: total?.count ?? 0 };
}
