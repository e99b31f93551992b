import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Which office a station stands in, by its enrolment code or later; and which guidelines administrators have read. */
function desks({ text, integer }: Words): string {
  return `
  ALTER TABLE stations ADD COLUMN office ${text};
  ALTER TABLE enrolment_secrets ADD COLUMN office ${text};

  CREATE TABLE administrator_readings (
    version ${integer} NOT NULL,
    name ${text} NOT NULL,
    read_at ${text} NOT NULL,
    PRIMARY KEY (version, name)
  );
`;
}

export const sqliteDesks = desks(sqliteWords);
export const postgresDesks = desks(postgresWords);
