import { timingSafeEqual } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { open, seal } from './sealing.ts';

/** Which code ahead it is: of whom, of which token, at which place, and at which station. */
export interface CodePlace {
  readonly station: string;
  readonly controller: string;
  readonly credential: string;
  readonly counter: number;
}

/** What one code ahead is checked by, sealed: 16 bytes of salt, 32 of hash. */
export function sealVerifier(
  vaultKey: Uint8Array,
  place: CodePlace,
  verifier: { readonly salt: string; readonly hash: string },
): Uint8Array {
  const bytes = Buffer.concat([Buffer.from(verifier.salt, 'base64url'), Buffer.from(verifier.hash, 'base64url')]);
  try {
    return seal(vaultKey, bytes, context(place));
  } finally {
    bytes.fill(0);
  }
}

/** Whether what was typed is that code with that password (Argon2id, RFC 9106). */
export async function isKeptCode(
  vaultKey: Uint8Array,
  place: CodePlace,
  sealed: Uint8Array,
  typed: Uint8Array,
  cost: { readonly memoryKiB: number; readonly passes: number },
): Promise<boolean> {
  const plain = open(vaultKey, sealed, context(place));
  try {
    const { memoryKiB: memoryCost, passes: timeCost } = cost;
    const salt = plain.subarray(0, 16);
    const hash = await hashRaw(typed, { memoryCost, timeCost, parallelism: 1, outputLen: 32, salt });
    return timingSafeEqual(hash, plain.subarray(16));
  } finally {
    plain.fill(0);
  }
}

function context({ station, controller, credential, counter }: CodePlace): string {
  return `keydesk-offline-code-v1|${JSON.stringify([station, controller, credential, counter])}`;
}
