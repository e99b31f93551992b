import { ecb } from '@noble/ciphers/aes.js';
import { fromModhex, modhex } from './modhex.ts';

/** What a Yubico OTP says once it is opened. */
export interface YubicoTicket {
  /** Six bytes, half of the credential's secret: whoever opens a ticket wipes them. */
  readonly privateId: Uint8Array;
  /** Moves once per power-up. */
  readonly useCounter: number;
  /** Moves once per touch, from 0 at power-up. */
  readonly session: number;
  /** 8 Hz since power-up, 24 bits. */
  readonly timestamp: number;
  readonly random: number;
}

/**
 * Opens the last 32 characters of a Yubico OTP with the 16 key bytes; `undefined` when the key or the text is wrong.
 *
 *   | offset | length | ticket, little-endian (OTPs Explained, developers.yubico.com) |
 *   | 0      | 6      | private id                                                    |
 *   | 6      | 2      | use counter                                                   |
 *   | 8      | 3      | timestamp                                                     |
 *   | 11     | 1      | session                                                       |
 *   | 12     | 2      | random                                                        |
 *   | 14     | 2      | complement of the CRC-16 before it; residual F0B8             |
 */
export function openYubicoOtp(key: Uint8Array, otp: string): YubicoTicket | undefined {
  const sealed = otp.length >= 32 ? fromModhex(otp.slice(-32)) : undefined;
  if (sealed === undefined) return undefined;
  const ticket = ecb(key, { disablePadding: true }).decrypt(sealed);
  try {
    if (crc16(ticket) !== 0xf0b8) return undefined;
    const view = new DataView(ticket.buffer, ticket.byteOffset);
    return {
      privateId: ticket.slice(0, 6),
      useCounter: view.getUint16(6, true),
      timestamp: view.getUint16(8, true) | (view.getUint8(10) << 16),
      session: view.getUint8(11),
      random: view.getUint16(12, true),
    };
  } finally {
    ticket.fill(0);
  }
}

/** The 32 characters a token types for a ticket (its private id as 12 hex digits), without the public id before them. */
export function makeYubicoOtp(
  key: Uint8Array,
  ticket: Omit<YubicoTicket, 'privateId'> & { readonly privateId: string },
): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let place = 0; place < 6; place += 1) {
    bytes[place] = Number.parseInt(ticket.privateId.slice(2 * place, 2 * place + 2), 16);
  }
  view.setUint16(6, ticket.useCounter, true);
  view.setUint16(8, ticket.timestamp & 0xffff, true);
  view.setUint8(10, ticket.timestamp >> 16);
  view.setUint8(11, ticket.session);
  view.setUint16(12, ticket.random, true);
  view.setUint16(14, ~crc16(bytes.subarray(0, 14)) & 0xffff, true);
  return modhex(ecb(key, { disablePadding: true }).encrypt(bytes));
}

/** What must rise from one OTP of a token to the next: the use counter, then the session. */
export function yubicoCount(ticket: Pick<YubicoTicket, 'useCounter' | 'session'>): number {
  return ticket.useCounter * 256 + ticket.session;
}

/** A typed Yubico OTP in its two parts: the public id, and the 32 characters that are sealed. */
export function splitYubicoOtp(otp: string): { readonly publicId: string; readonly sealed: string } | undefined {
  return otp.length >= 32 && otp.length <= 64 && fromModhex(otp.slice(-32)) !== undefined
    ? { publicId: otp.slice(0, -32).toLowerCase(), sealed: otp.slice(-32).toLowerCase() }
    : undefined;
}

/** CRC-16 of the YubiKey (ISO 13239): initial FFFF, reflected polynomial 8408, no final complement. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  }
  return crc;
}
