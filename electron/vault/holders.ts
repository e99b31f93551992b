import type { Holder } from '../../domain/holder.ts';
import type { Vault } from './database.ts';
import { fold } from './folding.ts';

interface Row {
  realm: string;
  username: string;
  user_id: string;
  given_name: string;
  surname: string;
  email: string;
  office: string;
  sort: string;
}

/** What the gate wants of somebody: `undefined` where the server does not say. */
interface AtGate {
  readonly requireToken?: boolean | undefined;
}

/** Makes the people known here equal to what was pulled; rows that did not change are not written. */
export function replaceHolders(vault: Vault, people: readonly (Holder & AtGate)[]): void {
  const upsert = vault.db.prepare(
    `INSERT INTO holders (realm, username, user_id, given_name, surname, email, office, folded, sort, require_token)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (realm, username) DO UPDATE SET user_id = excluded.user_id, given_name = excluded.given_name,
       surname = excluded.surname, email = excluded.email, office = excluded.office, folded = excluded.folded,
       sort = excluded.sort, require_token = excluded.require_token
     WHERE (user_id, given_name, surname, email, office, folded, require_token) IS NOT (excluded.user_id,
       excluded.given_name, excluded.surname, excluded.email, excluded.office, excluded.folded,
       excluded.require_token)`,
  );
  const kept = new Set<string>();
  for (const person of people) {
    upsert.run(
      person.realm,
      person.username,
      person.userId,
      person.givenName,
      person.surname,
      person.email,
      person.office,
      ` ${fold(`${person.givenName} ${person.surname} ${person.username} ${person.email}`)}`,
      fold(`${person.surname} ${person.givenName}`),
      person.requireToken === undefined ? null : Number(person.requireToken),
    );
    kept.add(JSON.stringify([person.realm, person.username]));
  }
  const known = vault.db.prepare<[], { realm: string; username: string }>('SELECT realm, username FROM holders').all();
  const remove = vault.db.prepare('DELETE FROM holders WHERE realm = ? AND username = ?');
  for (const { realm, username } of known) {
    if (!kept.has(JSON.stringify([realm, username]))) remove.run(realm, username);
  }
}

/** Whether another person is called the same; somebody in two realms is one person. */
export function hasNamesake(vault: Vault, { givenName, surname, userId }: Holder): boolean {
  const other = vault.db
    .prepare<[string, string, string, string], number>(
      'SELECT 1 FROM holders WHERE sort = ? AND given_name = ? AND surname = ? AND user_id <> ? LIMIT 1',
    )
    .pluck();
  return other.get(fold(`${surname} ${givenName}`), givenName, surname, userId) !== undefined;
}

export function readHolder(vault: Vault, realm: string, username: string): Holder | undefined {
  const row = vault.db
    .prepare<[string, string], Row>('SELECT * FROM holders WHERE realm = ? AND username = ?')
    .get(realm, username);
  return row === undefined ? undefined : fromRow(row);
}

/** Whether somebody may not log in without a token, as far as the server said. */
export function requiresToken(vault: Vault, realm: string, username: string): boolean | undefined {
  const row = vault.db
    .prepare<[string, string], { require_token: number | null }>(
      'SELECT require_token FROM holders WHERE realm = ? AND username = ?',
    )
    .get(realm, username);
  return row === undefined || row.require_token === null ? undefined : row.require_token === 1;
}

export function countHolders(vault: Vault): number {
  return vault.db.prepare<[], { count: number }>('SELECT count(*) AS count FROM holders').get()?.count ?? 0;
}

/** Where a page ended: among the matches at the start of words (0) or the others (1), and at whom. */
type Place = readonly [phase: 0 | 1, realm: string, username: string];

/**
 * People whose name, user name or e-mail holds every word asked for, in the order of surnames; those where each word
 * begins a word come first. Stops as soon as the page is full.
 */
