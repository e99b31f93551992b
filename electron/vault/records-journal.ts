import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedRecord } from '../../domain/record.ts';
import { isFull, vaultFailure } from './failures.ts';
import { releaseReserve } from './reserve.ts';

/** A record as it is sent, with the name that lists show. */
export interface Journaled extends SignedRecord {
  readonly holderName: string;
}

/** Room for several records with drawn signatures. */
const tailBytes = 1024 * 1024;

/**
 * The second place where signed records lie: one line each, its SHA-256 and then the record, only ever appended to. It
 * outlives the vault's own file, so that no single broken file loses what was not yet delivered.
 */
export function journalFile(directory: string): string {
  return join(directory, 'records.journal');
}

export function journalExists(directory: string): boolean {
  return existsSync(journalFile(directory));
}

/** Durable when it returns. On a full disk the reserved space is used for it. */
export function appendToJournal(directory: string, records: readonly Journaled[]): void {
  try {
    append(directory, records);
  } catch (error) {
    if (!isFull(error) || !releaseReserve(directory)) throw vaultFailure(error);
    append(directory, records);
  }
}

function append(directory: string, records: readonly Journaled[]): void {
  const isNew = !journalExists(directory);
  const handle = openSync(journalFile(directory), 'a+', 0o600);
  try {
    const lines = records.map(lineOf).join('');
    // What a power failure cut off stays where it is and fails its checksum; the next line begins after it.
    const bytes = Buffer.from(endsTorn(handle) ? `\n${lines}` : lines, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (isNew) syncFolder(directory);
}

/** Makes names in a folder durable, where the operating system can; Windows does so by itself. */
export function syncFolder(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function endsTorn(handle: number): boolean {
  const { size } = fstatSync(handle);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/** Every record that is whole, in the order of the chain and each once, and how many lines are not whole. */
export function readJournal(directory: string): { readonly records: readonly Journaled[]; readonly damaged: number } {
  const lines = journalExists(directory) ? linesOf(readFileSync(journalFile(directory))) : [];
  const whole = new Map(lines.flatMap((line) => (line === undefined ? [] : [[line.record.id, line]])));
  const records = [...whole.values()].sort((a, b) => a.record.sequence - b.record.sequence);
  return { records, damaged: lines.filter((line) => line === undefined).length };
}

/** The newest record of the journal that is whole; looks at its end first. */
export function newestInJournal(directory: string): Journaled | undefined {
  if (!journalExists(directory)) return undefined;
  const handle = openSync(journalFile(directory), 'r');
  try {
    const { size } = fstatSync(handle);
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    readSync(handle, tail, 0, tail.length, size - tail.length);
    const newest = newestOf(linesOf(tail));
    return newest ?? (size > tailBytes ? readJournal(directory).records.at(-1) : undefined);
  } finally {
    closeSync(handle);
  }
}

function newestOf(lines: readonly (Journaled | undefined)[]): Journaled | undefined {
  const whole = lines.flatMap((line) => line ?? []);
  return whole.sort((a, b) => a.record.sequence - b.record.sequence).at(-1);
}

function lineOf(record: Journaled): string {
  const text = JSON.stringify(record);
  return `${checksum(text)} ${text}\n`;
}

function linesOf(content: Buffer): readonly (Journaled | undefined)[] {
  return content
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const text = line.slice(65);
      return checksum(text) === line.slice(0, 64) ? (JSON.parse(text) as Journaled) : undefined;
    });
}

function checksum(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
