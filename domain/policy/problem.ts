/** The fields of a policy by their names on the wire, for a problem to point at. */
export type PolicyField =
  | 'name'
  | 'scope'
  | 'action'
  | 'realm'
  | 'resolver'
  | 'user'
  | 'client'
  | 'time'
  | 'active'
  | 'priority'
  | 'check_all_resolvers'
  | 'user_case_insensitive'
  | 'adminrealm'
  | 'adminuser'
  | 'pinode'
  | 'user_agents'
  | 'conditions'
  | 'description';

/** Why a policy cannot be saved, or what to know about it: code -> the case. The text is the i18n key `policy.problem.<code>`. */
const problemCodes = {
  'wrong-type': 'the field holds something of another kind',
  'too-long': 'the field is longer than it may be',
  'name-empty': 'the policy has no name',
  'name-characters': 'the name has other characters than letters, digits, blank, `.`, `_` and `-`',
  'name-reserved': 'the name is one that the routes need for themselves',
  'scope-unknown': 'there is no such scope',
  'scope-without-actions': 'Keydesk acts on nothing in this scope',
  'action-empty': 'the policy does nothing',
  'action-unknown': 'the scope has no such action',
  'action-twice': 'one action has two values, perhaps under its two names',
  'action-only-excluded': 'the actions only exclude, so nothing is granted',
  'value-missing': 'the action needs a value',
  'value-not-flag': 'the action is on or off and takes no other value',
  'value-not-number': 'the value is no whole number in the range',
  'value-unknown': 'the value is none of those the action knows',
  'value-type-unknown': 'the value names a token type that does not exist',
  'value-duration': 'the value is no number of days and no duration such as `1d 4h`',
  'value-empty-pool': 'no character is left to draw from',
  'value-contents': 'the value does not follow the grammar of PIN contents',
  'value-tag-unknown': 'the text has a tag that nothing replaces',
  'value-url': 'the value is no https address',
  'value-url-host': 'the host is not among those allowed',
  'value-file': 'the value names a file outside the templates folder',
  'list-entry-empty': 'the list has an empty entry',
  'list-only-excluded': 'the list only excludes, so it matches nobody',
  'list-matches-nobody': 'every entry is excluded again',
  'resolver-exclusion': 'an exclusion has no effect in a list of resolvers',
  'realm-case': 'realms are lower case, so this one never matches',
  expression: 'the expression cannot be read',
  'expression-cost': 'the expression could take too long on some name',
  'address-malformed': 'the entry is no address and no subnet',
  'time-malformed': 'the time is not written as `Mon-Fri: 8-18`',
  'time-day': 'there is no such day',
  'time-day-order': 'the first day comes after the last one: a range does not go over the end of the week',
  'time-hour': 'there is no such time of day',
  'time-order': 'the start is later than the end',
  priority: 'the priority is no whole number from 1',
  'admin-only': 'the field belongs to scope admin',
  'condition-malformed': 'a condition lacks a part',
  'condition-section': 'there is no such section',
  'condition-comparator': 'there is no such comparator',
  'condition-value': 'the value cannot be compared that way',
  conflict: 'an active policy of the same priority matches the same requests and says otherwise',
  dangerous: 'somebody gets in without a token',
  'token-required': 'whoever a group requires a token of is not let in by this',
  'single-factor': 'no PIN is asked for: what a token says, or the password that replaces a lost one, is enough alone',
  'pin-readable': 'encrypted PINs can be read back by the server: weaker than hashes',
  'text-without-otp': 'the text does not hold the code',
  'password-in-url': 'the address carries a password',
  'self-deletion': 'who may delete the own tokens gets back to password only',
  'never-reached': 'another policy lets the same people in before',
} as const;

export type ProblemCode = keyof typeof problemCodes;

export interface Problem {
  readonly field: PolicyField;
  readonly code: ProblemCode;
  readonly context: Readonly<Record<string, string | number>>;
}

export function problem(field: PolicyField, code: ProblemCode, context: Problem['context'] = {}): Problem {
  return { field, code, context };
}

/** A problem as a sentence of English, for the wire and the log. */
export function problemText({ field, code, context }: Problem): string {
  const facts = Object.entries(context).map(([name, value]) => `${name} '${String(value).slice(0, 100)}'`);
  return `${field}: ${problemCodes[code]}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
}
