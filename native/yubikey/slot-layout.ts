import { createHash } from 'node:crypto';
import { KeydeskError } from '../../domain/failure.ts';
import type { AccessCode, Seed } from '../../domain/secret.ts';
import { atLeast, type Firmware, firmwareText } from '../firmware.ts';
import type { SlotConfiguration, SlotUpdate } from '../session.ts';
import { crc16 } from './crc16.ts';
import { configuration as cfg, extended, extendedSince, ticket } from './flags.ts';

/*
 * The 52 bytes of a slot configuration (ykdef.h, struct config_st):
 *
 *    0 16 fixed part      22 16 key                44 1 length of the fixed part   48 2 zero
 *   16  6 private id      38  6 new access code    45 3 ext, ticket, cfg flags     50 2 complemented CRC of 0..49
 *
 * A 20-byte key is key[0..16] and then private id[0..4]; an HOTP counter is private id[4..6] = BE16(counter / 16).
 */
export const configurationSize = 52;

/** Flags every kind of slot may carry. The serial stays readable whatever is written: a write never hides a token. */
export interface SlotFlags {
  /** Locks the slot from now on; without it a write leaves the slot unlocked. */
  readonly newAccessCode?: AccessCode | undefined;
  /** Flags may be changed later without knowing the key; on where the firmware can, unless refused. */
  readonly updatable?: boolean | undefined;
  readonly dormant?: boolean | undefined;
  readonly serialByButton?: boolean | undefined;
  readonly serialInUsb?: boolean | undefined;
  readonly ledInverted?: boolean | undefined;
  /** In slot 1: slot 2 can then only be written while it is configured and carries this too. */
  readonly protectSlot2?: boolean | undefined;
}

/** Flags of slots that type. */
export interface TypingFlags extends SlotFlags {
  /** Ends with Enter; on unless refused. */
  readonly enter?: boolean | undefined;
  /** A short press is enough while only slot 1 is configured; on where the firmware can, unless refused. */
  readonly fastTrigger?: boolean | undefined;
  readonly numericKeypad?: boolean | undefined;
  readonly pacingMs?: 0 | 10 | 20 | 30 | undefined;
  readonly tabFirst?: boolean | undefined;
  readonly tabAfterFirst?: boolean | undefined;
  readonly tabAfterSecond?: boolean | undefined;
  readonly delayAfterFirst?: boolean | undefined;
  readonly delayAfterSecond?: boolean | undefined;
}

/** OATH-HOTP (RFC 4226): types 6 or 8 digits at each touch. `counter` must be a multiple of 16, at most 0xFFFF0. */
export function hotpConfiguration(
  options: TypingFlags & {
    readonly seed: Seed;
    readonly digits: 6 | 8;
    readonly counter?: number;
    /** OATH token identifier typed before the digits, at most 16 bytes, its first two as modhex. */
    readonly tokenId?: Uint8Array | undefined;
  },
): SlotConfiguration {
  const counter = options.counter ?? 0;
  if (counter % 16 !== 0 || counter < 0 || counter > 0xffff0) throw invalid('counter');
  const minimum: Firmware = counter === 0 ? [2, 1, 0] : [2, 2, 0];
  return slotConfiguration('hotp', minimum, options, (layout) => {
    layout.fixed(options.tokenId ?? new Uint8Array());
    layout.shaKey(options.seed);
    layout.bytes[20] = counter >> 12;
    layout.bytes[21] = (counter >> 4) & 0xff;
    layout.flags(
      typingExtended(options),
      ticket.hotpOrChallenge | typingTicket(options),
      (options.tokenId === undefined ? 0 : cfg.fixedModhex2) |
        (options.digits === 8 ? cfg.hotp8 : 0) |
        pacing(options.pacingMs),
    );
  });
}

/** Yubico OTP: types public id and encrypted ticket in modhex. */
export function yubicoOtpConfiguration(
  options: TypingFlags & {
    /** At most 16 bytes; 6 is usual. */
    readonly publicId: Uint8Array;
    /** 6 bytes. */
    readonly privateId: Seed;
    /** 16 bytes. */
    readonly key: Seed;
    readonly sendReference?: boolean | undefined;
  },
): SlotConfiguration {
  return slotConfiguration('yubico-otp', [1, 0, 0], options, (layout) => {
    layout.ticketParts(options);
    layout.flags(
      typingExtended(options),
      typingTicket(options),
      (options.sendReference ? cfg.sendReference : 0) | pacing(options.pacingMs),
    );
  });
}

