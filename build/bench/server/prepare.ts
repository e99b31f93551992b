import { randomBytes } from 'node:crypto';
import { hashPin } from '../../../server/check/pin.ts';
import { openInstallation } from '../../../server/installation.ts';
import { sealSeed } from '../../../server/keys/seed-at-rest.ts';
import { newCredential } from '../../../server/store/credentials.ts';

/** A HOTP credential of the bench, with the codes left to its client. */
export interface BenchCredential {
  readonly serial: string;
  readonly seed: string;
  readonly pin?: string;
}

/** Puts HOTP credentials into a data directory, without a PIN or each with one, before the server is started on it. */
export async function prepareServer(
  directory: string,
  count: number,
  database?: string,
  pin?: string,
): Promise<readonly BenchCredential[]> {
  const { store, keys, now } = await openInstallation(directory, () => new Date(), database);
  const made: BenchCredential[] = [];
  const pinHashes: (string | null)[] = [];
  for (let number = 0; number < count; number += 1) {
    pinHashes.push(pin === undefined ? null : await hashPin(Buffer.from(pin)));
  }
  await store.commits.alone(async ({ credentials }) => {
    for (let number = 0; number < count; number += 1) {
      const serial = `${pin === undefined ? 'BENCH' : 'PIN'}${number}`;
      const seed = randomBytes(20);
      made.push({ serial, seed: seed.toString('base64'), ...(pin === undefined ? {} : { pin }) });
      await credentials.add({
        ...newCredential,
        type: 'hotp',
        serial,
        pinHash: pinHashes[number] ?? null,
        begunAt: now().toISOString(),
        seed: sealSeed(keys.storeKey, serial, seed),
      });
    }
  });
  await store.close();
  return made;
}
