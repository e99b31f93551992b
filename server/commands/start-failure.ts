import { resolve, sep } from 'node:path';
import { DatabaseAwayError } from '../store/database-away.ts';
import { isPostgresUrl } from '../store/location.ts';

/** What a start was told: where its data is, where it listens, and its database. */
export interface StartedWith {
  readonly data?: string | undefined;
  readonly listen?: string | undefined;
  /** The address of a PostgreSQL, or the file of SQLite. */
  readonly database?: string | undefined;
}

interface SystemError {
  readonly message?: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly path?: string;
  readonly severity?: string;
}

/** Why nothing was started, and what to do, when the reason is in the machine and not in the server; otherwise nothing. */
export function startFailure(error: unknown, told: StartedWith): string | undefined {
  const { message = '', code = '', syscall = '', path, severity } = error as SystemError;
  if (error instanceof DatabaseAwayError || severity !== undefined) return databaseWords(error, told);
  if (syscall === 'listen' || syscall === 'getaddrinfo') return listenWords(code, told.listen ?? '');
  if (code.startsWith('SQLITE_')) return sqliteWords(code, message, told.database ?? '');
  const reason = fileReasons[code];
  if (reason === undefined || path === undefined) return undefined;
  if (told.data === undefined || !isWithin(path, told.data)) return `${path} cannot be used: ${reason} (${code})`;
  return (
    `the data folder ${told.data} cannot be used: ${path}: ${reason} (${code}). ` +
    'It must be a folder that whoever runs the server may write to: correct its rights, or name another with --data'
  );
}

/** A file of the data folder, the folder, or one on the way to it that could not be made. */
function isWithin(path: string, data: string): boolean {
  const [file, folder] = [resolve(path), resolve(data)];
  return file === folder || file.startsWith(`${folder}${sep}`) || folder.startsWith(`${file}${sep}`);
}

function listenWords(code: string, listen: string): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `another program listens on ${listen} already: stop it, or take another port with --listen HOST:PORT (EADDRINUSE)`;
    case 'EACCES':
      return `whoever runs the server may not listen on ${listen}: take a port from 1024 on (EACCES)`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `this machine has no address ${listen} to listen on: name one of its own, or 0.0.0.0 for all (${code})`;
    default:
      return undefined;
  }
}

const fileReasons: Readonly<Record<string, string>> = {
  EACCES: 'not allowed',
  EPERM: 'not allowed',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'no room is left for this user',
  EEXIST: 'a file is there',
  ENOTDIR: 'a file is there',
  EISDIR: 'a folder is where a file should be',
};

function sqliteWords(code: string, message: string, file: string): string | undefined {
  const name = `the database ${file}`;
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/.test(code)) {
    return `${name} cannot be opened for writing (${message}): whoever runs the server must be allowed to write to it and to its folder`;
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return `${name} is damaged (${message}): put it back from a backup, with the keys that lie beside it`;
  }
  return undefined;
}

/** SQLSTATE of what is refused before anything is asked (PostgreSQL, appendix A): no such user, password, database, right. */
const refusals = /^(28...|3D000|42501)$/;

function databaseWords(error: unknown, { data, database = '' }: StartedWith): string | undefined {
  const { message = '', code = '', severity } = error as SystemError;
  if (!isPostgresUrl(database)) return undefined;
  const where = `whose address is in ${data ?? 'the data folder'}/database, in KEYDESK_DATABASE or in --database`;
  const { hostname, port, pathname, username } = new URL(database);
  const name = `the PostgreSQL at ${hostname}:${port || '5432'}, ${where},`;
  if (severity === undefined) return `${name} cannot be used: ${message}. Start it, or correct the address`;
  if (!refusals.test(code)) return undefined;
  return `${name} refuses ${username || 'this user'} at ${pathname.slice(1) || 'no database'}: ${message}. Correct the address, or what is allowed there`;
}