/** Types the same modhex ticket every time (static mode of the first firmwares). */
export function staticTicketConfiguration(
  options: TypingFlags & {
    readonly publicId: Uint8Array;
    readonly privateId: Seed;
    readonly key: Seed;
    readonly short?: boolean | undefined;
    /** Upper case and digits mixed in. */
    readonly strong?: boolean | undefined;
    readonly manualUpdate?: boolean | undefined;
  },
): SlotConfiguration {
  const minimum: Firmware = options.short || options.strong || options.manualUpdate ? [2, 0, 0] : [1, 0, 0];
  return slotConfiguration('static-ticket', minimum, options, (layout) => {
    layout.ticketParts(options);
    layout.flags(
      typingExtended(options),
      typingTicket(options),
      cfg.staticTicket |
        (options.short ? cfg.shortTicket : 0) |
        (options.strong ? cfg.strongMixed | cfg.strongDigits : 0) |
        (options.manualUpdate ? cfg.manualUpdate : 0) |
        pacing(options.pacingMs),
    );
  });
}

/** Types up to 38 keystrokes given as HID usage ids (80 = with shift); see keyboard.ts. */
export function staticPasswordConfiguration(options: TypingFlags & { readonly scanCodes: Seed }): SlotConfiguration {
  if (options.scanCodes.length < 1 || options.scanCodes.length > 38) throw invalid('password');
  return slotConfiguration('static-password', [2, 2, 0], options, (layout) => {
    layout.bytes.set(options.scanCodes.reveal(), 0);
    layout.bytes[44] = 16;
    layout.flags(typingExtended(options), typingTicket(options), cfg.shortTicket | pacing(options.pacingMs));
  });
}

/** HMAC-SHA1 challenge-response (RFC 2104): answers over USB, types nothing. */
export function hmacSha1Configuration(
  options: SlotFlags & {
    readonly key: Seed;
    readonly touch?: boolean | undefined;
    /** All 64 bytes of a challenge count, instead of stripping the padding. */
    readonly fullLength?: boolean | undefined;
  },
): SlotConfiguration {
  return slotConfiguration('hmac-sha1', [2, 2, 0], options, (layout) => {
    layout.shaKey(options.key);
    layout.flags(
      plainExtended(options),
      ticket.hotpOrChallenge | plainTicket(options),
      cfg.challengeHmac | (options.fullLength ? 0 : cfg.hmacShort) | (options.touch ? cfg.challengeTouch : 0),
    );
  });
}

/** Yubico challenge-response: a 6-byte challenge takes the place of the private id, the answer is one AES block. */
export function yubicoChallengeConfiguration(
  options: SlotFlags & { readonly privateId: Seed; readonly key: Seed; readonly touch?: boolean | undefined },
): SlotConfiguration {
  return slotConfiguration('yubico-challenge', [2, 2, 0], options, (layout) => {
    layout.ticketParts({ ...options, publicId: new Uint8Array() });
    layout.flags(
      plainExtended(options),
      ticket.hotpOrChallenge | plainTicket(options),
      cfg.challengeYubico | (options.touch ? cfg.challengeTouch : 0),
    );
  });
}

/** New flags and access code for a slot that allows it. Everything not named goes off: a token cannot tell its flags. */
export function slotUpdate(options: Omit<TypingFlags, 'protectSlot2'>): SlotUpdate {
  const rendered = slotConfiguration('yubico-otp', [2, 3, 0], options, (layout) => {
    layout.flags(typingExtended(options), typingTicket(options), pacing(options.pacingMs));
  });
  return {
    kind: 'update',
    minimumFirmware: rendered.minimumFirmware,
    newAccessCode: options.newAccessCode,
    render: rendered.render,
  };
}

interface Layout {
  readonly bytes: Uint8Array;
  fixed(part: Uint8Array): void;
  shaKey(key: Seed): void;
  ticketParts(parts: { readonly publicId: Uint8Array; readonly privateId: Seed; readonly key: Seed }): void;
  flags(flags: readonly (readonly [number, boolean | undefined, Firmware])[], ticket: number, cfg: number): void;
}

