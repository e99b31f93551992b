import type { KeyObject } from 'node:crypto';
import { openSeed, sealSeed } from '../keys/seed-at-rest.ts';

/** No serial begins like this: what was sealed here cannot be taken for a seed, nor a seed for it. */
const context = (purpose: string) => `\0messaging\0${purpose}`;

/** Seals something for the database, bound to what it is for. */
export function sealJson(storeKey: KeyObject, purpose: string, value: unknown): Buffer {
  const plain = Buffer.from(JSON.stringify(value));
  try {
    return sealSeed(storeKey, context(purpose), plain);
  } finally {
    plain.fill(0);
  }
}

export function openJson(storeKey: KeyObject, purpose: string, sealed: Uint8Array): unknown {
  const plain = openSeed(storeKey, context(purpose), sealed);
  try {
    return JSON.parse(Buffer.from(plain.buffer, plain.byteOffset, plain.length).toString());
  } finally {
    plain.fill(0);
  }
}
