import type { ImportKind } from '../domain/import-kind.ts';
import { readAladdinXml } from './aladdin-xml.ts';
import { bounded } from './file-limits.ts';
import type { ImportRows } from './imported-key.ts';
import { readOathCsv } from './oath-csv.ts';
import { type PskcOptions, readPskc } from './pskc.ts';
import { readYubicoCsv } from './yubico-csv.ts';

/** Reads a vendor's file of seeds as it comes: its keys, what is passed over in it, and what is wrong where. */
export function readSeedFile(chunks: AsyncIterable<Uint8Array>, kind: ImportKind, pskc: PskcOptions): ImportRows {
  const bytes = bounded(chunks);
  switch (kind) {
    case 'oathcsv':
      return readOathCsv(bytes);
    case 'yubikeycsv':
      return readYubicoCsv(bytes);
    case 'aladdin-xml':
      return readAladdinXml(bytes);
    case 'pskc':
      return readPskc(bytes, pskc);
  }
}
