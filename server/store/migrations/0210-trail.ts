import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Signed heads of the audit's tree, and what is needed to go on from the newest. */
function trail({ text, integer, blob }: Words): string {
  return `
  CREATE TABLE checkpoints (
    size ${integer} PRIMARY KEY,
    note ${text} NOT NULL,
    peaks ${blob} NOT NULL,
    made_at ${text} NOT NULL
  );
`;
}

export const sqliteTrail = trail(sqliteWords);
export const postgresTrail = trail(postgresWords);
