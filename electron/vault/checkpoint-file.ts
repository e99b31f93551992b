import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function file(directory: string): string {
  return join(directory, 'checkpoint.kept');
}

/**
 * Keeps the newest checkpoint beside the vault, so that a vault which was put back from its records holds the server's
 * log against what this station saw before. An empty note: there is nothing to go on from.
 */
export function keepBeside(directory: string, note: string): void {
  try {
    if (note === '') {
      rmSync(file(directory), { force: true });
      return;
    }
    writeFileSync(`${file(directory)}.new`, note, { mode: 0o600 });
    renameSync(`${file(directory)}.new`, file(directory));
  } catch {
    // The vault has it; a copy of an older one is of use, too.
  }
}

/** What was kept last, as it lies there: whoever uses it looks for this station's own signature under it. */
export function keptBeside(directory: string): string | undefined {
  try {
    return readFileSync(file(directory), 'utf8');
  } catch {
    return undefined;
  }
}
