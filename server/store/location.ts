import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An address of a database that cannot be used: the message says what to do instead. */
export class DatabaseLocationError extends Error {}

/**
 * Where a data directory has its tables: at the address that was given, at the one in its file `database`, or in a
 * file of SQLite of its own.
 */
export function databaseOf(directory: string, given?: string): string {
  const file = join(directory, 'database');
  const address = given || (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  if (address === '') return join(directory, 'keydesk.sqlite');
  if (!isPostgresUrl(address) || !URL.canParse(address)) {
    throw new DatabaseLocationError('the address of the database must be like postgres://user@host:5432/name');
  }
  return address;
}

/** The same for an address out of a command line, which everybody on the machine can read. */
export function withoutPassword(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return address;
  const { password, searchParams } = new URL(address);
  if (password === '' && !searchParams.has('password')) return address;
  throw new DatabaseLocationError(
    'a password on the command line can be read by everybody: put the address into the file `database` of the data ' +
      'directory, or into the variable KEYDESK_DATABASE',
  );
}

export function isPostgresUrl(location: string): boolean {
  return /^postgres(ql)?:/i.test(location);
}
