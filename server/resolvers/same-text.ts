import { timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same, in a time that does not tell where they part. */
export function sameText(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
