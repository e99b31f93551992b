import { type ImportPlace, remark } from '../domain/import-remark.ts';
import { fromModhex } from '../domain/otp/modhex.ts';
import { type CsvRow, csvLines } from './csv-lines.ts';
import {
  boundsFault,
  fault,
  type ImportedKey,
  type ImportRow,
  type ImportRows,
  passedOver,
  plainKey,
} from './imported-key.ts';

/**
 * What Yubico's tools write. The log of the personalisation tool: `Yubico OTP|OATH-HOTP|Static Password, date, slot,
 * public id, private id, key ...`; and the form of ykman: `serial, public id, private id, key, access code, date,`
 * where a private id of `0` is HOTP and none is a static password. Access codes are not taken in.
 */
export async function* readYubicoCsv(chunks: AsyncIterable<Uint8Array>): ImportRows {
  let batch: ImportRow[] = [];
  for await (const row of csvLines(chunks)) {
    const read = readRow(row);
    if (read !== undefined) batch.push(read);
    if (batch.length >= 1000) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

function readRow(row: CsvRow): ImportRow | undefined {
  const first = (row.cells[0] ?? '').toLowerCase();
  if (first === '' || first.startsWith('#') || first === 'logging start') return undefined;
  if (['yubico otp', 'oath-hotp', 'static password'].includes(first)) return fromLog(row, first);
  if (/^\d{1,20}$/.test(first)) return fromYkman(row);
  return fault({ unit: 'line', number: row.line }, remark('yubico-form'));
}

function fromLog({ line, cells }: CsvRow, kind: string): ImportRow {
  const place = { unit: 'line', number: line } as const;
  const [, , slot = '', publicId = '', privateId = '', key = ''] = cells;
  if (kind === 'static password') return passedOver(place, remark('static-password'));
  const id = publicId === '' ? undefined : fromModhex(publicId);
  if (id === undefined) return passedOver(place, remark('no-public-id'));
  if (!/^[12]$/.test(slot)) return fault(place, remark('slot-unknown'));
  const number = BigInt(`0x${Buffer.from(id).toString('hex')}`)
    .toString()
    .padStart(8, '0');
  if (kind === 'yubico otp') return yubikey(place, `UBAM${number}_${slot}`, publicId, privateId, key);
  return hotp(place, `UBOM${number}_${slot}`, publicId, key, cells[11] === '8' ? 8 : 6);
}

function fromYkman({ line, cells }: CsvRow): ImportRow {
  const place = { unit: 'line', number: line } as const;
  const [serial = '', publicId = '', privateId = '', key = ''] = cells;
  if (privateId === '') return passedOver(place, remark('static-password'));
  if (privateId === '0') return hotp(place, `UBOM${serial}_X`, publicId, key, 6);
  return yubikey(place, `UBAM${serial}_X`, publicId, privateId, key);
}

function hotp(place: ImportPlace, serial: string, description: string, key: string, otpLength: number): ImportRow {
  const seed = fromHex(key);
  if (seed === undefined) return fault(place, remark('key-not-hex'));
  return checked({ ...plainKey, place, serial, type: 'hotp', seed, description, otpLength });
}

function yubikey(place: ImportPlace, serial: string, publicId: string, privateId: string, key: string): ImportRow {
  if (fromModhex(publicId) === undefined || publicId.length > 32) return fault(place, remark('public-id-form'));
  const id = fromHex(privateId);
  if (id?.length !== 6) return fault(place, remark('private-id-form'));
  const bytes = fromHex(key);
  if (bytes?.length !== 16) return fault(place, remark('key-32-digits'));
  const seed = Buffer.concat([bytes, id]);
  bytes.fill(0);
  const id1 = publicId.toLowerCase();
  return checked({
    ...plainKey,
    place,
    serial,
    type: 'yubikey',
    seed,
    publicId: id1,
    description: id1,
    otpLength: 32 + id1.length,
  });
}

function checked(key: ImportedKey): ImportRow {
  const wrong = boundsFault(key);
  if (wrong === undefined) return { kind: 'key', key };
  key.seed.fill(0);
  return fault(key.place, wrong);
}

function fromHex(text: string): Buffer | undefined {
  return text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}
