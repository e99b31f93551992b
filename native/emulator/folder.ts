import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { emulatedTokenInFile } from './state-file.ts';
import type { EmulatedToken } from './token.ts';

/**
 * A drawer of emulated tokens: each file `SERIAL.json` is the memory of one. A file that is put in later is found when
 * the drawer is looked into again; a token that was found stays the same one.
 */
export function emulatedTokensInFolder(folder: string): () => readonly EmulatedToken[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = new Map<string, EmulatedToken>();
  return () => {
    const names = readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
    for (const name of names) {
      if (found.has(name)) continue;
      found.set(name, emulatedTokenInFile(join(folder, name), {}));
    }
    return names.flatMap((name) => found.get(name) ?? []).sort((one, other) => one.serial - other.serial);
  };
}
