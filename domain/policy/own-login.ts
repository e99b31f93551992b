import type { Asked } from './compile.ts';
import { type Reading, readChoice, readFlag } from './read.ts';

/** How a person logs in for themselves: by their password where they are kept, by a token, or not at all. */
export type LoginMode = 'userstore' | 'privacyIDEA' | 'disable';

/** login_mode: without a policy nobody of the people logs in. */
export function loginMode(asked: Asked): Reading<LoginMode | undefined> {
  const { value, policies } = readChoice(asked, 'webui', 'login_mode');
  const known = value === 'userstore' || value === 'privacyIDEA' || value === 'disable';
  return { value: known ? value : undefined, policies: known ? policies : [] };
}

/** jwt_validity: the seconds for which a login counts, if a policy says so. */
export function loginSeconds(asked: Asked): Reading<number | undefined> {
  const { value, policies } = readChoice(asked, 'webui', 'jwt_validity');
  return { value: value === undefined ? undefined : Number(value), policies };
}

/** Whether a person may do something with their own tokens: only where a policy of scope user says so. */
export function mayForOneself(asked: Asked, right: string): Reading<boolean> {
  return readFlag(asked, 'user', right);
}

/** Whether the password of the user store is enough for it: never for what makes a second factor of the first. */
export function mayByPassword(right: string): boolean {
  return right !== 'losttoken' && right !== 'setpin';
}
