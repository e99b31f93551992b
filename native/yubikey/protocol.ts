import { KeydeskError } from '../../domain/failure.ts';
import type { Clock } from '../clock.ts';
import type { Connection } from '../connection.ts';
import type { TokenStatus } from '../session.ts';
import { crc16, crcResidual } from './crc16.ts';
import { commandReports, packetData, reportFlags, resetReport, wipeAll } from './frame.ts';
import { parseStatus } from './status-report.ts';

/** A swap was seen to take 920 ms (ykcore.c, yk_endpoint wait). */
const busyLimitMs = 1150;
const firstWaitMs = 8;
const longestWaitMs = 500;
const touchPollMs = 100;
/** The token ends its own wait after at most 255 s. */
const touchLimitMs = 270_000;
const mostPackets = 31;

export interface CommandOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onTouch?: ((secondsLeft: number) => void) | undefined;
  /** The token is idle and nothing has been sent: the place to refuse. */
  readonly onReady?: ((status: TokenStatus) => void) | undefined;
  /** Reports sent and all reports of the command. */
  readonly onSent?: ((sent: number, all: number) => void) | undefined;
  /** The last report is about to go out: from here on the command may take effect. */
  readonly onCommit?: (() => void) | undefined;
  /** How many bytes answer, from the first packet of them; without it no answer is expected. */
  readonly answerLength?: ((start: Uint8Array) => number) | undefined;
}

/** How a command ended: with data, or with the idle status, which is all that tells whether it was taken. */
type CommandResult =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'status'; readonly before: TokenStatus; readonly after: TokenStatus };

/** Frames, checksums and polling of the OTP application on one connection; knows no command. Not for two at once. */
export interface Protocol {
  readStatus(): Promise<TokenStatus>;
  command(command: number, payload: Uint8Array, options?: CommandOptions): Promise<CommandResult>;
}

export function openProtocol(connection: Connection, clock: Clock): Protocol {
  const reset = () => connection.write(resetReport());

  async function read(): Promise<{ report: Uint8Array; flags: number }> {
    const report = await connection.read();
    if (report.length !== packetData + 1) throw new KeydeskError('device/bad-response', { length: report.length });
    return { report, flags: report[packetData] ?? 0 };
  }

  /** Reads until the last write was taken; the last look begins after the limit, also where this machine stood still. */
  async function taken(): Promise<{ report: Uint8Array; flags: number }> {
    const startMs = clock.nowMs();
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      const isLast = clock.nowMs() - startMs > busyLimitMs;
      const seen = await read();
      if ((seen.flags & reportFlags.writePending) === 0) return seen;
      if (isLast) throw new KeydeskError('device/no-answer');
      await clock.sleep(waitMs);
    }
  }

  /** The idle status, after ending what a program that went away left behind. */
  async function idle(): Promise<TokenStatus> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const { report, flags } = await taken();
      if (flags === 0) return parseStatus(report);
      await reset();
    }
    throw new KeydeskError('device/no-answer');
  }

  async function send(reports: readonly Uint8Array[], options: CommandOptions): Promise<TokenStatus> {
    const before = await idle();
    options.onReady?.(before);
    for (const [index, report] of reports.entries()) {
      if (index > 0) await taken();
      if (options.signal?.aborted) {
        await reset();
        throw new KeydeskError('token/touch-cancelled', {}, { cause: options.signal.reason });
      }
      if (index === reports.length - 1) options.onCommit?.();
      await connection.write(report);
      options.onSent?.(index + 1, reports.length);
    }
    return before;
  }

  async function receive(before: TokenStatus, options: CommandOptions): Promise<CommandResult> {
    const data: number[] = [];
    const startMs = clock.nowMs();
    let waitedForTouch = false;
    for (let packets = 0; ; ) {
      const { report, flags } = await taken();
      if ((flags & reportFlags.response) !== 0) {
        const number = flags & reportFlags.number;
        if (packets > 0 && number === 0) break;
        if (number !== packets || packets > mostPackets) {
          await reset();
          throw new KeydeskError('device/bad-response', { packet: number, expected: packets });
        }
        data.push(...report.subarray(0, packetData));
        packets += 1;
      } else if ((flags & reportFlags.touch) !== 0) {
        waitedForTouch = true;
        if (options.signal?.aborted || clock.nowMs() - startMs > touchLimitMs) {
          // Becoming idle takes a reset, which ends the wait on the token.
          await idle();
          throw new KeydeskError(options.signal?.aborted ? 'token/touch-cancelled' : 'token/touch-timeout');
        }
        options.onTouch?.(flags & reportFlags.number);
        await clock.sleep(touchPollMs, options.signal);
      } else if (flags === 0 && packets === 0) {
        if (waitedForTouch) throw new KeydeskError('token/touch-timeout');
        return { kind: 'status', before, after: parseStatus(report) };
      } else {
        throw new KeydeskError('device/bad-response', { flags, packets });
      }
    }
    await reset();
    return { kind: 'answer', bytes: checked(Uint8Array.from(data), options) };
  }

  return {
    readStatus: idle,
    command: async (command, payload, options = {}) => {
      const reports = commandReports(command, payload);
      try {
        return await receive(await send(reports, options), options);
      } finally {
        wipeAll(reports);
      }
    },
  };
}

/** The answer without its checksum, which covers it and itself. */
function checked(data: Uint8Array, options: CommandOptions): Uint8Array {
  const length = options.answerLength?.(data) ?? 0;
  if (data.length < length + 2 || crc16(data.subarray(0, length + 2)) !== crcResidual)
    throw new KeydeskError('device/bad-response', { length: data.length });
  return data.slice(0, length);
}
