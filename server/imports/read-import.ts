import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { readAladdinXml } from './aladdin-xml.ts';
import { bounded } from './import-limits.ts';
import type { ImportRows } from './imported-key.ts';
import { readOathCsv } from './oath-csv.ts';
import { readPskc } from './pskc.ts';
import { macModes } from './pskc-secrets.ts';
import { readYubicoCsv } from './yubico-csv.ts';

type Reader = (chunks: AsyncIterable<Uint8Array>, parameters: Parameters) => ImportRows;

/** privacyIDEA's names of the formats, without case, blanks and hyphens. */
const readers: Readonly<Record<string, Reader>> = {
  oathcsv: readOathCsv,
  yubikeycsv: readYubicoCsv,
  aladdinxml: readAladdinXml,
  pskc: (chunks, parameters) => {
    const wanted = parameters.pskcValidateMAC || 'check_fail_hard';
    const mode = macModes.find((known) => known === wanted);
    if (mode === undefined) throw new WireError('parameter', `pskcValidateMAC must be one of ${macModes.join(', ')}.`);
    return readPskc(chunks, { psk: parameters.psk || undefined, password: parameters.password || undefined, mode });
  },
};

/** Reads a file of keys by the type that the request names. */
export function readImport(chunks: AsyncIterable<Uint8Array>, parameters: Parameters): ImportRows {
  const { type = '' } = parameters;
  const reader = readers[type.toLowerCase().replace(/[\s-]/g, '')];
  if (reader === undefined) {
    throw new WireError(
      'tokenAdmin',
      `Unknown file type: '${type.slice(0, 40)}'. We only know OATH CSV, Yubikey CSV, aladdin-xml and pskc.`,
    );
  }
  return reader(bounded(chunks), parameters);
}
