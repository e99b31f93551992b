import { atLeast, type Firmware } from '../firmware.ts';
import { commands } from '../yubikey/commands.ts';
import { configuration as cfg, extended } from '../yubikey/flags.ts';
import type { Faults } from './faults.ts';
import type { EmulatedModel } from './models.ts';
import { aesBlock, aesKey, hmacAnswer, isYubicoChallenge, ticket } from './otp.ts';
import { flagsOf, isLocked, type SlotMemory, type Slots, updated, written } from './slot-memory.ts';
import type { CommandOutcome } from './wire.ts';

const challengeSize = 6;
const rejected: CommandOutcome = { kind: 'rejected' };

/** The parts of the token that commands work on. */
export interface Memory {
  readonly serial: number;
  readonly firmware: Firmware;
  readonly pages: EmulatedModel['pages'];
  readonly slots: Slots;
  readonly touchLimitMs: number;
  faults(): Faults;
  timestamp(): number;
  random(): number;
  /** Puts slots in place and moves the programming sequence. */
  store(change: Partial<{ 1: SlotMemory | undefined; 2: SlotMemory | undefined }>): void;
}

/** What the firmware does with one command. */
export function execute(memory: Memory, command: number, payload: Uint8Array): CommandOutcome {
  switch (command) {
    case commands.write[1]:
      return put(memory, 1, written(memory.slots, 1, payload));
    case commands.write[2]:
      return put(memory, 2, written(memory.slots, 2, payload));
    case commands.update[1]:
      return put(memory, 1, updated(memory.slots, 1, payload, memory.firmware));
    case commands.update[2]:
      return put(memory, 2, updated(memory.slots, 2, payload, memory.firmware));
    case commands.swap:
      return swap(memory);
    case commands.serial:
      return serial(memory);
    case commands.deviceInfo:
      return deviceInfo(memory, payload[0] ?? 0);
    case commands.hmacChallenge[1]:
      return challenge(memory, memory.slots[1], (slot) => hmacAnswer(slot, payload));
    case commands.hmacChallenge[2]:
      return challenge(memory, memory.slots[2], (slot) => hmacAnswer(slot, payload));
    case commands.yubicoChallenge[1]:
      return challenge(memory, memory.slots[1], (slot) => yubicoAnswer(memory, slot, payload));
    case commands.yubicoChallenge[2]:
      return challenge(memory, memory.slots[2], (slot) => yubicoAnswer(memory, slot, payload));
    default:
      return rejected;
  }
}

function put(memory: Memory, number: 1 | 2, result: SlotMemory | undefined | 'refused'): CommandOutcome {
  const faults = memory.faults();
  if (result === 'refused' || faults.refuseWrites) return rejected;
  return { kind: 'store', apply: () => memory.store(faults.dropWrites ? {} : { [number]: result }) };
}

/** Fails when nothing is configured or either slot is locked, whatever code is sent. */
function swap(memory: Memory): CommandOutcome {
  const { slots } = memory;
  if (!atLeast(memory.firmware, [2, 3, 0]) || memory.faults().refuseWrites) return rejected;
  if (slots[1] === undefined && slots[2] === undefined) return rejected;
  if (isLocked(slots[1]) || isLocked(slots[2])) return rejected;
  const dropped = memory.faults().dropWrites;
  return { kind: 'store', apply: () => memory.store(dropped ? {} : { 1: slots[2], 2: slots[1] }) };
}

function serial(memory: Memory): CommandOutcome {
  const configured = [memory.slots[1], memory.slots[2]].filter((slot) => slot !== undefined);
  const visible =
    configured.length === 0 || configured.some((slot) => (flagsOf(slot).extended & extended.serialByApi) !== 0);
  if (!atLeast(memory.firmware, [2, 2, 0]) || !visible) return rejected;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(memory.serial);
  return { kind: 'answer', bytes };
}

function deviceInfo(memory: Memory, page: number): CommandOutcome {
  const tags = memory.pages[page];
  if (tags === undefined || !atLeast(memory.firmware, [4, 1, 0])) return rejected;
  const serialBytes = Buffer.alloc(4);
  serialBytes.writeUInt32BE(memory.serial);
  const all = page === 0 ? [[0x02, [...serialBytes]] as const, ...tags] : tags;
  const body = all.flatMap(([tag, value]) => [tag, value.length, ...value]);
  return { kind: 'answer', bytes: Uint8Array.of(body.length, ...body) };
}

function challenge(
  memory: Memory,
  slot: SlotMemory | undefined,
  answer: (slot: SlotMemory) => Uint8Array | undefined,
): CommandOutcome {
  if (slot === undefined || !atLeast(memory.firmware, [2, 2, 0])) return rejected;
  if ((flagsOf(slot).configuration & cfg.challengeTouch) === 0) {
    const bytes = answer(slot);
    return bytes === undefined ? rejected : { kind: 'answer', bytes };
  }
  const limitMs = memory.faults().touchTimesOut ? 1000 : memory.touchLimitMs;
  return { kind: 'touch', limitMs, answer: () => answer(slot) ?? new Uint8Array() };
}

/** The ticket of Yubico OTP with the challenge for the private id; counters move as with a touch. */
function yubicoAnswer(memory: Memory, slot: SlotMemory, payload: Uint8Array): Uint8Array | undefined {
  if (!isYubicoChallenge(slot)) return undefined;
  slot.useCounter += slot.session === undefined ? 1 : 0;
  slot.session = slot.session === undefined ? 0 : slot.session + 1;
  const id = payload.subarray(0, challengeSize);
  return aesBlock(aesKey(slot), ticket(id, slot.useCounter, memory.timestamp(), slot.session, memory.random()));
}
