import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** Whether a running process (Linux) has one of these in what it can write to; nothing is stopped, so it is a sample. */
export function memoryHolds(pid: number, wanted: readonly Buffer[]): boolean | 'unreadable' {
  let file: number | undefined;
  try {
    const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
    file = openSync(`/proc/${pid}/mem`, 'r');
    for (const [, from = '', to = ''] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
      if (regionHolds(file, Number.parseInt(from, 16), Number.parseInt(to, 16), wanted)) return true;
    }
    return false;
  } catch {
    return 'unreadable';
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const pieceBytes = 1 << 20;

/** Piece by piece, each with the end of the one before; what was unmapped or never touched reads as nothing. */
function regionHolds(file: number, from: number, to: number, wanted: readonly Buffer[]): boolean {
  const overlap = Math.max(...wanted.map(({ length }) => length));
  const piece = Buffer.alloc(pieceBytes + overlap);
  for (let at = from; at < to; at += pieceBytes) {
    let bytes: number;
    try {
      bytes = readSync(file, piece, 0, Math.min(piece.length, to - at), at);
    } catch {
      continue;
    }
    const read = piece.subarray(0, bytes);
    if (wanted.some((one) => read.includes(one))) return true;
  }
  return false;
}
