import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/**
 * Where each station's own audit stood when it said so last. A station whose vault was put back from its records begins
 * another audit: `begins` is the hash of its first entry.
 */
function auditHeads({ text, integer }: Words): string {
  return `
  CREATE TABLE audit_heads (
    station ${text} NOT NULL,
    begins ${text} NOT NULL,
    position ${integer} NOT NULL,
    hash ${text} NOT NULL,
    told_at ${text} NOT NULL,
    signature ${text} NOT NULL,
    received_at ${text} NOT NULL,
    PRIMARY KEY (station, begins)
  );
`;
}

/**
 * What is counted goes on by a random step: a database that was put back, however much happens in it since, does not
 * come to a number again that it had in between.
 */
const counters = [
  ['content_revision', 'number'],
  ['living_tokens', 'changes'],
] as const;
const longestStep = 2 ** 20;

const sqliteSteps = counters
  .map(
    ([table, column]) => `
  CREATE TRIGGER ${table}_step AFTER UPDATE OF ${column} ON ${table} BEGIN
    UPDATE ${table} SET ${column} = ${column} + abs(random() % ${longestStep});
  END;`,
  )
  .join('\n');

const postgresSteps = counters
  .map(
    ([table, column]) => `
  CREATE FUNCTION ${table}_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.${column} := NEW.${column} + floor(random() * ${longestStep})::bigint; RETURN NEW; END $$;
  CREATE TRIGGER ${table}_step BEFORE UPDATE OF ${column} ON ${table}
    FOR EACH ROW EXECUTE FUNCTION ${table}_step();`,
  )
  .join('\n');

export const sqliteAuditHeads = auditHeads(sqliteWords) + sqliteSteps;
export const postgresAuditHeads = auditHeads(postgresWords) + postgresSteps;
