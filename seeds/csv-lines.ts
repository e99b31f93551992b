import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { mostKeys } from './file-limits.ts';
import { SeedFileError } from './seed-file-error.ts';

/** One line of a CSV file with its number. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const longestLine = 10_000;

/** The lines of a CSV file, some at a time; comma, semicolon or tab part the cells. */
export async function* csvLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter: [',', ';', '\t'],
    bom: true,
    trim: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestLine,
  });
  // Not `compose`, which makes a stream of bytes of it on Node 18. What fails is thrown where it is read.
  pipeline(Readable.from(utf8(chunks), { objectMode: false }), parser, () => undefined);
  let count = 0;
  try {
    for await (const row of parser) {
      const { record, info } = row as { readonly record: readonly string[]; readonly info: { readonly lines: number } };
      count += 1;
      if (count > mostKeys) throw new SeedFileError('file', 'too-many', { most: mostKeys, of: 'lines' });
      yield { line: info.lines, cells: record };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    // Without the cause, which quotes the line.
    throw new SeedFileError('file', 'not-csv', { line: Number(cause.lines) });
  }
}

async function* utf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new SeedFileError('file', 'not-utf8', {}, { cause });
  }
}
