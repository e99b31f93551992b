import { randomBytes } from 'node:crypto';
import { openInstallation } from '../../../server/installation.ts';
import { sealSeed } from '../../../server/keys/seed-at-rest.ts';
import { newCredential } from '../../../server/store/credentials.ts';

/** A HOTP credential of the bench, with the codes left to its client. */
export interface BenchCredential {
  readonly serial: string;
  readonly seed: string;
}

/** Puts HOTP credentials without PIN into a data directory, before the server is started on it. */
export async function prepareServer(
  directory: string,
  count: number,
  database?: string,
): Promise<readonly BenchCredential[]> {
  const { store, keys, now } = await openInstallation(directory, () => new Date(), database);
  const made: BenchCredential[] = [];
  await store.commits.alone(async ({ credentials }) => {
    for (let number = 0; number < count; number += 1) {
      const serial = `BENCH${number}`;
      const seed = randomBytes(20);
      made.push({ serial, seed: seed.toString('base64') });
      await credentials.add({
        ...newCredential,
        type: 'hotp',
        serial,
        begunAt: now().toISOString(),
        seed: sealSeed(keys.storeKey, serial, seed),
      });
    }
  });
  await store.close();
  return made;
}
