import { open } from 'node:fs/promises';
import { freemem } from 'node:os';

const pieceBytes = 1024 * 1024;

/**
 * Reads a file from end to end, so that the system has it in memory: what is asked for by chance would come from the disk
 * page by page. A file that would take half of the free memory is left alone.
 *
 * Only before SQLite has it open here: closing any handle of a file drops every lock that the process has on it
 * (fcntl(2), "Advisory record locking"), and another program that reads the database would then take its log away.
 */
export async function readThrough(file: string): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > freemem() / 2) return;
    const piece = Buffer.allocUnsafe(pieceBytes);
    while ((await handle.read(piece, 0, pieceBytes, null)).bytesRead > 0);
  } finally {
    await handle.close();
  }
}
