import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BundleLine } from './bundle.ts';
import { readNote } from './checkpoint.ts';
import { bundleEndText } from './verify-bundle.ts';

/**
 * Writes the lines of a bundle as text, and the last one that counts and signs them. `sign` is Ed25519 by the key of the
 * header, base64url.
 */
export function bundleWriter(sign: (text: string) => string): {
  readonly line: (line: BundleLine) => string;
  readonly end: () => string;
} {
  const counts: Partial<Record<BundleLine['kind'] | 'countersignature', number>> = {};
  const running = sha256.create();
  return {
    line(line) {
      const text = `${JSON.stringify(line)}\n`;
      counts[line.kind] = (counts[line.kind] ?? 0) + 1;
      if (line.kind === 'checkpoint' || line.kind === 'kept') {
        counts.countersignature = (counts.countersignature ?? 0) + witnessesOf(line.note);
      }
      running.update(utf8ToBytes(text));
      return text;
    },
    end() {
      const signature = sign(bundleEndText(counts, bytesToHex(running.digest())));
      return `${JSON.stringify({ kind: 'end', counts, signature } satisfies BundleLine)}\n`;
    },
  };
}

/** All signatures but the log's own. */
function witnessesOf(text: string): number {
  const note = readNote(text);
  const origin = note?.text.split('\n')[0];
  return note?.signatures.filter(({ name }) => name !== origin).length ?? 0;
}
