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
      if (count > mostKeys) throw new SeedFileError('file', `The file has more than ${mostKeys} tokens.`);
      rows.push(readToken(`token ${count}`, token));
    },
  });
  for await (const chunk of chunks) {
    elements.write(chunk);
    yield rows;
    rows = [];
  }
  elements.end();
  if (root !== 'Tokens')
    throw new SeedFileError('file', 'The file is no list of tokens by Aladdin: its root is not Tokens.');
  yield rows;
}

function readToken(
  place: string,
  {
    serial,
    seed: hex,
    counter: moving,
    description,
  }: Readonly<Record<'serial' | 'seed' | 'counter' | 'description', string>>,
): ImportRow {
  if (hex === '' || hex.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(hex)) {
    return fault(place, `the seed of '${serial.slice(0, 80)}' is not hexadecimal`);
  }
  if (!/^\d{0,10}$/.test(moving)) return fault(place, 'the counter is out of bounds');
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
