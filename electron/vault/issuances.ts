import type { Sealed } from '../../domain/record.ts';
import type { CredentialType, SlotNumber, TokenSerial } from '../../domain/token.ts';
import type { Vault } from './database.ts';

/** How far one attempt to put a seed on a token got. */
export type IssuanceState = 'prepared' | 'writing' | 'programmed' | 'verified' | 'issued' | 'void' | 'quarantined';

/**
 * One seed on its way to one slot. `seed` is sealed under the vault key and gone once the token proved the write, or with
 * a privacyIDEA server once it is delivered.
 */
export interface Issuance {
  readonly id: string;
  readonly ceremony: string;
  readonly token: TokenSerial;
  readonly slot: SlotNumber;
  readonly type: CredentialType;
  readonly digits: 6 | 8;
  readonly startCounter: number;
  /** HOTP: the next counter to expect. Yubico OTP: the last use counter * 256 + session seen. */
  readonly counter: number;
  /** Modhex, Yubico OTP only. */
  readonly publicId: string;
  readonly practice: boolean;
  readonly state: IssuanceState;
  readonly reason: string;
  readonly seed: Uint8Array | undefined;
  readonly sealedSeed: Sealed | undefined;
  readonly sealedPin: Sealed | undefined;
  /** There is nobody to seal to at birth: seed and PIN stay sealed under the vault key until they are delivered. */
  readonly keepsSeed: boolean;
  /** The holder's PIN sealed under the vault key, where `keepsSeed`. */
  readonly pin: Uint8Array | undefined;
}

interface Row {
  id: string;
  ceremony: string;
  token: string;
  slot: number;
  type: string;
  digits: number;
  start_counter: number;
  counter: number;
  public_id: string;
  practice: number;
  state: string;
  reason: string;
  seed: Uint8Array | null;
  sealed_seed: string | null;
  sealed_pin: string | null;
  keeps_seed: number;
  pin: Uint8Array | null;
}

/** The intent (S3): durable before the first report goes to the token. */
export function prepareIssuance(
  vault: Vault,
  issuance: Omit<Issuance, 'state' | 'reason' | 'counter' | 'sealedPin' | 'keepsSeed' | 'pin'> &
    Partial<Pick<Issuance, 'keepsSeed'>>,
  at: string,
): void {
  vault.db
    .prepare(
      `INSERT INTO issuances (id, ceremony, token, slot, type, digits, start_counter, counter, public_id, practice,
         state, seed, sealed_seed, keeps_seed, prepared_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'prepared', ?, ?, ?, ?, ?)`,
    )
    .run(
      issuance.id,
      issuance.ceremony,
      issuance.token,
      issuance.slot,
      issuance.type,
      issuance.digits,
      issuance.startCounter,
      issuance.startCounter,
      issuance.publicId,
      issuance.practice ? 1 : 0,
      issuance.seed ?? null,
      issuance.sealedSeed === undefined ? null : JSON.stringify(issuance.sealedSeed),
      issuance.keepsSeed === true ? 1 : 0,
      at,
      at,
    );
}

/** Moves an issuance on; one that ended (void, quarantined) keeps no secret, one that is proven none that the server can open. */
export function moveIssuance(vault: Vault, id: string, state: IssuanceState, at: string, reason = ''): void {
  if (state === 'void' || state === 'quarantined') wipeSecrets(vault, id);
  if (state === 'verified' && readIssuance(vault, id)?.keepsSeed !== true) wipeSecrets(vault, id);
  vault.db
    .prepare('UPDATE issuances SET state = ?, reason = ?, updated_at = ? WHERE id = ?')
    .run(state, reason, at, id);
}

/**
 * Overwrites the station's own copies of seed and PIN in place, then lets go of them: `secure_delete` clears what the row
 * gives up, and the log, which still has the row as it was, is flushed once this is committed.
 */
export function wipeSecrets(vault: Vault, id: string): void {
  const { changes } = vault.db
    .prepare(
      `UPDATE issuances SET seed = zeroblob(length(seed)), pin = zeroblob(length(pin))
       WHERE id = ? AND (seed IS NOT NULL OR pin IS NOT NULL)`,
    )
    .run(id);
  if (changes > 0) vault.wiped = true;
  vault.db.prepare('UPDATE issuances SET seed = NULL, pin = NULL WHERE id = ?').run(id);
}

export function moveCounter(vault: Vault, id: string, counter: number, at: string): void {
  vault.db.prepare('UPDATE issuances SET counter = ?, updated_at = ? WHERE id = ?').run(counter, at, id);
}

export function keepPin(vault: Vault, id: string, pin: Sealed | undefined, at: string): void {
  vault.db
    .prepare('UPDATE issuances SET sealed_pin = ?, updated_at = ? WHERE id = ?')
    .run(pin === undefined ? null : JSON.stringify(pin), at, id);
}

