import { configuration as cfg, extended, ticket as tkt } from '../yubikey/flags.ts';
import { characterOf } from '../yubikey/keyboard.ts';
import { modhex } from '../yubikey/modhex.ts';
import { aesBlock, aesKey, fixedPart, hotpDigits, privateId, ticket } from './otp.ts';
import { flagsOf, type SlotMemory } from './slot-memory.ts';

/** What a token knows beside the slot when it types. */
export interface TypingState {
  /** Eighths of a second since power-up. */
  readonly timestamp: number;
  readonly random: number;
}

/** What a touch types from a slot, moving its counters; empty when the slot does not type. */
export function typed(slot: SlotMemory, state: TypingState): string {
  const flags = flagsOf(slot);
  if ((flags.extended & extended.dormant) !== 0) return '';
  const challengeOrHotp = (flags.ticket & tkt.hotpOrChallenge) !== 0;
  if (challengeOrHotp && (flags.configuration & cfg.challengeYubico) !== 0) return '';
  const [first, second] = challengeOrHotp ? hotp(slot) : plain(slot, state);
  return [
    (flags.ticket & tkt.tabFirst) === 0 ? '' : '\t',
    first,
    (flags.ticket & tkt.tabAfterFirst) === 0 ? '' : '\t',
    second,
    (flags.ticket & tkt.tabAfterSecond) === 0 ? '' : '\t',
    (flags.ticket & tkt.enter) === 0 ? '' : '\r',
  ].join('');
}

function hotp(slot: SlotMemory): [string, string] {
  const digits = hotpDigits(slot);
  slot.counter += 1;
  const { configuration } = flagsOf(slot);
  const fixed = fixedPart(slot);
  const inModhex =
    (configuration & cfg.fixedModhex) === cfg.fixedModhex
      ? fixed.length
      : (configuration & cfg.fixedModhex2) !== 0
        ? 2
        : (configuration & cfg.fixedModhex1) !== 0
          ? 1
          : 0;
  return [modhex(fixed.subarray(0, inModhex)) + Buffer.from(fixed.subarray(inModhex)).toString('hex'), digits];
}

function plain(slot: SlotMemory, state: TypingState): [string, string] {
  const { configuration } = flagsOf(slot);
  const kind = configuration & (cfg.staticTicket | cfg.shortTicket);
  if (kind === cfg.shortTicket) return [scanCodePassword(slot), ''];
  if ((kind & cfg.staticTicket) !== 0) {
    const whole = modhex(aesBlock(aesKey(slot), ticket(privateId(slot), 0, 0, 0, 0)));
    const part = (kind & cfg.shortTicket) === 0 ? whole : whole.slice(0, 16);
    return strong(modhex(fixedPart(slot)), part, configuration);
  }
  slot.useCounter += slot.session === undefined ? 1 : 0;
  slot.session = slot.session === undefined ? 0 : slot.session + 1;
  const plainTicket = ticket(privateId(slot), slot.useCounter, state.timestamp, slot.session, state.random);
  const reference = (configuration & cfg.sendReference) === 0 ? '' : 'cbdefghijklnrtuv';
  return [reference + modhex(fixedPart(slot)), modhex(aesBlock(aesKey(slot), plainTicket))];
}

function scanCodePassword(slot: SlotMemory): string {
  const codes = slot.configuration.subarray(0, 38);
  const end = codes.indexOf(0);
  return Array.from(codes.subarray(0, end < 0 ? codes.length : end), characterOf).join('');
}

/** Strong password policy: the first two letters upper case, the first eight modhex digits below 8 as digits. */
function strong(fixed: string, part: string, configuration: number): [string, string] {
  let text = fixed + part;
  if ((configuration & cfg.strongDigits) !== 0)
    text = text.slice(0, 8).replace(/[cbdefghi]/g, (key) => String('cbdefghi'.indexOf(key))) + text.slice(8);
  if ((configuration & cfg.strongMixed) !== 0) text = text.slice(0, 2).toUpperCase() + text.slice(2);
  return [text.slice(0, fixed.length), text.slice(fixed.length)];
}
