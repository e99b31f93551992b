import { type ImportPlace, remark } from '../domain/import-remark.ts';
import { mostKeys } from './file-limits.ts';
import { boundsFault, fault, hashByLength, type ImportRow, type ImportRows, plainKey } from './imported-key.ts';
import { SeedFileError } from './seed-file-error.ts';
import { xmlElements } from './xml-elements.ts';

/** The XML of Aladdin and SafeNet for eToken PASS: HOTP tokens with seed and moving factor. */
export async function* readAladdinXml(chunks: AsyncIterable<Uint8Array>): ImportRows {
  let rows: ImportRow[] = [];
  let count = 0;
  let root = '';
  let token = { serial: '', seed: '', counter: '', description: '' };
  const elements = xmlElements({
    open(name, attributes, parent) {
      if (parent === '') root = name;
      if (name === 'Token') token = { serial: attributes.serial ?? '', seed: '', counter: '', description: '' };
    },
    close(name, text, parent) {
      if (name === 'Seed') token.seed = text;
      if (name === 'MovingFactor') token.counter = text;
      if (name === 'ProductName') token.description = text.slice(0, 200);
      if (name !== 'Token' || parent !== 'Tokens') return;
      count += 1;
      if (count > mostKeys) throw new SeedFileError('file', 'too-many', { most: mostKeys, of: 'tokens' });
      rows.push(readToken({ unit: 'token', number: count }, token));
    },
  });
  for await (const chunk of chunks) {
    elements.write(chunk);
    yield rows;
    rows = [];
  }
  elements.end();
  if (root !== 'Tokens') throw new SeedFileError('file', 'not-aladdin');
  yield rows;
}

function readToken(
  place: ImportPlace,
  {
    serial,
    seed: hex,
    counter: moving,
    description,
  }: Readonly<Record<'serial' | 'seed' | 'counter' | 'description', string>>,
): ImportRow {
  if (hex === '' || hex.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(hex)) {
    return fault(place, remark('seed-not-hex'));
  }
  if (!/^\d{0,10}$/.test(moving)) return fault(place, remark('counter-bounds'));
  const seed = Buffer.from(hex, 'hex');
  const counter = Number(moving || 0);
  const key = {
    ...plainKey,
    place,
    serial,
    type: 'hotp' as const,
    seed,
    counter,
    description,
    hash: hashByLength(seed.length),
  };
  const wrong = boundsFault(key);
  return wrong === undefined ? { kind: 'key', key } : fault(place, wrong);
}
