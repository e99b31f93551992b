import { type SqlBool, sql } from 'kysely';
import { isPostgres } from './dialect.ts';
import { like } from './like.ts';
import type { Person } from './people.ts';
import { personColumns } from './person-columns.ts';
import type { Db } from './schema.ts';
import { named, trigrams } from './token-search.ts';

/** All that is searched of a person, as migration 0300 has PostgreSQL index it. */
const searchedText = sql`(username || ' ' || given_name || ' ' || surname || ' ' || email)`;

/** More than so many of an index are not looked at: a page of the people in order is full before. */
const mostNamed = 5000;

/**
 * So many of the people whose names hold every word, by realm and login; whoever asks for one more than a page knows
 * whether there is another. Nobody counts them: that would read all of a large realm at every key.
 */
export async function searchPeople(
  db: Db,
  words: readonly string[],
  page: { readonly offset: number; readonly limit: number },
  inRealms?: readonly string[],
): Promise<readonly Person[]> {
  // The sign keeps SQLite off the index of those present, which has too few columns to be read instead of the people.
  const present = isPostgres(db) ? sql<SqlBool>`gone_at IS NULL` : sql<SqlBool>`+gone_at IS NULL`;
  let query = db.selectFrom('people').select('id').where(present);
  for (const word of words) {
    const patterns = spellings(word).map((spelling) => `*${spelling}*`);
    query = query.where(({ or }) => or(patterns.map((pattern) => like(db, searchedText, pattern))));
  }
  if (inRealms !== undefined) query = query.where('realm', 'in', inRealms);
  const match = isPostgres(db) ? '' : matchOf(words);
  const rows = match === '' ? undefined : await named(db, 'people_search', match, mostNamed);
  if (rows !== undefined) query = query.where(sql<SqlBool>`people.id IN (${rows})`);
  const found = query.orderBy('realm').orderBy('username').limit(page.limit).offset(page.offset);
  return db
    .selectFrom('people')
    .select(personColumns)
    .where('id', 'in', found)
    .orderBy('realm')
    .orderBy('username')
    .execute();
}

/** What SQLite's index is asked: every word that has three letters in a row, in any of its spellings. */
function matchOf(words: readonly string[]): string {
  const asked = words.flatMap((word) => {
    const ways = spellings(word).map((spelling) => trigrams(spelling).map(quoted).join(' AND '));
    return ways.includes('') ? [] : [`(${ways.map((way) => `(${way})`).join(' OR ')})`];
  });
  return asked.join(' AND ');
}

function quoted(part: string): string {
  return `"${part.replaceAll('"', '""')}"`;
}

/** SQLite takes only A to Z in any case; other letters are looked for as they are mostly written, too. */
function spellings(word: string): readonly string[] {
  const [first = '', ...rest] = word.toLowerCase();
  return /^[\x20-\x7e]*$/.test(word)
    ? [word]
    : [...new Set([word, word.toLowerCase(), word.toUpperCase(), `${first.toUpperCase()}${rest.join('')}`])];
}
