import type { SlotNumber } from '../../domain/token.ts';

/** Command bytes of the OTP application (ykdef.h, SLOT_*). */
export const commands = {
  write: { 1: 0x01, 2: 0x03 },
  update: { 1: 0x04, 2: 0x05 },
  swap: 0x06,
  serial: 0x10,
  scanMap: 0x12,
  deviceInfo: 0x13,
  yubicoChallenge: { 1: 0x20, 2: 0x28 },
  hmacChallenge: { 1: 0x30, 2: 0x38 },
} as const satisfies Record<string, number | { readonly [slot in SlotNumber]: number }>;
