import type { Asked } from './compile.ts';
import { type Reading, readChoice } from './read.ts';
import type { Subject } from './request.ts';

export type PinSource = 'tokenpin' | 'userstore' | 'none' | 'ignore_pin';

/** otppin: what the fixed part of a password is checked against; anything unknown is the token's PIN. */
export function pinSource(asked: Asked): Reading<PinSource> {
  const { value, policies } = readChoice(asked, 'authentication', 'otppin');
  const known = value === 'userstore' || value === 'none' || value === 'ignore_pin';
  return { value: known ? value : 'tokenpin', policies };
}

/** Whom otppin is read for: the authenticating user, else the token's owner, else nobody in the token's first realm. */
export function pinSubject(
  user: Subject | undefined,
  owner: Subject | undefined,
  tokenRealms: readonly string[],
): Subject {
  return user ?? owner ?? { user: '', realm: tokenRealms[0] ?? '', resolver: '' };
}

/** What decides about the PIN part: a source to ask, or its length alone. */
export type PinVerdict = 'ask-token' | 'ask-userstore' | 'right' | 'wrong';

/** With `none` a PIN part must be empty: it is not ignored. A token without a PIN asks for an empty one. */
export function pinVerdict(source: PinSource, pinLength: number, tokenHasPin: boolean): PinVerdict {
  switch (source) {
    case 'none':
      return pinLength === 0 ? 'right' : 'wrong';
    case 'ignore_pin':
      return 'right';
    case 'userstore':
      return 'ask-userstore';
    case 'tokenpin':
      if (tokenHasPin) return pinLength === 0 ? 'wrong' : 'ask-token';
      return pinLength === 0 ? 'right' : 'wrong';
  }
}
