import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A key that is there and cannot be used: the message names its file and says what to do. */
export class KeyFileError extends Error {}

/** A private key out of its file, PEM. */
export function privateKeyFile(
  path: string,
  make: () => Uint8Array | string,
  remedy = 'put it back from a backup',
): KeyObject {
  const content = keyFile(path, make);
  try {
    return createPrivateKey(content);
  } catch (cause) {
    throw new KeyFileError(`${path} holds no private key: ${remedy}`, { cause });
  }
}

/**
 * The content of a key file, made by `make` when there is none. Two processes may be first at once: the one whose
 * file is there first wins, the other reads it.
 */
export function keyFile(path: string, make: () => Uint8Array | string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      const what = 'whoever runs the server must be allowed to read it; if it is damaged, put it back from a backup';
      throw new KeyFileError(`the key in ${path} cannot be read (${code}): ${what}`, { cause: error });
    }
  }
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, make(), { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  keepNames(path);
  return readFileSync(path);
}

/** Puts new content in place of a file in one step: a reader sees the old or the new, never half. */
export function replaceFile(path: string, content: string, mode: number): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, content, { mode, flush: true });
  renameSync(draft, path);
  keepNames(path);
}

/** Makes the name of a file outlast a power cut, as its content does: without it everything sealed by the key is lost. */
export function keepNames(path: string): void {
  // Windows opens no directories, and its journal keeps names by itself.
  if (process.platform === 'win32') return;
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