function slotConfiguration(
  kind: SlotConfiguration['kind'],
  minimumFirmware: Firmware,
  options: SlotFlags,
  fill: (layout: Layout) => void,
): SlotConfiguration {
  if (options.newAccessCode !== undefined && options.newAccessCode.length !== 6) throw invalid('access code');
  const render = (firmware: Firmware): Uint8Array => {
    if (!atLeast(firmware, minimumFirmware)) throw unsupported(kind, firmware, minimumFirmware);
    const bytes = new Uint8Array(configurationSize);
    try {
      fill(layoutOn(bytes, firmware));
      if (options.newAccessCode !== undefined) bytes.set(options.newAccessCode.reveal(), 38);
      const crc = ~crc16(bytes.subarray(0, 50)) & 0xffff;
      bytes[50] = crc & 0xff;
      bytes[51] = crc >> 8;
      return bytes;
    } catch (error) {
      bytes.fill(0);
      throw error;
    }
  };
  // Lengths and values are checked at birth, so that a wrong one never reaches a token.
  render([255, 0, 0]).fill(0);
  return { kind, minimumFirmware, render };
}

function layoutOn(bytes: Uint8Array, firmware: Firmware): Layout {
  const fixed = (part: Uint8Array): void => {
    if (part.length > 16) throw invalid('public id');
    bytes.set(part, 0);
    bytes[44] = part.length;
  };
  return {
    bytes,
    fixed,
    shaKey: (key) => {
      const whole = key.reveal();
      if (whole.length === 0 || (whole.length > 20 && whole.length <= 64)) throw invalid('key');
      const short = whole.length > 64 ? createHash('sha1').update(whole).digest() : whole;
      bytes.set(short.subarray(0, 16), 22);
      bytes.set(short.subarray(16), 16);
      if (short !== whole) short.fill(0);
    },
    ticketParts: ({ publicId, privateId, key }) => {
      if (privateId.length !== 6) throw invalid('private id');
      if (key.length !== 16) throw invalid('key');
      fixed(publicId);
      bytes.set(privateId.reveal(), 16);
      bytes.set(key.reveal(), 22);
    },
    flags: (flags, ticketFlags, cfgFlags) => {
      for (const [flag, wanted, since] of flags) {
        if (wanted === false) continue;
        if (atLeast(firmware, since)) bytes[45] = (bytes[45] ?? 0) | flag;
        else if (wanted === true) throw unsupported('flag', firmware, since);
      }
      bytes[46] = ticketFlags;
      bytes[47] = cfgFlags;
    },
  };
}

/** `undefined` stands for "where the firmware can", `true` for "or refuse". */
function plainExtended(options: SlotFlags): (readonly [number, boolean | undefined, Firmware])[] {
  return [
    [extended.serialByApi, undefined, extendedSince.serialByApi],
    [extended.updatable, options.updatable, extendedSince.updatable],
    [extended.dormant, options.dormant ?? false, extendedSince.dormant],
    [extended.serialByButton, options.serialByButton ?? false, extendedSince.serialByButton],
    [extended.serialInUsb, options.serialInUsb ?? false, extendedSince.serialInUsb],
    [extended.ledInverted, options.ledInverted ?? false, extendedSince.ledInverted],
  ];
}

function typingExtended(options: TypingFlags): (readonly [number, boolean | undefined, Firmware])[] {
  return [
    ...plainExtended(options),
    [extended.fastTrigger, options.fastTrigger, extendedSince.fastTrigger],
    [extended.numericKeypad, options.numericKeypad ?? false, extendedSince.numericKeypad],
  ];
}

function plainTicket(options: SlotFlags): number {
  return options.protectSlot2 ? ticket.protectSlot2 : 0;
}

function typingTicket(options: TypingFlags): number {
  return (
    plainTicket(options) |
    (options.enter === false ? 0 : ticket.enter) |
    (options.tabFirst ? ticket.tabFirst : 0) |
    (options.tabAfterFirst ? ticket.tabAfterFirst : 0) |
    (options.tabAfterSecond ? ticket.tabAfterSecond : 0) |
    (options.delayAfterFirst ? ticket.delayAfterFirst : 0) |
    (options.delayAfterSecond ? ticket.delayAfterSecond : 0)
  );
}

function pacing(pacingMs: TypingFlags['pacingMs']): number {
  return (
    (pacingMs === 10 || pacingMs === 30 ? cfg.pacing10 : 0) | (pacingMs === 20 || pacingMs === 30 ? cfg.pacing20 : 0)
  );
}

function unsupported(what: string, firmware: Firmware, minimum: Firmware): KeydeskError {
  return new KeydeskError('token/unsupported', {
    what,
    firmware: firmwareText(firmware),
    needs: firmwareText(minimum),
  });
}

function invalid(what: string): KeydeskError {
  return new KeydeskError('token/unsupported', { what });
}
