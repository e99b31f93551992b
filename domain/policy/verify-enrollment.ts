import type { Asked } from './compile.ts';
import { type Reading, readUnion } from './read.ts';
import { verifiedTypes } from './token-type.ts';

/** verify_enrollment: whether a token of the type waits for its first code; several policies add up. */
export function waitsForCode(asked: Asked, type: string): Reading<boolean> {
  const { value, policies } = readUnion(asked, 'enrollment', 'verify_enrollment');
  const waits = verifiedTypes.some((known) => known === type) && value.has(type);
  return { value: waits, policies: waits ? policies : [] };
}
