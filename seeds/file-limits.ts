import { SeedFileError } from './seed-file-error.ts';

/** What one file may hold: 100,000 keys of PSKC are some 80 MB. */
export const mostBytes = 256 * 1024 * 1024;
export const mostKeys = 250_000;

/** The bytes of a file as they come, no more than it may have. Refuses what is empty or encrypted as a whole. */
export async function* bounded(chunks: AsyncIterable<Uint8Array>, most = mostBytes): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    if (size === 0 && Buffer.from(chunk.subarray(0, 14)).toString('latin1') === '-----BEGIN PGP') {
      throw new SeedFileError('file', 'pgp');
    }
    size += chunk.length;
    if (size > most) throw new SeedFileError('size', 'too-large', { bytes: most });
    yield chunk;
  }
  if (size === 0) throw new SeedFileError('wish', 'empty');
}
