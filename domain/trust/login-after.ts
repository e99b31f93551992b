import { gateAfterPassword } from './gate.ts';

/** How somebody logs in once a token of theirs is taken back or lost. */
export const loginsAfter = ['other token', 'code wanted', 'password alone', 'locked out', 'not known'] as const;
export type LoginAfter = (typeof loginsAfter)[number];

interface LossFacts {
  readonly what: 'withdrawn' | 'reported lost';
  /** Tokens of the person beside this one that let them in. */
  readonly activeOthers: number;
  /** Others that are theirs and let nobody in. */
  readonly deadOthers: number;
  /** `undefined` where the server does not say. */
  readonly requireToken: boolean | undefined;
}

/**
 * What follows from a withdrawal or a loss by the gate's own rule. A lost token stays its holder's, so a code is asked
 * for that nobody can give; a withdrawn one leaves them without.
 */
export function loginAfter({ what, activeOthers, deadOthers, requireToken }: LossFacts): LoginAfter {
  if (activeOthers > 0) return 'other token';
  if (what === 'reported lost' || deadOthers > 0) return 'code wanted';
  if (requireToken === undefined) return 'not known';
  const setting = requireToken ? 'allow' : 'unset';
  const { next } = gateAfterPassword({ passwordRight: true, hasToken: false, requireToken: setting });
  return next === 'done' ? 'password alone' : 'locked out';
}
