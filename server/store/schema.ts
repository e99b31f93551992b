import type { Generated, Kysely } from 'kysely';
import type { OtpHash } from '../../domain/otp/hotp.ts';
import type { TokenState } from '../../domain/token.ts';
import type { CredentialType } from './credential-type.ts';
import type { TrustSchema } from './trust-schema.ts';

/** Whether a thing is so, as both databases keep it. */
type Flag = 0 | 1;

/** The tables as their newest migration leaves them. Times are ISO texts, ids numbers. */
export interface Schema extends TrustSchema {
  readonly settings: { name: string; value: string };
  readonly admins: { name: string; password_hash: string; rights: string; created_at: string };
  readonly realms: { id: Generated<number>; name: string; is_default: number };
  readonly people: PeopleTable;
  readonly own_people: Omit<PeopleTable, 'id' | 'realm' | 'gone_at'> & { password_hash: string | null };
  readonly resolvers: {
    id: Generated<number>;
    name: string;
    type: string;
    settings: string;
    secrets: Uint8Array | null;
  };
  readonly realm_resolvers: { realm: string; resolver: string; priority: number | null };
  readonly tokens: {
    serial: string;
    model: string;
    firmware: string;
    transport: string;
    state: TokenState;
    changed_at: string;
    office: string | null;
  };
  readonly credentials: CredentialsTable;
  /** One row: how many credentials have not ended, and how often that set has changed. */
  readonly living_tokens: { number: number; changes: number };
  readonly credential_realms: { credential_id: number; realm: string };
  readonly credential_info: { credential_id: number; name: string; value: string };
  readonly enrolment_secrets: {
    hash: string;
    created_at: string;
    expires_at: string;
    used_at: string | null;
    used_by: string | null;
    office: string | null;
  };
  readonly stations: {
    id: string;
    name: string;
    public_key: string;
    enrolled_at: string;
    revoked_at: string | null;
    last_sequence: number;
    last_hash: string;
    office: string | null;
  };
  readonly records: {
    id: string;
    station: string;
    sequence: number;
    kind: string;
    content_hash: string;
    text: string;
    signature: string;
    receipt: string;
    received_at: string;
    issuance: string | null;
  };
  readonly disputed_records: {
    content_hash: string;
    id: string;
    station: string;
    sequence: number;
    failure: 'conflict' | 'refused';
    reason: string;
    text: string;
    signature: string;
    received_at: string;
  };
  readonly audit: AuditTable;
  readonly audit_head: { position: number; hash: string };
  readonly policies: { id: Generated<number>; name: string; content: string };
  readonly policy_revision: { number: number };
  readonly content_revision: { number: number };
  /** Whom a credential lets in otherwise since somebody read the revision last (migration 0400). */
  readonly let_in_otherwise: { person_id: number };
  readonly content_parts: { list: string; part: string; revision: number };
  readonly guesses: { name: string; count: number; last_at: string };
  readonly challenges: {
    transaction_id: string;
    credential_id: number;
    begun_at: string;
    ends_at: string;
    counter: number | null;
    question: string | null;
    data: string;
    received: Generated<number>;
    answered_at: string | null;
  };
  readonly pool_misses: { id: Generated<number>; at: string; person_id: number; client: string };
  readonly message_routes: { id: Generated<number>; kind: 'smtp' | 'sms'; name: string; sealed: Uint8Array };
  readonly messages: MessagesTable;
  readonly system_settings: { name: string; value: string | null; sealed: Uint8Array | null; description: string };
  readonly staged_keys: StagedKeysTable;
  readonly turns: { name: 'alone' };
  readonly migrations: { number: number; name: string; ran_at: string };
}

interface PeopleTable {
  id: Generated<number>;
  realm: string;
  resolver: string;
  username: string;
  user_id: string;
  given_name: string;
  surname: string;
  email: string;
  mobile: string;
  phone: string;
  office: string;
  gone_at: string | null;
}

interface CredentialsTable {
  id: Generated<number>;
  serial: string;
  type: CredentialType;
  token_serial: string | null;
  slot: number | null;
  owner_id: number | null;
  active: Flag;
  revoked: Flag;
  locked: Flag;
  failcount: number;
  maxfail: number;
  counter: number;
  count_window: number;
  sync_window: number;
  otp_length: number;
  hash: OtpHash;
  time_step: number;
  time_window: number;
  time_shift: number;
  public_id: string;
  seed: Uint8Array;
  pin_hash: string | null;
  rollout_state: string;
  description: string;
  issuance: string | null;
  begun_at: string;
  assigned_at: string | null;
  last_used_at: string | null;
  valid_from: string | null;
  valid_until: string | null;
  tries: number;
  successes: number;
  max_tries: number | null;
  max_successes: number | null;
  ended_at: string | null;
  /** Off only because the token is on its way. */
  asleep: Generated<Flag>;
  /** Its owner switched it off, and may switch it on again. */
  off_by_owner: Generated<Flag>;
  /** Kept in SQLite for what the first use adds to the row. */
  room: Generated<string | null>;
}

interface AuditTable {
  position: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detail: string;
  previous: string;
  hash: string;
}

interface MessagesTable {
  id: string;
  kind: 'email' | 'sms';
  route: string;
  about: string;
  sealed: Uint8Array | null;
  state: 'waiting' | 'sending' | 'sent' | 'refused' | 'expired';
  attempts: number;
  enqueued_at: string;
  next_attempt_at: string;
  expires_at: string;
  lease_by: string | null;
  lease_until: string | null;
  trouble: string | null;
  finished_at: string | null;
}

interface StagedKeysTable {
  import: string;
  begun_at: string;
  serial: string;
  type: CredentialsTable['type'];
  seed: Uint8Array;
  otp_length: number;
  hash: OtpHash;
  counter: number;
  time_step: number;
  time_shift: number;
  public_id: string;
  description: string;
  owner_id: number | null;
  suite: string | null;
}

/** Where queries go: the database, or a transaction of it. */
export type Db = Kysely<Schema>;
