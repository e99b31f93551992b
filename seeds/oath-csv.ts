import { remark } from '../domain/import-remark.ts';
import { fromBase32 } from '../domain/otp/base32.ts';
import { usableSuite } from '../domain/otp/usable-suite.ts';
import { type CsvRow, csvLines } from './csv-lines.ts';
import {
  boundsFault,
  fault,
  hashByLength,
  type ImportedKey,
  type ImportRow,
  type ImportRows,
  plainKey,
} from './imported-key.ts';

/**
 * privacyIDEA's OATH CSV: `serial, key[, hotp|totp|yubikey|ocra[, digits or suite[, counter or step]]]`; after a first line
 * `# version: 2` user, resolver and realm come first. Whether keys are hex or base32 is decided for the whole file:
 * hex as long as every key is, since that is what the format says.
 */
export async function* readOathCsv(chunks: AsyncIterable<Uint8Array>): ImportRows {
  const rows: CsvRow[] = [];
  let withHolder = false;
  for await (const row of csvLines(chunks)) {
    const first = row.cells[0] ?? '';
    if (/^#\s*version:\s*2\s*$/i.test(first) && rows.length === 0) withHolder = true;
    if (first.startsWith('#') || row.cells.every((cell) => cell === '')) continue;
    rows.push(row);
  }
  const from = withHolder ? 3 : 0;
  const decode = decoderOf(rows.map(({ cells }) => keyText(cells[from + 1])));
  for (let at = 0; at < rows.length; at += 1000) {
    yield rows.slice(at, at + 1000).map((row) => readRow(row, from, decode));
  }
}

type Decode = (text: string) => Uint8Array | undefined;

function decoderOf(keys: readonly string[]): Decode {
  const written = keys.filter((key) => key !== '');
  const isHex = (key: string) => key.length % 2 === 0 && /^[0-9a-f]+$/i.test(key);
  if (written.every(isHex)) return (text) => (isHex(text) ? Buffer.from(text, 'hex') : undefined);
  if (written.every((key) => fromBase32(key) !== undefined)) return fromBase32;
  return (text) => (isHex(text) ? Buffer.from(text, 'hex') : undefined);
}

function keyText(cell: string | undefined): string {
  return (cell ?? '').replace(/\s/g, '');
}

function readRow({ line, cells }: CsvRow, from: number, decode: Decode): ImportRow {
  const place = { unit: 'line', number: line } as const;
  const [serial = '', key = '', typeText = '', length = '', moving = ''] = cells.slice(from);
  const type = (['hotp', 'totp', 'yubikey', 'ocra'] as const).find(
    (known) => known === (typeText.toLowerCase() || 'hotp'),
  );
  if (type === undefined) return fault(place, remark('type-unknown'));
  const seed = decode(keyText(key));
  if (seed === undefined || seed.length === 0) {
    return fault(place, remark(key === '' ? 'no-key' : 'key-form'));
  }
  const number = numberOf(moving);
  const suite = type === 'ocra' ? usableSuite(length) : undefined;
  if (type === 'ocra' && suite === undefined) {
    seed.fill(0);
    return fault(place, remark('suite-unknown'));
  }
  const otpLength = suite === undefined ? numberOf(length) : suite.digits;
  if (number === undefined || otpLength === undefined) return fault(place, remark('number-bounds'));
  const read: ImportedKey = {
    ...plainKey,
    place,
    serial,
    type,
    seed,
    otpLength: otpLength || (type === 'yubikey' ? 44 : 6),
    hash: type === 'yubikey' ? 'sha1' : (suite?.hash ?? hashByLength(seed.length)),
    ...(suite === undefined ? {} : { suite: suite.text }),
    ...(type === 'totp' ? { timeStep: number || 30 } : { counter: number }),
    ...(from > 0 && cells[0] ? { holder: { user: cells[0], realm: cells[2] ?? '' } } : {}),
  };
  const wrong = boundsFault(read);
  if (wrong === undefined) return { kind: 'key', key: read };
  seed.fill(0);
  return fault(place, wrong);
}

/** Nothing is 0; what is no whole number below 2^31 is `undefined`. */
function numberOf(text: string): number | undefined {
  if (text === '') return 0;
  return /^\d{1,10}$/.test(text) && Number(text) < 2 ** 31 ? Number(text) : undefined;
}
