import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { vaultFailure } from './failures.ts';

/** Room for a whole ceremony with a drawn signature, several times over. */
const reserveBytes = 4 * 1024 * 1024;

function reserveFile(directory: string): string {
  return join(directory, 'vault.reserve');
}

/** Whether this folder held a vault before: the reserve is made after the vault is. */
export function reserveExists(directory: string): boolean {
  return existsSync(reserveFile(directory));
}

/** Keeps disk space back for what must still be written when the disk is full. Throws vault/full when there is none. */
export function holdReserve(directory: string): void {
  const file = reserveFile(directory);
  try {
    if (existsSync(file) && statSync(file).size === reserveBytes) return;
    const handle = openSync(file, 'w', 0o600);
    try {
      const block = new Uint8Array(64 * 1024);
      for (let written = 0; written < reserveBytes; ) {
        written += writeSync(handle, block, 0, Math.min(block.length, reserveBytes - written));
      }
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    rmSync(file, { force: true });
    throw vaultFailure(error);
  }
}

/** Gives the kept space back to the disk; false when it was given back before. */
export function releaseReserve(directory: string): boolean {
  if (!reserveExists(directory)) return false;
  rmSync(reserveFile(directory), { force: true });
  return true;
}
