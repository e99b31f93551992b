import type { Asked } from './compile.ts';
import { type Reading, readChoice, readFlag } from './read.ts';

/** What must stand before the code of a pool token: any PIN, the password where the person is kept, or nothing at all. */
type AutoassignmentMode = 'any_pin' | 'userstore' | 'code';

/** How pool tokens are taken by using them. */
export interface Autoassignment {
  readonly mode: AutoassignmentMode;
  /** The code alone does, too. */
  readonly codeAlone?: true;
  /** The realm whose tokens are taken instead of those of the person's own. */
  readonly fromRealm?: string;
  /** What stood before the code does not become the PIN. */
  readonly withoutPin?: true;
  readonly policies: readonly string[];
}

/** What can let somebody in who has no token to use; each is tried in turn until one decides. */
export type WayIn =
  | { readonly way: 'accept'; readonly by: 'passOnNoUser' | 'passOnNoToken'; readonly policies: readonly string[] }
  /** The password is checked where the user is, or by the RADIUS server of this name; a wrong one leaves it to the next way. */
  | { readonly way: 'passthru'; readonly server: string; readonly policies: readonly string[] }
  | ({ readonly way: 'autoassignment' } & Autoassignment)
  /** The user has tokens: only they decide. */
  | { readonly way: 'tokens' }
  | { readonly way: 'fail'; readonly code: 904 | 1007 }
  | { readonly way: 'refuse'; readonly because: 'no-token' | 'token-required' };

export interface LoginFacts {
  readonly exists: boolean;
  /** All tokens of the user, in any state. */
  readonly tokens: readonly { readonly revoked: boolean }[];
  /** Whether the user may log in only with a token: it wins over what lets people in without one. */
  readonly tokenRequired?: boolean;
}

/**
 * privacyIDEA's order. An unknown user: passOnNoUser only. A known one without tokens: passOnNoToken, passthru,
 * autoassignment, refusal. With a token in any state none of the three applies.
 */
export function waysIn(asked: Asked, { exists, tokens, tokenRequired = false }: LoginFacts): readonly WayIn[] {
  if (!exists) {
    const { value, policies } = readFlag(asked, 'authentication', 'passOnNoUser');
    return [value ? { way: 'accept', by: 'passOnNoUser', policies } : { way: 'fail', code: 904 }];
  }
  if (tokens.length > 0)
    return [tokens.every(({ revoked }) => revoked) ? { way: 'fail', code: 1007 } : { way: 'tokens' }];
  const pool = poolWay(asked);
  if (tokenRequired) return [...pool, { way: 'refuse', because: 'token-required' }];
  const anybody = readFlag(asked, 'authentication', 'passOnNoToken');
  if (anybody.value) return [{ way: 'accept', by: 'passOnNoToken', policies: anybody.policies }];
  return [...passthruWay(asked), ...pool, { way: 'refuse', because: 'no-token' }];
}

/** Why a policy that is for the request lets nobody in, and decides nothing of how they get in. */
export type Unasked = 'unknown-user' | 'known-user' | 'has-tokens' | 'token-required' | 'decided-before';

/** Of an action of a login: why it is not asked there, by what is known of the person and how they get in. */
export function unaskedAtLogin(
  action: string,
  { exists, tokens, tokenRequired = false }: LoginFacts,
  first: string | undefined,
): Unasked | undefined {
  if (!exists) return action === 'passOnNoUser' ? undefined : 'unknown-user';
  if (action === 'passOnNoUser') return 'known-user';
  if (action !== 'passOnNoToken' && action !== 'passthru') return undefined;
  if (tokens.length > 0) return 'has-tokens';
  if (tokenRequired) return 'token-required';
  return action === 'passthru' && first === 'passOnNoToken' ? 'decided-before' : undefined;
}

function passthruWay(asked: Asked): readonly WayIn[] {
  const { value, policies } = readChoice(asked, 'authentication', 'passthru');
  return value === undefined ? [] : [{ way: 'passthru', server: value, policies }];
}

/** Whether a user without a token may take one from the pool, and how: privacyIDEA's policy, and LinOTP's beside it. */
function poolWay(asked: Asked): readonly WayIn[] {
  const way = autoassignmentMode(asked);
  const alone = readFlag(asked, 'enrollment', 'autoassignment_without_password');
  if (way.value === undefined && !alone.value) return [];
  const realm = readChoice(asked, 'enrollment', 'autoassignment_from_realm');
  const withoutPin = readFlag(asked, 'enrollment', 'ignore_autoassignment_pin');
  const policies = [way, alone, realm, withoutPin].flatMap((reading) => reading.policies);
  return [
    {
      way: 'autoassignment',
      mode: way.value ?? 'code',
      ...(alone.value ? { codeAlone: true } : {}),
      ...(realm.value === undefined ? {} : { fromRealm: realm.value.toLowerCase() }),
      ...(withoutPin.value ? { withoutPin: true } : {}),
      policies: [...new Set(policies)],
    },
  ];
}

function autoassignmentMode(asked: Asked): Reading<'any_pin' | 'userstore' | undefined> {
  const { value, policies } = readChoice(asked, 'enrollment', 'autoassignment');
  return value === 'any_pin' || value === 'userstore' ? { value, policies } : { value: undefined, policies: [] };
}
