import type { Setting } from './groups.ts';

/** What somebody meets who wants to log in, once the password was looked at. */
export interface GateFacts {
  readonly passwordRight: boolean;
  /** A token is in the person's hands: issued and not withdrawn, usable or not. */
  readonly hasToken: boolean;
  /** 'Require token to log in', as it holds for the person. */
  readonly requireToken: Setting | 'unset';
}

/** What comes next, and whether the text about whom to ask belongs on that page. */
export interface GateAnswer {
  readonly next: 'code' | 'done' | 'refused';
  readonly why: 'wrong password' | 'code wanted' | 'token required' | 'no token needed';
  readonly contact: boolean;
}

/**
 * Haplo's gate: a token is asked for from those who have one, and from everybody for whom it is required. The contact
 * text is shown to nobody whose password was not right, and not before a code has failed.
 */
export function gateAfterPassword({ passwordRight, hasToken, requireToken }: GateFacts): GateAnswer {
  if (!passwordRight) return { next: 'refused', why: 'wrong password', contact: false };
  if (hasToken) return { next: 'code', why: 'code wanted', contact: false };
  if (requireToken === 'allow') return { next: 'refused', why: 'token required', contact: true };
  return { next: 'done', why: 'no token needed', contact: false };
}

/** The text for people who cannot log in: what was set, or the words of a system where nothing was. */
export function contactText(set: string, otherwise: string): string {
  return set.trim() === '' ? otherwise : set.trim();
}
