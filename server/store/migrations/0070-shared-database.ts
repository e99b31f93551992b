import type { Words } from '../column-words.ts';

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

/** The triggers that count each change of it. */
export function contentTriggers(of: (table: string, event: string, name: string) => string): string {
  return Object.entries(told)
    .flatMap(([table, columns]) =>
      ['INSERT', `UPDATE ${columns}`, 'DELETE'].map((event) =>
        of(table, event.trim(), `content_${table}_${event.slice(0, 6).toLowerCase()}`),
      ),
    )
    .join('\n');
}
