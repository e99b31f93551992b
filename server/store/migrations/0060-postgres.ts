import { postgresWords } from '../column-words.ts';

const { id, integer, text, blob } = postgresWords;

/** The schema of PostgreSQL as it begins: what the steps up to 0060 came to on SQLite. */
export const postgresBeginning = `
  CREATE TABLE settings (name ${text} PRIMARY KEY, value ${text} NOT NULL);

  CREATE TABLE admins (
    name ${text} PRIMARY KEY,
    password_hash ${text} NOT NULL,
    rights ${text} NOT NULL,
    created_at ${text} NOT NULL
  );

  CREATE TABLE realms (id ${id}, name ${text} NOT NULL UNIQUE, is_default ${integer} NOT NULL);

  CREATE TABLE resolvers (
    id ${id},
    name ${text} NOT NULL UNIQUE,
    type ${text} NOT NULL,
    settings ${text} NOT NULL,
    secrets ${blob}
  );
  CREATE TABLE realm_resolvers (
    realm ${text} NOT NULL REFERENCES realms (name),
    resolver ${text} NOT NULL REFERENCES resolvers (name),
    priority ${integer},
    PRIMARY KEY (realm, resolver)
  );
  CREATE TABLE own_people (
    resolver ${text} NOT NULL REFERENCES resolvers (name),
    username ${text} NOT NULL,
    user_id ${text} NOT NULL,
    given_name ${text} NOT NULL,
    surname ${text} NOT NULL,
    email ${text} NOT NULL,
    mobile ${text} NOT NULL,
    phone ${text} NOT NULL,
    office ${text} NOT NULL,
    password_hash ${text},
    PRIMARY KEY (resolver, username),
    UNIQUE (resolver, user_id)
  );

  CREATE TABLE people (
    id ${id},
    realm ${text} NOT NULL,
    resolver ${text} NOT NULL,
    username ${text} NOT NULL,
    user_id ${text} NOT NULL,
    given_name ${text} NOT NULL,
    surname ${text} NOT NULL,
    email ${text} NOT NULL,
    mobile ${text} NOT NULL,
    phone ${text} NOT NULL,
    office ${text} NOT NULL,
    gone_at ${text}
  );
  CREATE UNIQUE INDEX people_username ON people (realm, username) WHERE gone_at IS NULL;
  CREATE INDEX people_any_case ON people (realm, lower(username COLLATE "C")) WHERE gone_at IS NULL;
  CREATE UNIQUE INDEX people_user_id ON people (realm, resolver, user_id);

  CREATE TABLE tokens (
    serial ${text} PRIMARY KEY,
    model ${text} NOT NULL,
    firmware ${text} NOT NULL,
    transport ${text} NOT NULL,
    state ${text} NOT NULL,
    changed_at ${text} NOT NULL
  );

  CREATE TABLE credentials (
    id ${id},
    serial ${text} NOT NULL,
    type ${text} NOT NULL,
    token_serial ${text} REFERENCES tokens (serial),
    slot ${integer},
    owner_id ${integer} REFERENCES people (id),
    active ${integer} NOT NULL,
    revoked ${integer} NOT NULL,
    locked ${integer} NOT NULL,
    failcount ${integer} NOT NULL,
    maxfail ${integer} NOT NULL,
    counter ${integer} NOT NULL,
    count_window ${integer} NOT NULL,
    sync_window ${integer} NOT NULL,
    otp_length ${integer} NOT NULL,
    hash ${text} NOT NULL,
    time_step ${integer} NOT NULL,
    time_window ${integer} NOT NULL,
    time_shift ${integer} NOT NULL,
    public_id ${text} NOT NULL,
    seed ${blob} NOT NULL,
    pin_hash ${text},
    rollout_state ${text} NOT NULL,
    description ${text} NOT NULL,
    issuance ${text},
    begun_at ${text} NOT NULL,
    assigned_at ${text},
    last_used_at ${text},
    valid_from ${text},
    valid_until ${text},
    tries ${integer} NOT NULL,
    successes ${integer} NOT NULL,
    max_tries ${integer},
    max_successes ${integer},
    ended_at ${text}
  ) WITH (fillfactor = 70);
  CREATE UNIQUE INDEX credentials_serial ON credentials (serial) WHERE ended_at IS NULL;
  CREATE UNIQUE INDEX credentials_slot ON credentials (token_serial, slot)
    WHERE ended_at IS NULL AND token_serial IS NOT NULL;
  CREATE INDEX credentials_owner ON credentials (owner_id) WHERE ended_at IS NULL AND owner_id IS NOT NULL;
  CREATE UNIQUE INDEX credentials_issuance ON credentials (issuance) WHERE issuance IS NOT NULL;

  CREATE TABLE credential_realms (
    credential_id ${integer} NOT NULL REFERENCES credentials (id),
    realm ${text} NOT NULL REFERENCES realms (name),
    PRIMARY KEY (credential_id, realm)
  );
  CREATE INDEX credential_realms_realm ON credential_realms (realm);
  CREATE TABLE credential_info (
    credential_id ${integer} NOT NULL REFERENCES credentials (id),
    name ${text} NOT NULL,
    value ${text} NOT NULL,
    PRIMARY KEY (credential_id, name)
  );

  CREATE TABLE stations (
    id ${text} PRIMARY KEY,
    name ${text} NOT NULL,
    public_key ${text} NOT NULL UNIQUE,
    enrolled_at ${text} NOT NULL,
    revoked_at ${text},
    last_sequence ${integer} NOT NULL,
    last_hash ${text} NOT NULL
  );
  CREATE TABLE enrolment_secrets (
    hash ${text} PRIMARY KEY,
    created_at ${text} NOT NULL,
    expires_at ${text} NOT NULL,
    used_at ${text},
    used_by ${text} REFERENCES stations (id)
  );

  CREATE TABLE records (
    id ${text} PRIMARY KEY,
    station ${text} NOT NULL REFERENCES stations (id),
    sequence ${integer} NOT NULL,
    kind ${text} NOT NULL,
    content_hash ${text} NOT NULL,
    text ${text} NOT NULL,
    signature ${text} NOT NULL,
    receipt ${text} NOT NULL,
    received_at ${text} NOT NULL,
    issuance ${text},
    UNIQUE (station, sequence)
  );
  CREATE INDEX records_issuance ON records (issuance) WHERE issuance IS NOT NULL;
  CREATE TABLE disputed_records (
    content_hash ${text} PRIMARY KEY,
    id ${text} NOT NULL,
    station ${text} NOT NULL REFERENCES stations (id),
    sequence ${integer} NOT NULL,
    failure ${text} NOT NULL,
    reason ${text} NOT NULL,
    text ${text} NOT NULL,
    signature ${text} NOT NULL,
    received_at ${text} NOT NULL
  );

  CREATE TABLE audit (
    position ${integer} PRIMARY KEY,
    at ${text} NOT NULL,
    actor ${text} NOT NULL,
    action ${text} NOT NULL,
    subject ${text} NOT NULL,
    detail ${text} NOT NULL,
    previous ${text} NOT NULL,
    hash ${text} NOT NULL
  );
  CREATE INDEX audit_refused_subject ON audit (subject, at) WHERE action = 'admin/refused';
  CREATE INDEX audit_refused_actor ON audit (actor, at) WHERE action = 'admin/refused';

  CREATE FUNCTION is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
  CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION is_append_only('the audit is append-only');
  CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION is_append_only('the audit is append-only');
  CREATE TRIGGER records_no_change BEFORE UPDATE OR DELETE ON records FOR EACH ROW EXECUTE FUNCTION is_append_only('records are append-only');
  CREATE TRIGGER records_no_truncate BEFORE TRUNCATE ON records EXECUTE FUNCTION is_append_only('records are append-only');

  CREATE TABLE policies (id ${id}, name ${text} NOT NULL UNIQUE, content ${text} NOT NULL);
  CREATE TABLE policy_revision (number ${integer} NOT NULL);
  INSERT INTO policy_revision VALUES ((random() * 9007199254740991)::bigint);
  CREATE FUNCTION count_policy_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN UPDATE policy_revision SET number = (random() * 9007199254740991)::bigint; RETURN NULL; END $$;
  CREATE TRIGGER policies_changed AFTER INSERT OR UPDATE OR DELETE ON policies
    EXECUTE FUNCTION count_policy_change();

  CREATE TABLE challenges (
    transaction_id ${text} NOT NULL,
    credential_id ${integer} NOT NULL REFERENCES credentials (id),
    begun_at ${text} NOT NULL,
    ends_at ${text} NOT NULL,
    PRIMARY KEY (transaction_id, credential_id)
  );
  CREATE INDEX challenges_end ON challenges (ends_at);

  CREATE TABLE pool_misses (id ${id}, at ${text} NOT NULL, person_id ${integer} NOT NULL, client ${text} NOT NULL);
  CREATE INDEX pool_misses_person ON pool_misses (person_id, at);
  CREATE INDEX pool_misses_client ON pool_misses (client, at);

  CREATE TABLE message_routes (
    id ${id},
    kind ${text} NOT NULL,
    name ${text} NOT NULL,
    sealed ${blob} NOT NULL,
    UNIQUE (kind, name)
  );
  CREATE TABLE messages (
    id ${text} PRIMARY KEY,
    kind ${text} NOT NULL,
    route ${text} NOT NULL,
    about ${text} NOT NULL,
    sealed ${blob},
    state ${text} NOT NULL,
    attempts ${integer} NOT NULL,
    enqueued_at ${text} NOT NULL,
    next_attempt_at ${text} NOT NULL,
    expires_at ${text} NOT NULL,
    lease_by ${text},
    lease_until ${text},
    trouble ${text},
    finished_at ${text}
  );
  CREATE INDEX messages_due ON messages (kind, next_attempt_at) WHERE state IN ('waiting', 'sending');
  CREATE INDEX messages_enqueued ON messages (enqueued_at);

  CREATE TABLE system_settings (
    name ${text} PRIMARY KEY,
    value ${text},
    sealed ${blob},
    description ${text} NOT NULL
  );
`;
