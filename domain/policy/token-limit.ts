import type { Asked } from './compile.ts';
import { readMaximum } from './read.ts';

/** A token as limits count it: disabled, revoked, expired and lost ones count in the totals. */
export interface CountedToken {
  readonly serial: string;
  readonly type: string;
  readonly active: boolean;
}

export interface LimitRefusal {
  readonly code: 'realm' | 'user-type' | 'user' | 'user-active-type' | 'user-active';
  readonly limit: number;
  readonly count: number;
  readonly policies: readonly string[];
  /** privacyIDEA's sentence for the wire. */
  readonly message: string;
}

/**
 * max_token_per_realm: every token of the realm counts, in the pool or not, in any state. The highest limit of all
 * matching policies counts. A serial that is in the realm already does not count against itself.
 */
export function checkRealmLimit(asked: Asked, tokensInRealm: number, serialInRealm: boolean): LimitRefusal | undefined {
  const { value: limit, policies } = readMaximum(asked, 'enrollment', 'max_token_per_realm');
  if (limit === undefined || serialInRealm || tokensInRealm < limit) return undefined;
  const message = 'The number of tokens for this realm is limited!';
  return { code: 'realm', limit, count: tokensInRealm, policies, message };
}

/** The token that a user is to get, or to have again. */
export interface TokenToGet {
  readonly serial?: string | undefined;
  /** As the request says; else that of the serial; else hotp. */
  readonly type?: string | undefined;
}

/**
 * max_token_per_user and its three relatives, in privacyIDEA's order: of the type, all, active of the type, active.
 * Each is left out when the serial is among those it counts.
 */
export function checkUserLimits(
  asked: Asked,
  held: readonly CountedToken[],
  token: TokenToGet,
): LimitRefusal | undefined {
  const type = (token.type ?? held.find(({ serial }) => serial === token.serial)?.type ?? 'hotp').toLowerCase();
  const ofType = held.filter((one) => one.type.toLowerCase() === type);
  const limits = [
    [
      'user-type',
      `${type}_max_token_per_user`,
      ofType,
      `The number of tokens of type ${type} for this user is limited!`,
    ],
    ['user', 'max_token_per_user', held, 'The number of tokens for this user is limited!'],
    [
      'user-active-type',
      `${type}_max_active_token_per_user`,
      ofType.filter(({ active }) => active),
      `The number of active tokens of type ${type} for this user is limited!`,
    ],
    [
      'user-active',
      'max_active_token_per_user',
      held.filter(({ active }) => active),
      'The number of active tokens for this user is limited!',
    ],
  ] as const;
  for (const [code, action, counted, message] of limits) {
    if (token.serial !== undefined && counted.some(({ serial }) => serial === token.serial)) continue;
    const { value: limit, policies } = readMaximum(asked, 'enrollment', action);
    if (limit !== undefined && counted.length >= limit) {
      return { code, limit, count: counted.length, policies, message };
    }
  }
  return undefined;
}
