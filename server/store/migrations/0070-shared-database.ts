import { postgresWords, type Words } from '../column-words.ts';

/**
 * What several servers on one database need: a revision of what stations are told, bumped by whoever changes it, and
 * keys of imports in a table that every connection sees.
 */
export function sharedDatabase({ text, integer, blob }: Words): string {
  return `
  CREATE TABLE content_revision (number ${integer} NOT NULL);
  INSERT INTO content_revision VALUES (0);

  CREATE TABLE staged_keys (
    import ${text} NOT NULL,
    begun_at ${text} NOT NULL,
    serial ${text} NOT NULL,
    type ${text} NOT NULL,
    seed ${blob} NOT NULL,
    otp_length ${integer} NOT NULL,
    hash ${text} NOT NULL,
    counter ${integer} NOT NULL,
    time_step ${integer} NOT NULL,
    time_shift ${integer} NOT NULL,
    public_id ${text} NOT NULL,
    description ${text} NOT NULL,
    owner_id ${integer},
    PRIMARY KEY (import, serial)
  );
  CREATE INDEX staged_keys_begun ON staged_keys (begun_at);
`;
}

/** What stations are told of; of a credential, counters and failures move with every check and are none of it. */
const told: Readonly<Record<string, string>> = {
  admins: '',
  realms: '',
  realm_resolvers: '',
  resolvers: '',
  people: '',
  policies: '',
  settings: '',
  tokens: '',
  credentials: 'OF serial, token_serial, type, active, revoked, owner_id, ended_at',
};

function contentTriggers(of: (table: string, event: string, name: string) => string): string {
  return Object.entries(told)
    .flatMap(([table, columns]) =>
      ['INSERT', `UPDATE ${columns}`, 'DELETE'].map((event) =>
        of(table, event.trim(), `content_${table}_${event.slice(0, 6).toLowerCase()}`),
      ),
    )
    .join('\n');
}

/** Each change of it is counted. */
export const sqliteContentTriggers = contentTriggers(
  (table, event, name) => `
  CREATE TRIGGER ${name} AFTER ${event} ON ${table} BEGIN UPDATE content_revision SET number = number + 1; END;`,
);

/**
 * The same on PostgreSQL, counted once a statement; and the two rows that transactions of several servers take in turn:
 * the end of the audit chain, and `alone` for whoever must be the only one.
 */
export const postgresSharing = `
  CREATE FUNCTION count_content_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN UPDATE content_revision SET number = number + 1; RETURN NULL; END $$;
  ${contentTriggers(
    (table, event, name) => `
  CREATE TRIGGER ${name} AFTER ${event} ON ${table} EXECUTE FUNCTION count_content_change();`,
  )}

  CREATE TABLE audit_head (position ${postgresWords.integer} NOT NULL, hash ${postgresWords.text} NOT NULL);
  INSERT INTO audit_head VALUES (0, repeat('0', 64));
  CREATE TABLE turns (name ${postgresWords.text} PRIMARY KEY);
  INSERT INTO turns VALUES ('alone');
`;
