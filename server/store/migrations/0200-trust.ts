import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Who controls trust and where, whom the gate asks for a token, and what stands in for one that is away. */
function tables({ id, text, integer }: Words): string {
  return `
  CREATE TABLE groups (id ${text} PRIMARY KEY, name ${text} NOT NULL UNIQUE, created_at ${text} NOT NULL);
  INSERT INTO groups VALUES ('everyone', 'Everyone', '1970-01-01T00:00:00.000Z');

  CREATE TABLE group_members (
    group_id ${text} NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    person_id ${integer} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    added_at ${text} NOT NULL,
    PRIMARY KEY (group_id, person_id)
  );
  CREATE INDEX group_members_person ON group_members (person_id);

  CREATE TABLE group_within (
    inner_id ${text} NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    outer_id ${text} NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (inner_id, outer_id)
  );

  CREATE TABLE group_settings (
    group_id ${text} NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    permission ${text} NOT NULL,
    setting ${text} NOT NULL CHECK (setting IN ('allow', 'deny')),
    PRIMARY KEY (group_id, permission)
  );

  CREATE TABLE offices (id ${text} PRIMARY KEY, name ${text} NOT NULL UNIQUE, created_at ${text} NOT NULL);

  CREATE TABLE office_controllers (
    id ${id},
    office_id ${text} NOT NULL REFERENCES offices (id) ON DELETE CASCADE,
    person_id ${integer} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    lent_by ${integer} REFERENCES people (id) ON DELETE CASCADE,
    first_day ${text},
    last_day ${text},
    ended_at ${text}
  );
  CREATE INDEX office_controllers_person ON office_controllers (person_id);

  CREATE TABLE guideline_versions (
    version ${integer} PRIMARY KEY,
    text ${text} NOT NULL,
    published_at ${text} NOT NULL,
    published_by ${text} NOT NULL
  );
  CREATE TABLE guideline_readings (
    version ${integer} NOT NULL,
    person_id ${integer} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    read_at ${text} NOT NULL,
    PRIMARY KEY (version, person_id)
  );

  CREATE TABLE gate_sessions (
    hash ${text} PRIMARY KEY,
    person_id ${integer} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    begun_at ${text} NOT NULL,
    ends_at ${text} NOT NULL,
    tries ${integer} NOT NULL
  );
  CREATE INDEX gate_sessions_end ON gate_sessions (ends_at);

  CREATE TABLE temporary_codes (
    person_id ${integer} PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    hash ${text} NOT NULL,
    begun_at ${text} NOT NULL,
    controller ${text} NOT NULL,
    station ${text} NOT NULL,
    proof ${text} NOT NULL,
    tries ${integer} NOT NULL
  );

  CREATE INDEX audit_gate_subject ON audit (subject, at) WHERE action = 'gate/refused';
  CREATE INDEX audit_gate_actor ON audit (actor, at) WHERE action = 'gate/refused';
`;
}

/** What stations are told of. */
const told = [
  'groups',
  'group_members',
  'group_within',
  'group_settings',
  'offices',
  'office_controllers',
  'guideline_versions',
  'guideline_readings',
];

function triggers(of: (table: string, event: string) => string): string {
  return told.flatMap((table) => ['INSERT', 'UPDATE', 'DELETE'].map((event) => of(table, event))).join('\n');
}

export const sqliteTrust =
  tables(sqliteWords) +
  triggers(
    (table, event) => `
  CREATE TRIGGER content_${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
    BEGIN UPDATE content_revision SET number = number + 1; END;`,
  );

export const postgresTrust =
  tables(postgresWords) +
  triggers(
    (table, event) => `
  CREATE TRIGGER content_${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
    EXECUTE FUNCTION count_content_change();`,
  );
