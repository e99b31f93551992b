import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { KeydeskError } from '../../domain/failure.ts';
import { isFull, vaultFailure } from './failures.ts';
import { fold } from './folding.ts';
import { checkJournal } from './keep-journal.ts';
import { migrate } from './migrate.ts';
import { journalExists } from './records-journal.ts';
import { holdReserve, releaseReserve, reserveExists } from './reserve.ts';
import { stationFileExists } from './station-file.ts';
import { verifyVault } from './verify.ts';

/** The local store while it is open: one process owns it, nobody else can read or write it meanwhile. */
export interface Vault {
  readonly directory: string;
  readonly db: Database.Database;
  /** Something was wiped and the log may still hold it. */
  wiped: boolean;
  /** The newest record, by its sequence, that the journal beside the vault has. */
  journaled: number;
  /** What is left of checking the chains, a slice at a time; throws vault/corrupt. */
  readonly unchecked: Generator<undefined, void>;
}

/** Another Keydesk that is just closing gets this long. */
const ownershipTries = 12;
const ownershipWaitMs = 100;

export function vaultFile(directory: string): string {
  return join(directory, 'vault.sqlite');
}

/** What is made after the vault is, and outlives it. */
function wasThere(directory: string): boolean {
  return reserveExists(directory) || journalExists(directory) || stationFileExists(directory);
}

/** Whether there is, or should be, a vault in this folder. */
export function vaultExists(directory: string): boolean {
  return existsSync(vaultFile(directory)) || wasThere(directory);
}

/**
 * Opens the vault, or makes an empty one: checked whole, brought up to date, durable at every commit.
 * A vault that fails its checks or is newer than this Keydesk is refused and its file left as it is.
 */
export async function openVault(directory: string, nativeBinding: string | undefined): Promise<Vault> {
  const file = vaultFile(directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (wasThere(directory) && !(existsSync(file) && statSync(file).size > 0)) {
    throw new KeydeskError('vault/corrupt', { file, found: 'nothing' });
  }
  let db: Database.Database | undefined;
  try {
    // Made before SQLite does, so that its log too is for this user alone.
    closeSync(openSync(file, 'a', 0o600));
    db = new Database(file, { timeout: 0, ...(nativeBinding === undefined ? {} : { nativeBinding }) });
    await own(db);
    makeDurable(db);
    check(db);
    migrate(db);
    // SQLite's own lower() knows ASCII only: a search for Þorvald would find nobody.
    db.function('folded', { deterministic: true }, (text) => fold(String(text)));
    const vault = chained(directory, db);
    keepRoom(vault);
    return vault;
  } catch (error) {
    db?.close();
    const failure = vaultFailure(error);
    throw new KeydeskError(failure.code, { ...failure.context, file }, { cause: error });
  }
}

export function closeVault(vault: Vault): void {
  if (vault.db.open) vault.db.close();
}

/** SQLite's own lock, held until the process ends however it ends: a second instance is told `vault/in-use`. */
async function own(db: Database.Database): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('journal_mode = WAL');
      db.exec('BEGIN EXCLUSIVE; COMMIT');
      return;
    } catch (error) {
      if (vaultFailure(error).code !== 'vault/in-use' || attempt === ownershipTries) throw error;
      await wait(ownershipWaitMs);
    }
  }
}

/**
 * Set and read back. better-sqlite3 turns a WAL database to NORMAL, which may lose commits when the power fails; and macOS
 * leaves what was synced in the drive's cache unless told to flush that too (`fullfsync`, which others take and ignore).
 */
const durable = { synchronous: 2, fullfsync: 1, checkpoint_fullfsync: 1, foreign_keys: 1, secure_delete: 1 };

function makeDurable(db: Database.Database): void {
  for (const [name, value] of Object.entries(durable)) db.pragma(`${name} = ${value}`);
  db.pragma('wal_autocheckpoint = 250');
  for (const [name, value] of Object.entries({ ...durable, journal_mode: 'wal' })) {
    if (db.pragma(name, { simple: true }) !== value) throw new KeydeskError('vault/failed', { setting: 'durability' });
  }
}

/** Its chains of records and audit hold, and it has what the journal beside it has. */
function chained(directory: string, db: Database.Database): Vault {
  const vault: Vault = { directory, db, wiped: false, journaled: 0, unchecked: verifyVault({ db }) };
  checkJournal(vault);
  return vault;
}

function check(db: Database.Database): void {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new KeydeskError('vault/corrupt', { found: 'page' });
}

/** At opening a full disk is no reason to refuse: reading still works, and a write asks again before it begins. */
function keepRoom(vault: Vault): void {
  try {
    holdReserve(vault.directory);
  } catch (error) {
    if (!isFull(error)) throw error;
  }
}

/** One durable transaction: all of it or nothing. */
export function commit<T>(vault: Vault, work: () => T): T {
  try {
    return vault.db.transaction(work).immediate();
  } catch (error) {
    throw isDatabaseError(error) ? vaultFailure(error) : error;
  }
}

/** A transaction for which the reserved space is there: what a token holds already must be written down. */
export function commitAtAnyCost<T>(vault: Vault, work: () => T): T {
  try {
    return commit(vault, work);
  } catch (error) {
    if (!isFull(error) || !releaseReserve(vault.directory)) throw error;
    return commit(vault, work);
  }
}

/**
 * Writes what the log still holds into the database and empties it, so that overwritten bytes are gone from both. On a
 * full disk even that takes the reserved space; without it the log keeps its pages until the next flush or the closing.
 */
export function flushLog(vault: Vault): void {
  const flush = () => {
    vault.db.pragma('wal_checkpoint(TRUNCATE)');
    vault.wiped = false;
  };
  try {
    flush();
  } catch (error) {
    if (!isFull(error) || !releaseReserve(vault.directory)) return;
    flush();
  }
}

/** Flushes the log when a commit wiped something, now or before a full disk kept it from being flushed. */
export function flushWiped(vault: Vault): void {
  if (vault.wiped) flushLog(vault);
}

function isDatabaseError(error: unknown): boolean {
  return error instanceof Database.SqliteError;
}
