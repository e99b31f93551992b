import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another server holds this data directory. */
export class DirectoryInUseError extends Error {}

/**
 * Holds a data directory for one server. The lock is SQLite's own on a file beside the database: the operating system
 * lets go of it when the process ends, however it ends.
 */
export function holdDirectory(directory: string): { readonly release: () => void } {
  const holder = new Database(join(directory, 'server.lock'), { timeout: 0 });
  try {
    holder.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    holder.close();
    if ((cause as { code?: unknown }).code !== 'SQLITE_BUSY') throw cause;
    throw new DirectoryInUseError(`another server is running on ${directory}: stop it, or name another directory`, {
      cause,
    });
  }
  return {
    release: () => {
      holder.close();
    },
  };
}