/** A PIN sealed under the vault key, until it is delivered. */
export function keepOwnPin(vault: Vault, id: string, pin: Uint8Array, at: string): void {
  vault.db.prepare('UPDATE issuances SET pin = ?, updated_at = ? WHERE id = ?').run(pin, at, id);
}

export function readIssuance(vault: Vault, id: string): Issuance | undefined {
  const row = vault.db.prepare<[string], Row>('SELECT * FROM issuances WHERE id = ?').get(id);
  return row === undefined ? undefined : fromRow(row);
}

/** Issuances of ceremonies that are neither issued nor ended: what recovery settles. A lane settles its own. */
export function openIssuances(vault: Vault): readonly Issuance[] {
  return vault.db
    .prepare<[], Row>(
      `SELECT * FROM issuances WHERE state IN ('prepared', 'writing', 'programmed', 'verified')
         AND ceremony NOT IN (SELECT id FROM lane_tokens) ORDER BY rowid`,
    )
    .all()
    .map(fromRow);
}

/** Intents of lanes of which no token has heard yet. */
export function preparedInLanes(vault: Vault): readonly Issuance[] {
  return vault.db
    .prepare<[], Row>(
      `SELECT * FROM issuances WHERE state = 'prepared' AND ceremony IN (SELECT id FROM lane_tokens) ORDER BY rowid`,
    )
    .all()
    .map(fromRow);
}

/** What a slot holds according to this desk. */
export function activeIssuance(vault: Vault, token: TokenSerial, slot: SlotNumber): Issuance | undefined {
  const row = vault.db
    .prepare<[string, number], Row>(
      `SELECT * FROM issuances WHERE token = ? AND slot = ?
         AND state IN ('writing', 'programmed', 'verified', 'issued')`,
    )
    .get(token, slot);
  return row === undefined ? undefined : fromRow(row);
}

/** The slots of a token whose last attempt that may have written something ended nobody knows how. */
export function quarantinedSlots(vault: Vault, token: TokenSerial): readonly SlotNumber[] {
  return vault.db
    .prepare<[string], { slot: SlotNumber; state: IssuanceState }>(
      `SELECT slot, state, max(rowid) FROM issuances
       WHERE token = ? AND state <> 'prepared' AND NOT (state = 'void' AND reason <> 'superseded')
       GROUP BY slot ORDER BY slot`,
    )
    .all(token)
    .filter(({ state }) => state === 'quarantined')
    .map(({ slot }) => slot);
}

/** What nobody knew of a slot matters no more: another desk wrote it anew. */
export function supersedeQuarantined(vault: Vault, token: TokenSerial, slot: SlotNumber, at: string): void {
  vault.db
    .prepare(
      `UPDATE issuances SET state = 'void', reason = 'superseded', updated_at = ?
       WHERE token = ? AND slot = ? AND state = 'quarantined'`,
    )
    .run(at, token, slot);
}

/** Lets go of what was sealed to the server for a record that the server has: the record itself stays whole. */
export function dropSealed(vault: Vault, record: string, at: string): void {
  vault.db
    .prepare(
      `UPDATE issuances SET sealed_seed = NULL, sealed_pin = NULL, updated_at = ?
       WHERE id = (SELECT coalesce(record ->> '$.credential.issuance', record ->> '$.act.credential.issuance',
         record ->> '$.issuance') FROM records WHERE id = ?)`,
    )
    .run(at, record);
}

/** The slots of a token that this desk wrote, or may have written. */
export function writtenSlots(vault: Vault, token: TokenSerial): readonly SlotNumber[] {
  return vault.db
    .prepare<[string], { slot: SlotNumber }>(
      `SELECT DISTINCT slot FROM issuances WHERE token = ?
         AND (state NOT IN ('prepared', 'void') OR reason = 'superseded')`,
    )
    .all(token)
    .map((row) => row.slot);
}

function fromRow(row: Row): Issuance {
  const sealed = (text: string | null) => (text === null ? undefined : (JSON.parse(text) as Sealed));
  return {
    id: row.id,
    ceremony: row.ceremony,
    token: row.token as TokenSerial,
    slot: row.slot as SlotNumber,
    type: row.type as CredentialType,
    digits: row.digits as 6 | 8,
    startCounter: row.start_counter,
    counter: row.counter,
    publicId: row.public_id,
    practice: row.practice === 1,
    state: row.state as IssuanceState,
    reason: row.reason,
    seed: row.seed ?? undefined,
    sealedSeed: sealed(row.sealed_seed),
    sealedPin: sealed(row.sealed_pin),
    keepsSeed: row.keeps_seed === 1,
    pin: row.pin ?? undefined,
  };
}
