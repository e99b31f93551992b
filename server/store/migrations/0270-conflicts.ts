import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** What records contradicted and what was decided about it. `about` and `facts` are JSON. */
function conflicts({ text }: Words): string {
  return `
  CREATE TABLE conflicts (
    record ${text} PRIMARY KEY,
    content_hash ${text},
    station ${text} NOT NULL,
    other_station ${text} NOT NULL,
    kind ${text} NOT NULL,
    about ${text} NOT NULL,
    facts ${text} NOT NULL,
    raised_at ${text} NOT NULL,
    choice ${text},
    settled_by ${text},
    settled_at ${text}
  );
  CREATE INDEX conflicts_raised ON conflicts (raised_at);
`;
}

/** What was disputed before conflicts were told apart. */
function earlier(json: string): string {
  return `
  INSERT INTO conflicts (record, content_hash, station, other_station, kind, about, facts, raised_at)
    SELECT id, max(content_hash), max(station), '', 'other', '{}', ${json}, max(received_at)
    FROM disputed_records WHERE content_hash NOT IN (SELECT content_hash FROM records) GROUP BY id;
`;
}

export const sqliteConflicts = `${conflicts(sqliteWords) + earlier(`json_object('reason', max(reason))`)}${[
  'INSERT',
  'UPDATE',
  'DELETE',
]
  .map(
    (event) => `
  CREATE TRIGGER content_conflicts_${event.toLowerCase()} AFTER ${event} ON conflicts
    BEGIN UPDATE content_revision SET number = number + 1; END;`,
  )
  .join('\n')}`;

export const postgresConflicts = `${
  conflicts(postgresWords) + earlier(`json_build_object('reason', max(reason))::text`)
}${['INSERT', 'UPDATE', 'DELETE']
  .map(
    (event) => `
  CREATE TRIGGER content_conflicts_${event.toLowerCase()} AFTER ${event} ON conflicts
    EXECUTE FUNCTION count_content_change();`,
  )
  .join('\n')}`;
