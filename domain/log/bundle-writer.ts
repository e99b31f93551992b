import type { BundleLine } from './bundle.ts';
import { bundleEndText, bundleSum } from './bundle-end.ts';
import { readNote } from './checkpoint.ts';

/**
 * Writes the lines of a bundle as text, and the last one that counts and signs them. `sign` is Ed25519 by the key of the
 * header, base64url.
 */
export function bundleWriter(sign: (text: string) => string): {
  readonly line: (line: BundleLine) => string;
  readonly end: () => string;
} {
  const summed = bundleSum();
  return {
    line(line) {
      const text = JSON.stringify(line);
      summed.count(line.kind);
      if (line.kind === 'checkpoint' || line.kind === 'kept') summed.count('countersignature', witnessesOf(line.note));
      summed.take(line.kind, text);
      return `${text}\n`;
    },
    end() {
      const sum = summed.sum();
      const signature = sign(bundleEndText(sum));
      return `${JSON.stringify({ kind: 'end', ...sum, signature } satisfies BundleLine)}\n`;
    },
  };
}

/** All signatures but the log's own. */
function witnessesOf(text: string): number {
  const note = readNote(text);
  const origin = note?.text.split('\n')[0];
  return note?.signatures.filter(({ name }) => name !== origin).length ?? 0;
}
