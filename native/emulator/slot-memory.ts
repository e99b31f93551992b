import { atLeast, type Firmware, within } from '../firmware.ts';
import { crc16, crcResidual } from '../yubikey/crc16.ts';
import { extended, ticket, updatable } from '../yubikey/flags.ts';

/** One slot as it lies in the memory of an emulated token. */
export interface SlotMemory {
  /** The 52 bytes as written. */
  readonly configuration: Uint8Array;
  /** HOTP moving factor. */
  counter: number;
  /** Yubico OTP: uses since the slot was written, one for each power-up with a touch. */
  useCounter: number;
  /** Yubico OTP: touches within this power-up, undefined before the first. */
  session: number | undefined;
}

export interface Slots {
  1: SlotMemory | undefined;
  2: SlotMemory | undefined;
}

const size = 52;

export function flagsOf(slot: SlotMemory): { extended: number; ticket: number; configuration: number } {
  const [ext = 0, tkt = 0, cfg = 0] = slot.configuration.subarray(45, 48);
  return { extended: ext, ticket: tkt, configuration: cfg };
}

function accessCode(configuration: Uint8Array): Uint8Array {
  return configuration.subarray(38, 44);
}

export function isLocked(slot: SlotMemory | undefined): boolean {
  return slot !== undefined && accessCode(slot.configuration).some((byte) => byte !== 0);
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function opens(slot: SlotMemory | undefined, payload: Uint8Array): boolean {
  return (
    slot === undefined || !isLocked(slot) || equal(accessCode(slot.configuration), payload.subarray(size, size + 6))
  );
}

/** What a write leaves in a slot (devices: a wrong code, checksum or length leaves `refused`). */
export function written(slots: Slots, number: 1 | 2, payload: Uint8Array): SlotMemory | undefined | 'refused' {
  const current = slots[number];
  if (!opens(current, payload)) return 'refused';
  if (number === 2 && slots[1] !== undefined && (flagsOf(slots[1]).ticket & ticket.protectSlot2) !== 0)
    if (current === undefined || (flagsOf(current).ticket & ticket.protectSlot2) === 0) return 'refused';
  const configuration = payload.slice(0, size);
  if (configuration.every((byte) => byte === 0)) return current === undefined ? 'refused' : undefined;
  if (crc16(configuration) !== crcResidual || (configuration[44] ?? 0) > 16) return 'refused';
  const hotp = ((configuration[46] ?? 0) & ticket.hotpOrChallenge) !== 0 && ((configuration[47] ?? 0) & 0x20) === 0;
  const startFactor = ((configuration[20] ?? 0) << 8) | (configuration[21] ?? 0);
  return { configuration, counter: hotp ? startFactor * 16 : 0, useCounter: 0, session: undefined };
}

/** What an update leaves in a slot: all updatable flags and the access code are replaced, counters stay. */
export function updated(slots: Slots, number: 1 | 2, payload: Uint8Array, firmware: Firmware): SlotMemory | 'refused' {
  const current = slots[number];
  const block = payload.slice(0, size);
  if (!atLeast(firmware, [2, 3, 0]) || current === undefined || !opens(current, payload)) return 'refused';
  const now = flagsOf(current);
  if ((now.extended & extended.updatable) === 0 || crc16(block) !== crcResidual) return 'refused';
  const [ext = 0, tkt = 0, cfg = 0] = block.subarray(45, 48);
  if ((tkt & ~updatable.ticket) !== 0 || (cfg & ~updatable.configuration) !== 0) return 'refused';
  if (block.subarray(0, 38).some((byte) => byte !== 0) || block[44] !== 0) return 'refused';
  // 4.3.2 to 4.3.5 cannot change the access code by an update.
  if (within(firmware, [4, 3, 2], [4, 3, 5]) && !equal(accessCode(block), accessCode(current.configuration)))
    return 'refused';
  const configuration = current.configuration.slice();
  configuration.set(accessCode(block), 38);
  configuration[45] = ext;
  configuration[46] = (now.ticket & ~updatable.ticket) | tkt;
  configuration[47] = (now.configuration & ~updatable.configuration) | cfg;
  return { ...current, configuration };
}
