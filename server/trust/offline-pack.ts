import { randomBytes } from 'node:crypto';
import { type OfflinePack, offlineCodes } from '../../domain/contract/controller-sign-in.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashKept, keptCost } from '../check/pin.ts';
import type { Installation } from '../installation.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import type { Credential } from '../store/credentials.ts';

/**
 * What a station can check the next codes of a token by while the server is away, each with the password. Nothing of a
 * seed leaves: a verifier is good for one code, and Argon2id makes trying costly to whoever gets hold of it.
 */
export async function offlinePack(
  { keys }: Installation,
  credential: Credential,
  password: string,
): Promise<OfflinePack> {
  const { serial, counter, otpLength, hash } = credential;
  const seed = openSeed(keys.storeKey, serial, credential.seed);
  try {
    const verifiers: OfflinePack['verifiers'] = [];
    for (let ahead = 0; ahead < offlineCodes; ahead += 1) {
      const salt = randomBytes(16);
      const secret = Buffer.from(`${hotp(seed, counter + ahead, otpLength, hash)}\0${password}`);
      try {
        const kept = Buffer.from(await hashKept(secret, salt));
        verifiers.push({
          counter: counter + ahead,
          salt: salt.toString('base64url'),
          hash: kept.toString('base64url'),
        });
      } finally {
        secret.fill(0);
      }
    }
    return { credential: serial, ...keptCost, verifiers };
  } finally {
    seed.fill(0);
  }
}
