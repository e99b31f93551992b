import type { AccessCode } from '../domain/secret.ts';
import type { SlotNumber, TokenSeen, TokenSerial } from '../domain/token.ts';
import type { Firmware } from './firmware.ts';

/** What a token tells of itself in its idle state. */
export interface TokenStatus {
  readonly firmware: Firmware;
  /** The programming sequence: moves by one with every write, 0 when no slot is configured. */
  readonly sequence: number;
  readonly slots: TokenSeen['slots'];
  readonly ledInverted: boolean;
}

/** What a token tells of its make (YubiKey device information, firmware 4.1 and later). */
export interface DeviceInfo {
  readonly serial: TokenSerial | undefined;
  readonly firmware: Firmware | undefined;
  readonly formFactor: number;
  readonly fips: boolean;
  readonly securityKey: boolean;
  readonly usbSupported: number;
  readonly usbEnabled: number;
  readonly nfcSupported: number;
  readonly nfcEnabled: number;
  readonly partNumber: string;
  /** A configuration lock is set: interfaces cannot be changed without its code. */
  readonly locked: boolean;
}

/** The content of a slot as a value: renders the bytes for a firmware, or refuses with `token/unsupported`. */
export interface SlotConfiguration {
  readonly kind: 'hotp' | 'yubico-otp' | 'hmac-sha1' | 'yubico-challenge' | 'static-password' | 'static-ticket';
  readonly minimumFirmware: Firmware;
  /** A fresh 52-byte buffer that may hold secrets: whoever asks for it wipes it. */
  render(firmware: Firmware): Uint8Array;
}

/** Changes to the flags of a configured slot; every flag not named goes back to off. */
export interface SlotUpdate {
  readonly kind: 'update';
  readonly minimumFirmware: Firmware;
  /** The access code the slot has afterwards; without it an update removes the old one. */
  readonly newAccessCode: AccessCode | undefined;
  /** A fresh 52-byte buffer that may hold secrets: whoever asks for it wipes it. */
  render(firmware: Firmware): Uint8Array;
}

export interface WriteOptions {
  /** The access code the slot has now, when it has one. */
  readonly accessCode?: AccessCode | undefined;
  /** Heeded until the last report is sent; from then on the write runs to its proof. */
  readonly signal?: AbortSignal | undefined;
  /** From 0 to 1, by reports sent and the proof read. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export interface ChallengeOptions {
  /** Ends the wait for a touch on the token itself. */
  readonly signal?: AbortSignal | undefined;
  /** The token waits for a touch; how long it will still wait. */
  readonly onTouch?: ((secondsLeft: number) => void) | undefined;
}

/**
 * One token, opened, as the desk works with it. A write returns only when the programming sequence and the read-back
 * prove it. `token/write-unknown` means that nobody can know whether the slot was written; every other failure of a
 * write means that nothing was written.
 */
export interface TokenSession {
  readSerial(): Promise<TokenSerial | undefined>;
  readStatus(): Promise<TokenStatus>;
  /** `undefined` when the firmware is too old to tell. */
  readDeviceInfo(): Promise<DeviceInfo | undefined>;
  writeSlot(slot: SlotNumber, configuration: SlotConfiguration, options?: WriteOptions): Promise<TokenStatus>;
  updateSlot(slot: SlotNumber, update: SlotUpdate, options?: WriteOptions): Promise<TokenStatus>;
  swapSlots(options?: WriteOptions): Promise<TokenStatus>;
  deleteSlot(slot: SlotNumber, options?: WriteOptions): Promise<TokenStatus>;
  /** HMAC-SHA1 over up to 64 bytes gives 20, Yubico challenge-response over 6 bytes gives 16. */
  answerChallenge(
    slot: SlotNumber,
    kind: 'hmac-sha1' | 'yubico',
    challenge: Uint8Array,
    options?: ChallengeOptions,
  ): Promise<Uint8Array>;
}
