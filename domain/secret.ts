/**
 * Bytes that must never be printed: every way JavaScript turns a value into text gives `[redacted]`.
 * Whoever calls `reveal` answers for the bytes; `wipe` overwrites them in place.
 */
class Secret {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** The bytes themselves, not a copy: gone after `wipe`. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]';
  }
}

/** An OTP shared secret: 20 bytes for HOTP (RFC 4226 section 4, R6), 16 for Yubico OTP. */
export class Seed extends Secret {}

/** Six bytes that lock a YubiKey slot against being written. */
export class AccessCode extends Secret {}

/** What the holder types before a code, as UTF-8 bytes. */
export class Pin extends Secret {}
