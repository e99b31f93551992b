import { readFileSync } from 'node:fs';
import { filesIn } from './hunt.ts';

/** Columns of `issuances` in their order, as far as the seed and to the end. */
const columns = 19;
const seedColumn = 12;

/**
 * The issuances of which any file still holds a row with a seed in it, whatever the database says: rows are found by
 * their bytes (SQLite's record format, www.sqlite.org/fileformat2.html section 2.1), in the log and in freed pages too.
 */
export function seedsInFiles(directory: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of filesIn(directory)) {
    const content = readFileSync(file);
    for (const { index, 0: ids } of content.toString('latin1').matchAll(/[0-9a-f]{64}/g)) {
      if (holdsSeed(content, index)) found.add(ids.slice(0, 32));
    }
  }
  return found;
}

/** Whether the row whose id is at this place has a seed that is not overwritten. */
function holdsSeed(content: Buffer, idAt: number): boolean {
  for (let length = columns + 1; length <= columns + 8; length += 1) {
    const header = content.subarray(Math.max(0, idAt - length), idAt);
    const types = header[0] === length ? typesIn(header.subarray(1)) : [];
    if (types.length !== columns || types[0] !== 77 || types[1] !== 77) continue;
    const seedAt = types.slice(0, seedColumn).reduce((at, type) => at + sizeOf(type), idAt);
    return content.subarray(seedAt, seedAt + sizeOf(types[seedColumn] ?? 0)).some((byte) => byte !== 0);
  }
  return false;
}

function typesIn(header: Buffer): readonly number[] {
  const types: number[] = [];
  let value = 0;
  for (const byte of header) {
    value = value * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    types.push(value);
    value = 0;
  }
  return types;
}

function sizeOf(type: number): number {
  return type >= 12 ? (type - (type % 2 === 0 ? 12 : 13)) / 2 : ([0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0);
}
