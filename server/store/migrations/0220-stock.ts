import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Where tokens are: on which office's shelf, and on their way between offices. */
function stock({ text }: Words): string {
  return `
  ALTER TABLE tokens ADD COLUMN office ${text};

  CREATE TABLE shipments (
    id ${text} PRIMARY KEY,
    from_office ${text} NOT NULL,
    to_office ${text} NOT NULL,
    state ${text} NOT NULL,
    sent_at ${text} NOT NULL,
    received_at ${text}
  );

  CREATE TABLE shipment_tokens (
    shipment ${text} NOT NULL REFERENCES shipments (id),
    token ${text} NOT NULL,
    outcome ${text} NOT NULL,
    PRIMARY KEY (shipment, token)
  );
  CREATE INDEX shipment_tokens_token ON shipment_tokens (token);
`;
}

function triggers(of: (table: string, event: string) => string): string {
  return ['shipments', 'shipment_tokens']
    .flatMap((table) => ['INSERT', 'UPDATE', 'DELETE'].map((event) => of(table, event)))
    .join('\n');
}

export const sqliteStock =
  stock(sqliteWords) +
  triggers(
    (table, event) => `
  CREATE TRIGGER content_${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
    BEGIN UPDATE content_revision SET number = number + 1; END;`,
  );

export const postgresStock =
  stock(postgresWords) +
  triggers(
    (table, event) => `
  CREATE TRIGGER content_${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
    EXECUTE FUNCTION count_content_change();`,
  );
