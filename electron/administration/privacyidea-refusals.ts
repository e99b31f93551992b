import type { RefusalReason } from '../../domain/refusal.ts';

/**
 * The refusals that both servers word as privacyIDEA does, whose wire has no code for them: seen with 3.11 and 3.14. What
 * a sentence names is what the window's words name.
 */
const sentences: readonly (readonly [RegExp, RefusalReason])[] = [
  [/^Verification of the new token failed/, 'wrong-first-code'],
  [/^Client Secret Size is expected to be (?<size>\d+), but is (?<given>\d+)/, 'part-size'],
  [/^Malformed base32check data/, 'part-form'],
  [/since the token is locked$/, 'token-locked'],
  [/^Token already assigned to user User\(login='(?<name>[^']*)'/, 'already-assigned'],
  [/^You can only define a lost token for an assigned token/, 'lost-unowned'],
  [/^The user can not be found in any resolver in this realm/, 'person-unknown'],
  [/^The minimum OTP PIN length is (?<least>\d+)/, 'pin-short'],
  [/^The maximum OTP PIN length is (?<most>\d+)/, 'pin-long'],
  [/^Incorrect characters in PIN/, 'pin-characters'],
  [/^You need to specify a policy otp_pin_set_random/, 'no-random-pin'],
  [/^The number of (?:active )?tokens (?:of type \w+ )?for this user is limited/, 'token-limit'],
  [/^The number of tokens for this realm is limited/, 'realm-limit'],
  [/^The resolver '?(?<resolver>[^' ]*)'? is still contained in realm '?(?<realm>[^'. ]*)/, 'resolver-in-realm'],
];

/** Why, and what it names, by the words of the refusal. */
export function privacyIdeaRefusal(
  said: string,
): { readonly reason: RefusalReason; readonly values: Readonly<Record<string, string>> } | undefined {
  for (const [sentence, reason] of sentences) {
    const found = sentence.exec(said);
    if (found !== null) return { reason, values: { ...found.groups } };
  }
  return undefined;
}
