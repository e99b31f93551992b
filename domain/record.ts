import type { DeskAct } from './act.ts';
import type { Acknowledgement } from './ceremony.ts';
import type { Checks, RefusalReason, StopReason } from './checks.ts';
import type { CredentialSerial, CredentialType, SlotNumber, TokenSerial, Transport } from './token.ts';

/** Bytes sealed to the server by HPKE (RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM), base64url. */
export interface Sealed {
  readonly keyId: string;
  readonly enc: string;
  readonly ciphertext: string;
}

/** What every record says, whatever came of the ceremony. Times are the station's clock: told, never trusted for order. */
interface RecordBase {
  readonly version: 1;
  /** 128 random bits in hex: the idempotency key. */
  readonly id: string;
  readonly station: string;
  /** 1, 2, 3 ... on this station. */
  readonly sequence: number;
  /** Hash of the record before this one on this station, 64 hex digits; 64 zeros for the first. */
  readonly previous: string;
  readonly ceremony: string;
  readonly controller: string;
  readonly recordedAt: string;
  readonly appVersion: string;
  /** Head of the station's audit chain when the record was made. */
  readonly auditHead: string;
  /** How the desk stood: by what its clock was off when it last heard the server, when that was, and what it knew by. */
  readonly desk?:
    | {
        readonly offMinutes: number;
        readonly heardAt: string;
        readonly snapshot: string;
        /** The office it stood in, by id, as it was told last; empty for none. Older records do not say. */
        readonly office?: string | undefined;
      }
    | undefined;
}

interface RecordHolder {
  readonly realm: string;
  readonly username: string;
  readonly userId: string;
}

/** A token issued to a person: proven, acknowledged, signed off. */
export interface IssuedRecord extends RecordBase {
  readonly kind: 'issued';
  readonly holder: RecordHolder;
  readonly checks: Checks;
  readonly token: {
    readonly serial: TokenSerial;
    readonly model: string;
    readonly firmware: string;
    readonly transport: Transport;
  };
  readonly credential: {
    readonly issuance: string;
    readonly serial: CredentialSerial;
    readonly type: CredentialType;
    readonly slot: SlotNumber;
    readonly digits: 6 | 8;
    /** The next HOTP counter the server should expect; for Yubico OTP the last use counter * 256 + session seen. */
    readonly counter: number;
    /** Modhex public id of a Yubico OTP credential, else empty. */
    readonly publicId: string;
    /** HOTP: the 20 seed bytes. Yubico OTP: 16 key bytes, then 6 private id bytes. */
    readonly seed: Sealed;
  };
  /** The person's token that this one replaces: its withdrawal is the next record. */
  readonly replaces?: TokenSerial | undefined;
  /** `undefined` when the holder has no PIN. */
  readonly pin?: Sealed | undefined;
  readonly acknowledgement: Acknowledgement;
}

/** A ceremony that ended without a token in the person's hand, and why. */
export interface EndedRecord extends RecordBase {
  readonly kind: 'refused' | 'stopped';
  readonly holder?: RecordHolder | undefined;
  readonly checks?: Checks | undefined;
  readonly reason: RefusalReason | StopReason;
  readonly note: string;
}

/** An attempt to write a token that came to nothing, or whose outcome nobody knows. */
export interface AttemptRecord extends RecordBase {
  readonly kind: 'void' | 'quarantined';
  readonly issuance: string;
  readonly token: {
    readonly serial: TokenSerial;
    readonly model: string;
    readonly firmware: string;
    readonly transport: Transport;
  };
  readonly slot: SlotNumber;
  /** The failure's code. */
  readonly reason: string;
}

/** What a station did beside issuing. `ceremony` is the small ceremony it was done in. */
export interface ActRecord extends RecordBase {
  readonly kind: 'act';
  readonly act: DeskAct;
  /** How the controller knew the person concerned, where one had to be known. */
  readonly checks?: Checks | undefined;
  /** In the controller's words; may be empty. */
  readonly reason: string;
}

export type IssuanceRecord = IssuedRecord | EndedRecord | AttemptRecord | ActRecord;

/** A record with the station's Ed25519 signature (base64url) over `recordText`. */
export interface SignedRecord {
  readonly record: IssuanceRecord;
  readonly signature: string;
}

/** The server's proof that it has a record. Signed with its Ed25519 receipt key over `receiptText`. */
export interface Receipt {
  readonly version: 1;
  readonly record: string;
  /** SHA-256 of `recordText`, hex. */
  readonly contentHash: string;
  readonly station: string;
  readonly sequence: number;
  /** Place in the server's own audit chain, and the head after it. */
  readonly position: number;
  readonly head: string;
  readonly receivedAt: string;
}

export interface SignedReceipt {
  readonly receipt: Receipt;
  readonly signature: string;
}

export const firstPrevious = '0'.repeat(64);
