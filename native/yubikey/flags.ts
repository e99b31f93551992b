import type { Firmware } from '../firmware.ts';

/** Ticket flags, byte 46 of a slot configuration (ykdef.h; 40 means HOTP or challenge-response). */
export const ticket = {
  tabFirst: 0x01,
  tabAfterFirst: 0x02,
  tabAfterSecond: 0x04,
  delayAfterFirst: 0x08,
  delayAfterSecond: 0x10,
  enter: 0x20,
  hotpOrChallenge: 0x40,
  protectSlot2: 0x80,
} as const;

/** Configuration flags, byte 47; what 02, 10, 20 and 40 mean depends on the ticket flag 40. */
export const configuration = {
  sendReference: 0x01,
  shortTicket: 0x02,
  hotp8: 0x02,
  pacing10: 0x04,
  pacing20: 0x08,
  hmacShort: 0x04,
  challengeTouch: 0x08,
  strongMixed: 0x10,
  strongDigits: 0x40,
  staticTicket: 0x20,
  challengeYubico: 0x20,
  challengeHmac: 0x22,
  fixedModhex1: 0x10,
  fixedModhex2: 0x40,
  fixedModhex: 0x50,
  manualUpdate: 0x80,
} as const;

/** Extended flags, byte 45. */
export const extended = {
  serialByButton: 0x01,
  serialInUsb: 0x02,
  serialByApi: 0x04,
  numericKeypad: 0x08,
  fastTrigger: 0x10,
  updatable: 0x20,
  dormant: 0x40,
  ledInverted: 0x80,
} as const;

/** The firmware that first knew each extended flag. */
export const extendedSince: Readonly<Record<keyof typeof extended, Firmware>> = {
  serialByButton: [2, 2, 0],
  serialInUsb: [2, 2, 0],
  serialByApi: [2, 2, 0],
  numericKeypad: [2, 3, 0],
  fastTrigger: [2, 3, 0],
  updatable: [2, 3, 0],
  dormant: [2, 3, 0],
  ledInverted: [2, 4, 0],
};

/** The flags an update may carry; a token refuses an update with any other (ykdef.h, *_UPDATE_MASK). */
export const updatable = { ticket: 0x3f, configuration: 0x0c, extended: 0xff } as const;
