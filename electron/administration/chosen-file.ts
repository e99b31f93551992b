import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { KeydeskError } from '../../domain/failure.ts';

/** Asks the person for a place: `undefined` when they would rather not. */
export type ChooseFile = (wish: {
  readonly act: 'save' | 'open';
  readonly name: string;
}) => Promise<string | undefined>;

/** Files that an administrator takes away or brings, where they say. */
export interface ChosenFiles {
  /** Whether it was written: complete, or not at all. */
  save(name: string, bytes: Uint8Array): Promise<boolean>;
  open(name: string, maxBytes: number): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined>;
}

export function chosenFiles(choose: ChooseFile): ChosenFiles {
  return {
    save: async (name, bytes) => {
      const path = await choose({ act: 'save', name });
      if (path === undefined) return false;
      const beside = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
      try {
        await writeFile(beside, bytes, { mode: 0o600, flag: 'wx' });
        const file = await open(beside, 'r+');
        await file.sync().finally(() => file.close());
        await rename(beside, path);
      } catch (error) {
        await rm(beside, { force: true });
        throw new KeydeskError('file/not-written', { file: basename(path) }, { cause: error });
      }
      return true;
    },
    open: async (name, maxBytes) => {
      const path = await choose({ act: 'open', name });
      if (path === undefined) return undefined;
      const file = basename(path);
      try {
        const found = await stat(path);
        if (!found.isFile()) throw new KeydeskError('file/not-read', { file });
        if (found.size > maxBytes) {
          throw new KeydeskError('file/too-large', { file, megabytes: Math.floor(maxBytes / 1_048_576) });
        }
        return { name: file, bytes: await readFile(path) };
      } catch (error) {
        if (error instanceof KeydeskError) throw error;
        throw new KeydeskError('file/not-read', { file }, { cause: error });
      }
    },
  };
}
