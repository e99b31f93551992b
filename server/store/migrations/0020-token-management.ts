/** Credentials in several realms, valid for a time or a number of uses, with free information beside them. */
export const tokenManagement = `
  CREATE TABLE credentials_0020 (
    id INTEGER PRIMARY KEY,
    serial TEXT NOT NULL,
    type TEXT NOT NULL,
    token_serial TEXT REFERENCES tokens (serial),
    slot INTEGER,
    owner_id INTEGER REFERENCES people (id),
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
    valid_from TEXT,
    valid_until TEXT,
    tries INTEGER NOT NULL,
    successes INTEGER NOT NULL,
    max_tries INTEGER,
    max_successes INTEGER,
    ended_at TEXT
  );
  INSERT INTO credentials_0020 (id, serial, type, token_serial, slot, owner_id, active, revoked, locked, failcount,
      maxfail, counter, count_window, sync_window, otp_length, hash, time_step, time_window, time_shift, public_id,
      seed, pin_hash, rollout_state, description, issuance, begun_at, assigned_at, last_used_at, tries, successes,
      ended_at)
    SELECT id, serial, type, token_serial, slot, owner_id, active, revoked, locked, failcount,
      maxfail, counter, count_window, sync_window, otp_length, hash, time_step, time_window, time_shift, public_id,
      seed, pin_hash, rollout_state, description, issuance, begun_at, assigned_at, last_used_at, 0, 0,
      ended_at FROM credentials;
  CREATE TABLE credential_realms (
    credential_id INTEGER NOT NULL REFERENCES credentials (id),
    realm TEXT NOT NULL REFERENCES realms (name),
    PRIMARY KEY (credential_id, realm)
  ) WITHOUT ROWID;
  CREATE TEMPORARY TABLE realms_0020 AS SELECT id, realm FROM credentials WHERE realm IS NOT NULL;
  DROP TABLE credentials;
  ALTER TABLE credentials_0020 RENAME TO credentials;
  INSERT INTO credential_realms SELECT id, realm FROM realms_0020;
  DROP TABLE realms_0020;
  CREATE UNIQUE INDEX credentials_serial ON credentials (serial) WHERE ended_at IS NULL;
  CREATE UNIQUE INDEX credentials_slot ON credentials (token_serial, slot)
    WHERE ended_at IS NULL AND token_serial IS NOT NULL;
  CREATE INDEX credentials_owner ON credentials (owner_id) WHERE ended_at IS NULL AND owner_id IS NOT NULL;
  CREATE UNIQUE INDEX credentials_issuance ON credentials (issuance) WHERE issuance IS NOT NULL;
  CREATE INDEX credential_realms_realm ON credential_realms (realm);

  CREATE TABLE credential_info (
    credential_id INTEGER NOT NULL REFERENCES credentials (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (credential_id, name)
  ) WITHOUT ROWID;
`;
