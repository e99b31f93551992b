/**
 * Seals a seed for the database, bound to the serial of its credential.
 *
 *   | offset | length | sealed seed      |
 *   | 0      | 1      | version, 1       |
 *   | 1      | 12     | nonce            |
 *   | 13     | n      | ciphertext       |
 *   | 13 + n | 16     | AES-256-GCM tag  |
 */
export declare function sealSeed(storeKey: Uint8Array, serial: string, seed: Uint8Array): Buffer;
/** The seed's bytes; whoever asks wipes them. Throws when the row was altered or belongs to another serial. */
export declare function openSeed(storeKey: Uint8Array, serial: string, sealed: Uint8Array): Uint8Array;
