import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Which credentials their owners switched off themselves: those alone they may switch on again. */
function offByOwner({ integer }: Words): string {
  return `
  ALTER TABLE credentials ADD COLUMN off_by_owner ${integer} NOT NULL DEFAULT 0;
`;
}

export const sqliteOffByOwner = offByOwner(sqliteWords);
export const postgresOffByOwner = offByOwner(postgresWords);
