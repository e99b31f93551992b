import { type FailureCode, KeydeskError } from '../../domain/failure.ts';

/** The failure that an error of SQLite or of the file system stands for, so that no caller guesses. */
export function vaultFailure(error: unknown): KeydeskError {
  if (error instanceof KeydeskError) return error;
  return new KeydeskError(codeOf(error), {}, { cause: error });
}

/** Whether the disk had no room left. */
export function isFull(error: unknown): boolean {
  return vaultFailure(error).code === 'vault/full';
}

function codeOf(error: unknown): FailureCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'vault/full';
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') return 'vault/in-use';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'vault/corrupt';
  return 'vault/failed';
}
