import { KeydeskError } from '../../domain/failure.ts';

/** A secret that was typed twice, or the failure that says what is wrong with it. */
export function typedTwice(first: Uint8Array, again: Uint8Array, least: number): Uint8Array {
  if (first.length < least) throw new KeydeskError('administration/secret', { reason: 'short', least });
  if (Buffer.compare(first, again) !== 0) throw new KeydeskError('administration/secret', { reason: 'differ', least });
  return first;
}
