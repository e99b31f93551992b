import { postgresWords, sqliteWords, type Words } from '../column-words.ts';
import { sqliteContentTriggers } from './0070-shared-database.ts';
import { sqliteTokenSearch } from './0090-token-search.ts';
import { sqliteTrust } from './0200-trust.ts';
import { sqliteStock } from './0220-stock.ts';
import { sqliteIssuanceQueue } from './0260-issuance-queue.ts';
import { sqliteConflicts } from './0270-conflicts.ts';
import { sqliteParts } from './0350-parts.ts';
import { sqliteLetsIn } from './0400-lets-in.ts';

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
const longestStep = 2 ** 20;

/**
 * The triggers of the steps before that count, made anew with the step in their own UPDATE: a trigger of the counter would
 * be a second one for each row.
 */
const sqliteSteps = [
  ...[sqliteContentTriggers, sqliteTokenSearch, sqliteTrust, sqliteStock, sqliteIssuanceQueue, sqliteConflicts],
  ...[sqliteParts, sqliteLetsIn],
]
  .flatMap((sql) => [...sql.matchAll(/CREATE TRIGGER (\w+) .*?\bEND;/gs)])
  .reduce((last, [text, name = '']) => last.set(name, text), new Map<string, string>());

function stepping(): string {
  const step = `+ 1 + abs(random() % ${longestStep})`;
  return [...sqliteSteps]
    .map(([name, text]) => [
      name,
      text.replace(/(content_revision SET number = number|changes = changes) \+ 1/, `$1 ${step}`),
    ])
    .filter(([name = '', text]) => text !== sqliteSteps.get(name))
    .map(([name, text]) => `DROP TRIGGER ${name}; ${text}`)
    .join('\n');
}

const counters = [
  ['content_revision', 'number'],
  ['living_tokens', 'changes'],
] as const;

const postgresSteps = counters
  .map(
    ([table, column]) => `
  CREATE FUNCTION ${table}_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.${column} := NEW.${column} + floor(random() * ${longestStep})::bigint; RETURN NEW; END $$;
  CREATE TRIGGER ${table}_step BEFORE UPDATE OF ${column} ON ${table}
    FOR EACH ROW EXECUTE FUNCTION ${table}_step();`,
  )
  .join('\n');

export const sqliteAuditHeads = auditHeads(sqliteWords) + stepping();
export const postgresAuditHeads = auditHeads(postgresWords) + postgresSteps;
