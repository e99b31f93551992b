import { asFailure, type FailureCode, KeydeskError } from '../../domain/failure.ts';
import type { AccessCode } from '../../domain/secret.ts';
import type { SlotNumber } from '../../domain/token.ts';
import type { Clock } from '../clock.ts';
import { atLeast, type Firmware, firmwareText } from '../firmware.ts';
import type { TokenStatus, WriteOptions } from '../session.ts';
import { commands } from './commands.ts';
import { payloadSize } from './frame.ts';
import type { Protocol } from './protocol.ts';
import { configurationSize } from './slot-layout.ts';
import { movedByOne, unmoved } from './write-proof.ts';

/** Reading back which slots are configured began with 2.1: without it no write can be proven. */
const provableSince: Firmware = [2, 1, 0];
/** An unmoved sequence is looked at again, in case the status lags behind the store. */
const staleWaitsMs = [10, 40, 100];

export interface Writer {
  readonly protocol: Protocol;
  readonly clock: Clock;
  readonly firmware: Firmware;
  readonly seen: (status: TokenStatus) => TokenStatus;
}

/** What a write takes for granted, and what the slots show after it. */
export interface Expectation {
  readonly slot: SlotNumber | undefined;
  /** Why a token refuses this over a configured slot. */
  readonly refusal: 'token/access-code' | 'token/write-refused';
  readonly possible: (before: TokenStatus) => boolean;
  readonly shows: (before: TokenStatus, after: TokenStatus) => boolean;
}

/** Sends a configuration with the current access code behind it, proves it by sequence and read-back, and wipes it. */
export async function writeProven(
  writer: Writer,
  command: number,
  configuration: Uint8Array,
  options: WriteOptions,
  expected: Expectation,
): Promise<TokenStatus> {
  const payload = new Uint8Array(payloadSize);
  let committed = false;
  try {
    if (!atLeast(writer.firmware, provableSince)) throw tooOld(writer.firmware);
    payload.set(configuration);
    payload.set(currentCode(options.accessCode), configurationSize);
    if (writer.firmware[0] === 3) await refreshSequence(writer);
    const result = await writer.protocol.command(command, payload, {
      signal: options.signal,
      onReady: (before) => {
        if (!expected.possible(before)) throw refused('token/write-refused', expected, 'empty');
      },
      onSent: (sent, all) => options.onProgress?.(sent / (all + 1)),
      onCommit: () => {
        committed = true;
      },
    });
    if (result.kind === 'answer') throw unknownWrite('answer');
    const after = await settled(writer, result.before, result.after);
    judge(result.before, after, options, expected);
    options.onProgress?.(1);
    return after;
  } catch (error) {
    throw committed ? afterCommit(error) : beforeCommit(error, expected);
  } finally {
    payload.fill(0);
    configuration.fill(0);
  }
}

async function settled(writer: Writer, before: TokenStatus, first: TokenStatus): Promise<TokenStatus> {
  let after = first;
  for (const waitMs of staleWaitsMs) {
    if (after.sequence !== before.sequence) break;
    await writer.clock.sleep(waitMs);
    after = await writer.protocol.readStatus();
  }
  return writer.seen(after);
}

/** Passes when the write is proven. A refusal leaves everything as it was, and tells no reason. */
function judge(before: TokenStatus, after: TokenStatus, options: WriteOptions, expected: Expectation): void {
  if (movedByOne(before, after)) {
    if (!expected.shows(before, after)) throw unknownWrite('read-back');
    return;
  }
  if (!unmoved(before, after)) throw unknownWrite('sequence');
  const { slot, refusal } = expected;
  const occupied = slot === undefined || before.slots[slot].configured;
  // An empty slot has no access code; what else protects it is the other slot's PROTECT_CFG2.
  if (!occupied || refusal === 'token/write-refused') throw refused('token/write-refused', expected, 'rejected');
  throw refused(refusal, expected, options.accessCode === undefined ? 'not given' : 'wrong');
}

function beforeCommit(error: unknown, expected: Expectation): unknown {
  return asFailure(error).code === 'token/touch-cancelled'
    ? refused('token/write-refused', expected, 'cancelled', error)
    : error;
}

/** From the last report on, only what `judge` says is known. */
function afterCommit(error: unknown): unknown {
  const { code } = asFailure(error);
  const known: readonly FailureCode[] = ['token/write-refused', 'token/access-code', 'token/write-unknown'];
  return known.includes(code) ? error : unknownWrite(code, error);
}

/** `reason` is a failure code, `answer`, `sequence` or `read-back`: what stands in the way of knowing. */
function unknownWrite(reason: string, cause?: unknown): KeydeskError {
  return new KeydeskError('token/write-unknown', { reason }, { cause });
}

function refused(code: FailureCode, { slot }: Expectation, reason: string, cause?: unknown): KeydeskError {
  return new KeydeskError(code, slot === undefined ? { reason } : { reason, slot }, { cause });
}

function tooOld(firmware: Firmware): KeydeskError {
  return new KeydeskError('token/unsupported', {
    what: 'proof of a write',
    firmware: firmwareText(firmware),
    needs: firmwareText(provableSince),
  });
}

function currentCode(accessCode: AccessCode | undefined): Uint8Array {
  if (accessCode === undefined) return new Uint8Array(6);
  if (accessCode.length !== 6) throw new KeydeskError('token/unsupported', { what: 'access code' });
  return accessCode.reveal();
}

/** NEO shows a cached sequence until a command runs: an invalid scan map does nothing else (yubikit core/otp.py). */
async function refreshSequence({ protocol }: Writer): Promise<void> {
  await protocol.command(commands.scanMap, new Uint8Array(51).fill(0x63));
}
