import type { Asked } from './compile.ts';
import { type Reading, readUnion } from './read.ts';

/** Types whose codes only come after a challenge: they need no policy. */
const always: readonly string[] = ['sms', 'email', 'qr', 'ocra'];

/** The token types for which a PIN alone starts a challenge; several policies add up. */
export function challengeTypes(asked: Asked): Reading<ReadonlySet<string>> {
  const { value, policies } = readUnion(asked, 'authentication', 'challenge_response');
  return { value: new Set([...always, ...value]), policies };
}
