import { KeydeskError } from '../domain/failure.ts';
import type { Connection } from './connection.ts';
import { packetData, reportFlags } from './yubikey/frame.ts';

/*
 * A tape is text: `=> hex` a report written, `<= hex` one read, `# ...` a remark. Reports that may hold a secret stand
 * as `=> 8 bytes` and `<= 8 bytes`, unless the tape is raw: such a tape tells the conversation, but cannot be answered from.
 */

/** How many reports went each way. */
export interface ReportCounts {
  readonly reads: number;
  readonly writes: number;
}

/** Passes everything on and counts it. */
export function counted(connection: Connection): Connection & { readonly counts: ReportCounts } {
  let counts: ReportCounts = { reads: 0, writes: 0 };
  return {
    get counts() {
      return counts;
    },
    read: () => {
      counts = { ...counts, reads: counts.reads + 1 };
      return connection.read();
    },
    write: (report) => {
      counts = { ...counts, writes: counts.writes + 1 };
      return connection.write(report);
    },
    close: () => connection.close(),
  };
}

/** Passes everything on and records it. A raw tape holds seeds and access codes: for tests with known ones only. */
export function recorded(
  connection: Connection,
  options: { readonly raw?: boolean } = {},
): Connection & { tape(): string } {
  const lines: string[] = [];
  const line = (arrow: '=>' | '<=', report: Uint8Array, secret: boolean) => {
    const shown = secret && !options.raw ? `${report.length} bytes` : Buffer.from(report).toString('hex');
    lines.push(`${arrow} ${shown}`);
  };
  return {
    tape: () => `${lines.join('\n')}\n`,
    read: async () => {
      const report = await connection.read();
      line('<=', report, ((report[packetData] ?? 0) & reportFlags.response) !== 0);
      return report;
    },
    write: async (report) => {
      line('=>', report, (report[packetData] ?? 0) !== 0xff);
      await connection.write(report);
    },
    close: () => connection.close(),
  };
}

/** Plays the token's part of a tape. Whatever is not next on the tape is an error, and so is what is left at `finish`. */
export function replayed(tape: string): Connection & { finish(): void } {
  const lines = tape.split('\n').flatMap((text, index) => {
    const line = text.trim();
    return line === '' || line.startsWith('#') ? [] : [{ line, at: index + 1 }];
  });
  let next = 0;
  const expect = (arrow: '=>' | '<='): { shown: string; at: number } => {
    const found = lines[next];
    if (found === undefined) throw tapeError(`the tape is over, but ${arrow === '=>' ? 'a write' : 'a read'} came`);
    const [direction, shown = ''] = [found.line.slice(0, 2), found.line.slice(3)];
    if (direction !== arrow) throw tapeError(`line ${found.at} of the tape is ${found.line}, but ${arrow} came`);
    next += 1;
    return { shown, at: found.at };
  };
  return {
    read: async () => {
      const { shown, at } = expect('<=');
      if (!/^([0-9a-f]{2})+$/.test(shown)) throw tapeError(`line ${at} of the tape does not tell what was read`);
      return new Uint8Array(Buffer.from(shown, 'hex'));
    },
    write: async (report) => {
      const { shown, at } = expect('=>');
      const written = Buffer.from(report).toString('hex');
      if (shown !== written && shown !== `${report.length} bytes`)
        throw tapeError(`line ${at} of the tape is => ${shown}, but a report of ${report.length} other bytes came`);
    },
    close: async () => {},
    finish: () => {
      if (next < lines.length) throw tapeError(`${lines.length - next} lines of the tape are left over`);
    },
  };
}

function tapeError(message: string): KeydeskError {
  return new KeydeskError('device/bad-response', { tape: message });
}
