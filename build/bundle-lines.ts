import { createReadStream } from 'node:fs';

/** As long as a line may be: a record with the longest names is far below it. */
const longestLineBytes = 8_000_000;
const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * The lines of a file, ended by line feeds alone: JSON may hold what other programs take for the end of a line. Nothing
 * for one that is no UTF-8 or too long, of which no more than that is kept.
 */
export async function* bundleLines(file: string): AsyncGenerator<string | undefined, void> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  const take = (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= longestLineBytes) pieces.push(piece);
    else pieces = [];
  };
  const line = () => {
    const text = bytes > longestLineBytes ? undefined : textOf(pieces);
    pieces = [];
    bytes = 0;
    return text;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      take(chunk.subarray(from, end));
      from = end + 1;
      yield line();
    }
    take(chunk.subarray(from));
  }
  if (bytes > 0) yield line();
}

/** A file that passed through a mail program may have carriage returns; they are no part of a line. */
function textOf(pieces: readonly Buffer[]): string | undefined {
  const [only] = pieces;
  const whole = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole,
    );
  } catch {
    return undefined;
  }
}
