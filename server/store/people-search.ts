import { sql } from 'kysely';
import { like } from './like.ts';
import type { Person } from './people.ts';
import { personColumns } from './person-columns.ts';
import type { Db } from './schema.ts';

const searched = ['username', 'given_name', 'surname', 'email'] as const;

/**
 * So many of the people whose names hold every word, by realm and login; whoever asks for one more than a page knows
 * whether there is another. Nobody counts them: that would read all of a large realm at every key.
 */
export function searchPeople(
  db: Db,
  words: readonly string[],
  page: { readonly offset: number; readonly limit: number },
  inRealms?: readonly string[],
): Promise<readonly Person[]> {
  let query = db.selectFrom('people').select(personColumns).where('gone_at', 'is', null);
  for (const word of words) {
    const patterns = spellings(word).map((spelling) => `*${spelling}*`);
    query = query.where(({ or }) =>
      or(searched.flatMap((column) => patterns.map((pattern) => like(db, sql.ref(column), pattern)))),
    );
  }
  if (inRealms !== undefined) query = query.where('realm', 'in', inRealms);
  return query.orderBy('realm').orderBy('username').limit(page.limit).offset(page.offset).execute();
}

/** SQLite takes only A to Z in any case; other letters are looked for as they are mostly written, too. */
function spellings(word: string): readonly string[] {
  const [first = '', ...rest] = word.toLowerCase();
  return /^[\x20-\x7e]*$/.test(word)
    ? [word]
    : [...new Set([word, word.toLowerCase(), word.toUpperCase(), `${first.toUpperCase()}${rest.join('')}`])];
}
