import type { StockToken } from '../../domain/stock/count.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';

/** A token with where it is, by this desk's own hand first and then by what was pulled. */
export interface ShelfToken extends StockToken {
  /** A credential on it is known that is nobody's. */
  readonly hasSeed: boolean;
}

interface Row {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly state: TokenState;
  readonly office: string;
  readonly hasSeed: number;
}

/** What the server told of tokens, unless a ceremony here made something else of them since. */
const stocked = `
    SELECT s.serial, s.model, s.office,
      CASE WHEN own.state IS NOT NULL THEN own.state
        WHEN s.state IN ('blank', 'in stock', 'returned') AND EXISTS (SELECT 1 FROM server_tokens c
          WHERE c.token = s.serial AND c.owner_username <> '' AND c.active = 1 AND c.revoked = 0) THEN 'issued'
        ELSE s.state END AS state,
      EXISTS (SELECT 1 FROM server_tokens c
        WHERE c.token = s.serial AND c.owner_username = '' AND c.revoked = 0) AS hasSeed
    FROM stock s LEFT JOIN tokens own ON own.serial = s.serial AND own.practice = 0
      AND own.state NOT IN ('blank', 'in stock', 'in transit')`;

/**
 * Every token: what a ceremony here made of it counts before what was pulled, and whoever has a credential on it has it.
 * Without a shelf where it is with somebody or away.
 */
const everything = `
  SELECT serial, model, state, CASE WHEN state IN ('blank', 'in stock', 'returned', 'quarantined', 'programmed',
    'verified', 'writing', 'prepared') THEN office ELSE '' END AS office, hasSeed
  FROM (${stocked}
    UNION ALL
    SELECT t.serial, t.model, '', t.state, 0 FROM tokens t
    WHERE t.practice = 0 AND NOT EXISTS (SELECT 1 FROM stock s WHERE s.serial = t.serial)
  )`;

export function shelfToken(vault: Vault, serial: TokenSerial): ShelfToken | undefined {
  const row = vault.db.prepare<[string], Row>(`SELECT * FROM (${everything}) WHERE serial = ?`).get(serial);
  return row === undefined ? undefined : fromRow(row);
}

export interface ShelfWish {
  readonly query: string;
  /** Empty: on no shelf. */
  readonly office: string | undefined;
  readonly state: TokenState | undefined;
  /** The offices whose shelves may be seen; nothing when all of them. What lies on no shelf is seen by everybody. */
  readonly seen: readonly string[] | undefined;
}

/** Tokens by serial, a page at a time. */
export function listShelf(
  vault: Vault,
  wish: ShelfWish,
  limit: number,
  after: string,
): { readonly rows: readonly ShelfToken[]; readonly total: number } {
  const matches = `(@office IS NULL OR office = @office) AND (@state IS NULL OR state = @state)
    AND (@seen IS NULL OR office = '' OR office IN (SELECT value FROM json_each(@seen))) AND (@query = '' OR instr(serial, @query) > 0 OR instr(folded(model), @query) > 0)`;
  const given = {
    query: wish.query,
    office: wish.office ?? null,
    state: wish.state ?? null,
    seen: wish.seen === undefined ? null : JSON.stringify(wish.seen),
  };
  const rows = vault.db
    .prepare<unknown[], Row>(
      `SELECT * FROM (${everything}) WHERE ${matches} AND serial > @after ORDER BY serial LIMIT @limit`,
    )
    .all({ ...given, after, limit });
  const total = vault.db
    .prepare<unknown[], { count: number }>(`SELECT count(*) AS count FROM (${everything}) WHERE ${matches}`)
    .get(given);
  return { rows: rows.map(fromRow), total: total?.count ?? 0 };
}

const onShelf = `state IN ('blank', 'in stock', 'returned', 'quarantined')`;

/** What lies on the shelf of an office: all that a count there expects. Only what may lie there is looked at. */
export function shelfOf(vault: Vault, office: string): readonly ShelfToken[] {
  return vault.db
    .prepare<[string], Row>(`SELECT * FROM (${stocked} WHERE s.office = ?) WHERE ${onShelf} ORDER BY serial`)
    .all(office)
    .map(fromRow);
}

/** How many tokens lie where, by state. */
export function countShelves(
  vault: Vault,
): readonly { office: string; state: TokenState; hasSeed: number; count: number }[] {
  return vault.db
    .prepare<[], { office: string; state: TokenState; hasSeed: number; count: number }>(
      `SELECT office, state, hasSeed, count(*) AS count FROM (${everything}) GROUP BY office, state, hasSeed`,
    )
    .all();
}

/** How many tokens people have, by what the directory says is their office. */
export function countHeld(vault: Vault): readonly { office: string; count: number }[] {
  return vault.db
    .prepare<[], { office: string; count: number }>(
      `SELECT coalesce(h.office, '') AS office, count(*) AS count FROM (
         SELECT token, owner_realm AS realm, owner_username AS username FROM server_tokens
           WHERE token <> '' AND owner_username <> '' AND revoked = 0
         UNION
         SELECT serial, holder_realm, holder_username FROM tokens
           WHERE practice = 0 AND state = 'issued' AND holder_username <> ''
       ) held LEFT JOIN holders h ON h.realm = held.realm AND h.username = held.username GROUP BY 1`,
    )
    .all();
}

function fromRow({ hasSeed, office, ...row }: Row): ShelfToken {
  return { ...row, office: office === '' ? null : office, hasSeed: hasSeed === 1 };
}
