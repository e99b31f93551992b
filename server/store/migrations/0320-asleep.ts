import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Which credentials are switched off only because their token is on its way: those alone wake when it arrives. */
function asleep({ integer }: Words): string {
  return `
  ALTER TABLE credentials ADD COLUMN asleep ${integer} NOT NULL DEFAULT 0;
  UPDATE credentials SET asleep = 1
  WHERE active = 0 AND owner_id IS NULL AND revoked = 0 AND ended_at IS NULL
    AND token_serial IN (SELECT serial FROM tokens WHERE state = 'in transit');
`;
}

export const sqliteAsleep = asleep(sqliteWords);
export const postgresAsleep = asleep(postgresWords);
