import { setImmediate } from 'node:timers/promises';
import { isOnShelf } from '../../domain/stock/shelf.ts';
import type { StockToken } from '../../domain/stock/stock-token.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import { fold } from './folding.ts';

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

/** On no shelf where it is with somebody or away. */
const lying = `CASE WHEN state IN ('blank', 'in stock', 'returned', 'quarantined', 'programmed', 'verified', 'writing',
    'prepared') THEN office ELSE '' END`;

/** What the server does not tell of. */
const ownAlone = `
    SELECT t.serial, t.model, '' AS office, t.state, 0 AS hasSeed FROM tokens t
    WHERE t.practice = 0 AND NOT EXISTS (SELECT 1 FROM stock s WHERE s.serial = t.serial)`;

/** Every token: what a ceremony here made of it counts before what was pulled, and whoever has a credential on it has it. */
const everything = `
  SELECT serial, model, state, ${lying} AS office, hasSeed FROM (SELECT serial, model, state, office, hasSeed FROM (${stocked})
    UNION ALL SELECT serial, model, state, office, hasSeed FROM (${ownAlone}))`;

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

/** As many as are looked at in one go: a hundred thousand of them at once would hold the desk up. */
const together = 2000;

/**
 * Every token, some at a time, by serial; at the end those that the server does not tell of. What changes in between may
 * be seen as it was.
 */
async function* everySome(vault: Vault): AsyncGenerator<readonly Row[]> {
  const some = vault.db.prepare<[string], Row>(
    `SELECT serial, model, state, ${lying} AS office, hasSeed
     FROM (${stocked} WHERE s.serial > ? ORDER BY s.serial LIMIT ${together})`,
  );
  for (let rows = some.all(''); rows.length > 0; rows = some.all(rows.at(-1)?.serial ?? '')) {
    yield rows;
    await setImmediate();
  }
  yield vault.db
    .prepare<[], Row>(`SELECT serial, model, state, ${lying} AS office, hasSeed FROM (${ownAlone}) ORDER BY serial`)
    .all();
}

/** Tokens by serial, a page at a time. */
export async function listShelf(
  vault: Vault,
  wish: ShelfWish,
  limit: number,
  after: string,
): Promise<{ readonly rows: readonly ShelfToken[]; readonly total: number }> {
  const page: Row[] = [];
  let total = 0;
  const models = new Map<string, boolean>();
  const hasModel = ({ model }: Row) => {
    const known = models.get(model) ?? fold(model).includes(wish.query);
    models.set(model, known);
    return known;
  };
  for await (const rows of everySome(vault)) {
    const matches = rows.filter(
      (row) =>
        (wish.office === undefined || row.office === wish.office) &&
        (wish.state === undefined || row.state === wish.state) &&
        (wish.seen === undefined || row.office === '' || wish.seen.includes(row.office)) &&
        (wish.query === '' || row.serial.includes(wish.query) || hasModel(row)),
    );
    total += matches.length;
    // Each turn has higher serials than those before, but for the last.
    page.splice(limit);
    page.push(...matches.filter(({ serial }) => serial > after).slice(0, limit));
  }
  page.sort((a, b) => (a.serial < b.serial ? -1 : 1));
  return { rows: page.slice(0, limit).map(fromRow), total };
}

/**
 * What lies on the shelf of an office from a serial on, so many as are wanted; others go on in between. What changes
 * meanwhile may be seen as it was.
 */
