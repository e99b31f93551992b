import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Who is to get a token, in the order in which they were put there; and an index for how many are given out of late. */
function queue({ text, integer }: Words): string {
  return `
  CREATE TABLE issuance_queue (
    person_id ${integer} PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    place ${integer} NOT NULL,
    queued_by ${text} NOT NULL,
    queued_at ${text} NOT NULL
  );
  CREATE INDEX credentials_assigned ON credentials (assigned_at) WHERE assigned_at IS NOT NULL;
`;
}

const events = ['INSERT', 'UPDATE', 'DELETE'];

export const sqliteIssuanceQueue =
  queue(sqliteWords) +
  events
    .map(
      (event) => `
  CREATE TRIGGER content_issuance_queue_${event.toLowerCase()} AFTER ${event} ON issuance_queue
    BEGIN UPDATE content_revision SET number = number + 1; END;`,
    )
    .join('');

export const postgresIssuanceQueue =
  queue(postgresWords) +
  events
    .map(
      (event) => `
  CREATE TRIGGER content_issuance_queue_${event.toLowerCase()} AFTER ${event} ON issuance_queue
    EXECUTE FUNCTION count_content_change();`,
    )
    .join('');
