import type { Asked } from './compile.ts';
import { type Reading, readFlag } from './read.ts';

/**
 * Whether PINs are encrypted, so that the server can read them, instead of hashed. The client has no say; a change
 * counts from the next PIN that is set.
 */
export function pinStorage(asked: Asked): Reading<'hashed' | 'encrypted'> {
  const { value, policies } = readFlag(asked, 'enrollment', 'encrypt_pin');
  return { value: value ? 'encrypted' : 'hashed', policies };
}