export function searchHolders(
  vault: Vault,
  query: string,
  limit: number,
  after: string | undefined,
  hidden: readonly string[] = [],
): { readonly rows: readonly Holder[]; readonly next: string | null; readonly total: number } {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const place = after === undefined ? undefined : placeOf(after);
  const total = countMatches(vault, words, hidden);
  if (total === 0) return { rows: [], next: null, total };
  const rows: Row[] = [];
  let phase: 0 | 1 = place?.[0] ?? 0;
  let from = place === undefined ? undefined : sortKey(vault, place);
  for (;;) {
    rows.push(...page(vault, words, phase, from, limit + 1 - rows.length, hidden));
    if (rows.length > limit || phase === 1 || words.length === 0) break;
    phase = 1;
    from = undefined;
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(fromRow),
    next: rows.length > limit && last !== undefined ? placeText(words, last) : null,
    total,
  };
}

function page(
  vault: Vault,
  words: readonly string[],
  phase: 0 | 1,
  from: readonly [string, string, string] | undefined,
  limit: number,
  hidden: readonly string[],
): Row[] {
  const begins = words.map(() => 'instr(folded, ?) > 0').join(' AND ') || '1';
  const where = phase === 0 ? begins : `${begins} AND NOT (${begins})`;
  const starts = words.map((word) => ` ${word}`);
  const parameters = phase === 0 ? starts : [...words, ...starts];
  return vault.db
    .prepare<unknown[], Row>(
      `SELECT h.* FROM (SELECT realm, username FROM holders WHERE (sort, realm, username) > (?, ?, ?) AND ${where}${notIn(hidden)}
         ORDER BY sort, realm, username LIMIT ?) AS found
       JOIN holders h ON h.realm = found.realm AND h.username = found.username
       ORDER BY h.sort, h.realm, h.username`,
    )
    .all(...(from ?? ['', '', '']), ...parameters, ...asParameter(hidden), limit);
}

function countMatches(vault: Vault, words: readonly string[], hidden: readonly string[]): number {
  const where = words.map(() => 'instr(folded, ?) > 0').join(' AND ') || '1';
  const row = vault.db
    .prepare<unknown[], { count: number }>(`SELECT count(*) AS count FROM holders WHERE ${where}${notIn(hidden)}`)
    .get(...words, ...asParameter(hidden));
  return row?.count ?? 0;
}

function notIn(hidden: readonly string[]): string {
  return hidden.length === 0 ? '' : ' AND office NOT IN (SELECT value FROM json_each(?))';
}

function asParameter(hidden: readonly string[]): readonly string[] {
  return hidden.length === 0 ? [] : [JSON.stringify(hidden)];
}

/** The offices of people, as their directories write them. */
export function officesOfHolders({ db }: Pick<Vault, 'db'>): readonly string[] {
  const rows = db.prepare<[], { office: string }>('SELECT DISTINCT office FROM holders').all();
  return rows.map(({ office }) => office);
}

function placeText(words: readonly string[], last: Row): string {
  const folded = ` ${fold(`${last.given_name} ${last.surname} ${last.username} ${last.email}`)}`;
  const phase = words.every((word) => folded.includes(` ${word}`)) ? 0 : 1;
  return JSON.stringify([phase, last.realm, last.username]);
}

function placeOf(text: string): Place | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || value.length !== 3) return undefined;
    const [phase, realm, username] = value as unknown[];
    return (phase === 0 || phase === 1) && typeof realm === 'string' && typeof username === 'string'
      ? [phase, realm, username]
      : undefined;
  } catch {
    return undefined;
  }
}

/** Somebody who was removed in between: the page begins anew rather than skip anybody. */
function sortKey(vault: Vault, [, realm, username]: Place): readonly [string, string, string] | undefined {
  const row = vault.db
    .prepare<[string, string], Row>('SELECT * FROM holders WHERE realm = ? AND username = ?')
    .get(realm, username);
  return row === undefined ? undefined : [row.sort, realm, username];
}

function fromRow(row: Row): Holder {
  return {
    realm: row.realm,
    username: row.username,
    userId: row.user_id,
    givenName: row.given_name,
    surname: row.surname,
    email: row.email,
    office: row.office,
  };
}
