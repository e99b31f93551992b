/** What messages go out by, messages that wait for it, and settings by privacyIDEA's names. */
export const messages = `
  CREATE TABLE message_routes (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (kind, name)
  );

  CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    route TEXT NOT NULL,
    about TEXT NOT NULL,
    sealed BLOB,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    enqueued_at TEXT NOT NULL,
    next_attempt_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    lease_by TEXT,
    lease_until TEXT,
    trouble TEXT,
    finished_at TEXT
  );
  CREATE INDEX messages_due ON messages (kind, next_attempt_at) WHERE state IN ('waiting', 'sending');
  CREATE INDEX messages_enqueued ON messages (enqueued_at);

  CREATE TABLE system_settings (
    name TEXT PRIMARY KEY,
    value TEXT,
    sealed BLOB,
    description TEXT NOT NULL
  );
`;
