/** People in realms, tokens and their credentials, stations and their records, the audit chain. */
export const initial = `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);

  CREATE TABLE admins (
    name TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    rights TEXT NOT NULL,
    created_at TEXT NOT NULL
  );

  CREATE TABLE realms (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    is_default INTEGER NOT NULL
  );

  CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    realm TEXT NOT NULL REFERENCES realms (name),
    username TEXT NOT NULL,
    user_id TEXT NOT NULL,
    given_name TEXT NOT NULL,
    surname TEXT NOT NULL,
    email TEXT NOT NULL,
    mobile TEXT NOT NULL,
    phone TEXT NOT NULL,
    office TEXT NOT NULL,
    UNIQUE (realm, username),
    UNIQUE (realm, user_id)
  );

  CREATE TABLE tokens (
    serial TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    firmware TEXT NOT NULL,
    transport TEXT NOT NULL,
    state TEXT NOT NULL,
    changed_at TEXT NOT NULL
  );

  CREATE TABLE credentials (
    id INTEGER PRIMARY KEY,
    serial TEXT NOT NULL,
    type TEXT NOT NULL,
    token_serial TEXT REFERENCES tokens (serial),
    slot INTEGER,
    owner_id INTEGER REFERENCES people (id),
    realm TEXT REFERENCES realms (name),
    active INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    failcount INTEGER NOT NULL,
    maxfail INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    count_window INTEGER NOT NULL,
    sync_window INTEGER NOT NULL,
    otp_length INTEGER NOT NULL,
    hash TEXT NOT NULL,
    time_step INTEGER NOT NULL,
    time_window INTEGER NOT NULL,
    time_shift INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    seed BLOB NOT NULL,
    pin_hash TEXT,
    rollout_state TEXT NOT NULL,
    description TEXT NOT NULL,
    issuance TEXT,
    begun_at TEXT NOT NULL,
    assigned_at TEXT,
    last_used_at TEXT,
    ended_at TEXT
  );
  CREATE UNIQUE INDEX credentials_serial ON credentials (serial) WHERE ended_at IS NULL;
  CREATE UNIQUE INDEX credentials_slot ON credentials (token_serial, slot) WHERE ended_at IS NULL;
  CREATE INDEX credentials_owner ON credentials (owner_id) WHERE ended_at IS NULL;
  CREATE UNIQUE INDEX credentials_issuance ON credentials (issuance);

  CREATE TABLE enrolment_secrets (
    hash TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
  );

  CREATE TABLE stations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    public_key TEXT NOT NULL UNIQUE,
    enrolled_at TEXT NOT NULL,
    revoked_at TEXT,
    last_sequence INTEGER NOT NULL,
    last_hash TEXT NOT NULL
  );

  CREATE TABLE records (
    id TEXT PRIMARY KEY,
    station TEXT NOT NULL REFERENCES stations (id),
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    text TEXT NOT NULL,
    signature TEXT NOT NULL,
    receipt TEXT NOT NULL,
    received_at TEXT NOT NULL,
    UNIQUE (station, sequence)
  );

  CREATE TABLE disputed_records (
    content_hash TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    station TEXT NOT NULL REFERENCES stations (id),
    sequence INTEGER NOT NULL,
    failure TEXT NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    signature TEXT NOT NULL,
    received_at TEXT NOT NULL
  );

  CREATE TABLE audit (
    position INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
  CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
`;
