import { createCipheriv, createHmac } from 'node:crypto';
import { crc16 } from '../yubikey/crc16.ts';
import { configuration as cfg, ticket as tkt } from '../yubikey/flags.ts';
import { flagsOf, type SlotMemory } from './slot-memory.ts';

/** The one-block AES of Yubico OTP. */
export function aesBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(block), cipher.final()]));
}

export function aesKey(slot: SlotMemory): Uint8Array {
  return slot.configuration.subarray(22, 38);
}

export function privateId(slot: SlotMemory): Uint8Array {
  return slot.configuration.subarray(16, 22);
}

export function fixedPart(slot: SlotMemory): Uint8Array {
  return slot.configuration.subarray(0, slot.configuration[44]);
}

function hmacKey(slot: SlotMemory): Uint8Array {
  return Buffer.concat([aesKey(slot), slot.configuration.subarray(16, 20)]);
}

/** RFC 4226 section 5.3, at the slot's moving factor. */
export function hotpDigits(slot: SlotMemory): string {
  const factor = Buffer.alloc(8);
  factor.writeBigUInt64BE(BigInt(slot.counter));
  const mac = createHmac('sha1', hmacKey(slot)).update(factor).digest();
  const code = mac.readUInt32BE((mac[19] ?? 0) & 0x0f) & 0x7fffffff;
  const digits = (flagsOf(slot).configuration & cfg.hotp8) === 0 ? 6 : 8;
  return String(code % 10 ** digits).padStart(digits, '0');
}

/** The plain ticket: private id, use counter, 8 Hz timestamp, session, random, complemented checksum. */
export function ticket(
  id: Uint8Array,
  useCounter: number,
  timestamp: number,
  session: number,
  random: number,
): Uint8Array {
  const block = Buffer.alloc(16);
  block.set(id);
  block.writeUInt16LE(useCounter & 0xffff, 6);
  block.writeUIntLE(timestamp & 0xffffff, 8, 3);
  block.writeUInt8(session & 0xff, 11);
  block.writeUInt16LE(random & 0xffff, 12);
  block.writeUInt16LE(~crc16(block.subarray(0, 14)) & 0xffff, 14);
  return block;
}

/** What a slot answers to a challenge command, if it is set up for that kind. */
export function hmacAnswer(slot: SlotMemory, challenge: Uint8Array): Uint8Array | undefined {
  const flags = flagsOf(slot);
  if ((flags.ticket & tkt.hotpOrChallenge) === 0 || (flags.configuration & cfg.challengeHmac) !== cfg.challengeHmac)
    return undefined;
  let length = challenge.length;
  const padding = challenge.at(-1);
  if ((flags.configuration & cfg.hmacShort) !== 0) while (length > 0 && challenge[length - 1] === padding) length -= 1;
  return new Uint8Array(createHmac('sha1', hmacKey(slot)).update(challenge.subarray(0, length)).digest());
}

export function isYubicoChallenge(slot: SlotMemory): boolean {
  const flags = flagsOf(slot);
  return (
    (flags.ticket & tkt.hotpOrChallenge) !== 0 && (flags.configuration & cfg.challengeHmac) === cfg.challengeYubico
  );
}