export async function shelfFrom(
  vault: Vault,
  office: string,
  after = '',
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly ShelfToken[]> {
  const some = vault.db.prepare<[string, string], Row>(
    `${stocked} WHERE s.office = ? AND s.serial > ? ORDER BY s.serial LIMIT ${together}`,
  );
  const found: ShelfToken[] = [];
  for (let rows = some.all(office, after); rows.length > 0; rows = some.all(office, rows.at(-1)?.serial ?? '')) {
    found.push(...rows.filter(({ state }) => isOnShelf(state)).map(fromRow));
    if (found.length >= limit || rows.length < together) break;
    await setImmediate();
  }
  return found.slice(0, limit);
}

/** What models lie on the shelf of an office, and how many of each, the most first. */
export async function modelsOnShelf(
  vault: Vault,
  office: string,
): Promise<readonly { readonly model: string; readonly count: number }[]> {
  const counts = new Map<string, number>();
  let after = '';
  for (;;) {
    const some = await shelfFrom(vault, office, after, together);
    for (const { model } of some) counts.set(model, (counts.get(model) ?? 0) + 1);
    if (some.length < together) break;
    after = some.at(-1)?.serial ?? '';
  }
  return [...counts].map(([model, count]) => ({ model, count })).sort((one, other) => other.count - one.count);
}

const onShelf = `state IN ('blank', 'in stock', 'returned', 'quarantined')`;

/** What lies on the shelf of an office: all that a count there expects, which is limited. Only what may lie there is looked at. */
export function shelfOf(vault: Vault, office: string): readonly ShelfToken[] {
  return vault.db
    .prepare<[string], Row>(`SELECT * FROM (${stocked} WHERE s.office = ?) WHERE ${onShelf} ORDER BY serial`)
    .all(office)
    .map(fromRow);
}

/** Whether more lie on the shelf of an office than some number; counts no further. */
export function liesMoreThan(vault: Vault, office: string, most: number): boolean {
  const some = vault.db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM (SELECT 1 FROM (${stocked} WHERE s.office = ?) WHERE ${onShelf} LIMIT ?)`,
    )
    .pluck();
  return (some.get(office, most + 1) ?? 0) > most;
}

/** How many lie on the shelf of an office, and how many of them were touched in a count of it. */
export function countShelf(
  vault: Vault,
  office: string,
  draft = '',
): { readonly count: number; readonly touched: number } {
  const counted = vault.db
    .prepare<[string, string], { count: number; touched: number }>(
      `SELECT count(*) AS count, count(d.serial) AS touched FROM (${stocked} WHERE s.office = ?) lying
       LEFT JOIN stock_draft_tokens d ON d.draft = ? AND d.serial = lying.serial WHERE ${onShelf}`,
    )
    .get(office, draft);
  return counted ?? { count: 0, touched: 0 };
}

/** How many tokens lie where, by state. */
export async function countShelves(
  vault: Vault,
): Promise<readonly { office: string; state: TokenState; hasSeed: number; count: number }[]> {
  const counts = new Map<string, { office: string; state: TokenState; hasSeed: number; count: number }>();
  for await (const rows of everySome(vault)) {
    for (const { office, state, hasSeed } of rows) {
      const name = `${state} ${hasSeed} ${office}`;
      const known = counts.get(name);
      if (known === undefined) counts.set(name, { office, state, hasSeed, count: 1 });
      else known.count += 1;
    }
  }
  return [...counts.values()];
}

/** How many tokens people have, by what the directory says is their office. */
export async function countHeld(vault: Vault): Promise<readonly { office: string; count: number }[]> {
  const counts = new Map<string, number>();
  const add = (rows: readonly { office: string; count: number }[]) => {
    for (const { office, count } of rows) counts.set(office, (counts.get(office) ?? 0) + count);
  };
  const byOffice = (held: string) => `
    SELECT coalesce(h.office, '') AS office, count(*) AS count FROM (${held}) held
    LEFT JOIN holders h ON h.realm = held.realm AND h.username = held.username GROUP BY 1`;
  const last = vault.db
    .prepare<[string], string | null>(
      `SELECT max(token) FROM (SELECT token FROM server_tokens WHERE token > ? ORDER BY token LIMIT ${together})`,
    )
    .pluck();
  const some = vault.db.prepare<[string, string], { office: string; count: number }>(
    byOffice(`SELECT DISTINCT token, owner_realm AS realm, owner_username AS username FROM server_tokens
      WHERE token > ? AND token <= ? AND owner_username <> '' AND revoked = 0`),
  );
  for (let from = '', to = last.get(from); to; from = to, to = last.get(from)) {
    add(some.all(from, to));
    await setImmediate();
  }
  add(
    vault.db
      .prepare<[], { office: string; count: number }>(
        byOffice(`SELECT holder_realm AS realm, holder_username AS username FROM tokens t
          WHERE practice = 0 AND state = 'issued' AND holder_username <> '' AND NOT EXISTS (SELECT 1 FROM server_tokens s
            WHERE s.token = t.serial AND s.revoked = 0
              AND s.owner_realm = t.holder_realm AND s.owner_username = t.holder_username)`),
      )
      .all(),
  );
  return [...counts].map(([office, count]) => ({ office, count }));
}

function fromRow({ hasSeed, office, ...row }: Row): ShelfToken {
  return { ...row, office: office === '' ? null : office, hasSeed: hasSeed === 1 };
}
