import { asFailure, KeydeskError } from '../../domain/failure.ts';
import type { AccessCode } from '../../domain/secret.ts';
import { type SlotNumber, tokenSerial } from '../../domain/token.ts';
import type { Clock } from '../clock.ts';
import type { Connection } from '../connection.ts';
import { atLeast, type Firmware, firmwareText, within } from '../firmware.ts';
import { createLock } from '../lock.ts';
import type { ChallengeOptions, SlotUpdate, TokenSession, TokenStatus } from '../session.ts';
import { commands } from './commands.ts';
import { deviceInfo, morePages, parsePage } from './device-info.ts';
import { payloadSize } from './frame.ts';
import { type CommandOptions, openProtocol, type Protocol } from './protocol.ts';
import { configurationSize } from './slot-layout.ts';
import { type Writer, writeProven } from './write.ts';

const mostPages = 8;

/** An opened YubiKey, and the status it showed last. */
export interface YubikeySession extends TokenSession {
  readonly last: TokenStatus;
}

interface Opened extends Writer {
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly firmware: Firmware;
  readonly seen: (status: TokenStatus) => TokenStatus;
}

export async function openYubikey(connection: Connection, clock: Clock): Promise<YubikeySession> {
  const protocol = openProtocol(connection, clock);
  const lock = createLock();
  let last = await protocol.readStatus();
  const seen = (status: TokenStatus): TokenStatus => {
    last = status;
    return status;
  };
  const key: Opened = { protocol, clock, firmware: last.firmware, seen };
  return {
    get last() {
      return last;
    },
    readStatus: () => lock(async () => seen(await protocol.readStatus())),
    readSerial: () => lock(() => readSerial(key)),
    readDeviceInfo: () => lock(() => readDeviceInfo(key)),
    writeSlot: (slot, configuration, options = {}) =>
      lock(() => {
        const bytes = configuration.render(key.firmware);
        return writeProven(key, commands.write[slot], bytes, options, {
          slot,
          refusal: 'token/access-code',
          possible: () => true,
          shows: (_, after) => after.slots[slot].configured,
        });
      }, options.signal),
    updateSlot: (slot, update, options = {}) =>
      lock(() => {
        refuseLockChange(key.firmware, update, options.accessCode);
        return writeProven(key, commands.update[slot], update.render(key.firmware), options, {
          slot,
          // Not updatable, or locked: the token does not say which.
          refusal: 'token/write-refused',
          possible: (before) => before.slots[slot].configured,
          shows: (_, after) => after.slots[slot].configured,
        });
      }, options.signal),
    swapSlots: (options = {}) =>
      lock(() => {
        need(key.firmware, [2, 3, 0], 'swap');
        return writeProven(key, commands.swap, new Uint8Array(), options, {
          slot: undefined,
          refusal: 'token/access-code',
          possible: (before) => before.slots[1].configured || before.slots[2].configured,
          shows: (before, after) =>
            after.slots[1].configured === before.slots[2].configured &&
            after.slots[2].configured === before.slots[1].configured,
        });
      }, options.signal),
    deleteSlot: (slot, options = {}) =>
      lock(
        () =>
          writeProven(key, commands.write[slot], new Uint8Array(configurationSize), options, {
            slot,
            refusal: 'token/access-code',
            possible: (before) => before.slots[slot].configured,
            shows: (_, after) => !after.slots[slot].configured,
          }),
        options.signal,
      ),
    answerChallenge: (slot, kind, challenge, options = {}) =>
      lock(() => answerChallenge(key, slot, kind, challenge, options), options.signal),
  };
}

async function ask(
  { protocol, seen }: Opened,
  command: number,
  payload: Uint8Array,
  options: CommandOptions,
): Promise<Uint8Array> {
  const result = await protocol.command(command, payload, options);
  if (result.kind === 'answer') return result.bytes;
  seen(result.after);
  throw new KeydeskError('token/rejected', { command });
}

async function readSerial(key: Opened): ReturnType<TokenSession['readSerial']> {
  if (!atLeast(key.firmware, [2, 2, 0])) return undefined;
  try {
    const bytes = await ask(key, commands.serial, new Uint8Array(), { answerLength: () => 4 });
    return tokenSerial(String(new DataView(bytes.buffer).getUint32(0)));
  } catch (error) {
    // Refused when no slot shows the serial by this way.
    if (asFailure(error).code === 'token/rejected') return undefined;
    throw error;
  }
}

async function readDeviceInfo(key: Opened): ReturnType<TokenSession['readDeviceInfo']> {
  if (!atLeast(key.firmware, [4, 1, 0])) return undefined;
  const found = new Map<number, Uint8Array>();
  for (let page = 0; page < mostPages; page++) {
    const answerLength = (start: Uint8Array) => (start[0] ?? 0) + 1;
    const tags = parsePage(await ask(key, commands.deviceInfo, Uint8Array.of(page), { answerLength }));
    for (const [tag, value] of tags) found.set(tag, value);
    if (!morePages(tags)) break;
  }
  return deviceInfo(found);
}

async function answerChallenge(
  key: Opened,
  slot: SlotNumber,
  kind: 'hmac-sha1' | 'yubico',
  challenge: Uint8Array,
  options: ChallengeOptions,
): Promise<Uint8Array> {
  need(key.firmware, [2, 2, 0], 'challenge-response');
  const hmac = kind === 'hmac-sha1';
  if (hmac ? challenge.length > payloadSize : challenge.length !== 6)
    throw new KeydeskError('token/unsupported', { what: 'challenge' });
  const payload = hmac ? padded(challenge) : challenge;
  const command = hmac ? commands.hmacChallenge[slot] : commands.yubicoChallenge[slot];
  return ask(key, command, payload, { ...options, answerLength: () => (hmac ? 20 : 16) });
}

/** A token with short challenges strips the run of equal bytes at the end: it must not run into the message. */
function padded(challenge: Uint8Array): Uint8Array {
  const payload = new Uint8Array(payloadSize).fill(challenge.at(-1) === 0 ? 1 : 0);
  payload.set(challenge);
  return payload;
}

function need(firmware: Firmware, minimum: Firmware, what: string): void {
  if (!atLeast(firmware, minimum))
    throw new KeydeskError('token/unsupported', {
      what,
      firmware: firmwareText(firmware),
      needs: firmwareText(minimum),
    });
}

/** Firmware 4.3.2 to 4.3.5 ignores a new access code in an update: delete the slot and write it anew (yubikit yubiotp.py). */
function refuseLockChange(firmware: Firmware, update: SlotUpdate, current: AccessCode | undefined): void {
  if (!within(firmware, [4, 3, 2], [4, 3, 5])) return;
  const now = current?.reveal() ?? new Uint8Array(6);
  const then = update.newAccessCode?.reveal() ?? new Uint8Array(6);
  if (now.length !== then.length || now.some((byte, index) => byte !== then[index]))
    throw new KeydeskError('token/unsupported', { what: 'access code by update', firmware: firmwareText(firmware) });
}
