/** Differences that are meant: of which requests, in what, and why; the longer reasons stand in DECISIONS.md. */
interface Meant {
  readonly titles: readonly string[];
  readonly what: readonly string[];
  readonly why: string;
}

const refusal = ['status', 'result.status', 'error code'];
const lists = [
  ...['a token by its serial', 'tokens of a person', 'tokens of a type', 'tokens two to a page'],
  ...['tokens by a piece of the serial', 'tokens not assigned', 'the token of the pool', 'own tokens'],
  'the owner through the second realm',
];

export const meantDifferences: readonly Meant[] = [
  {
    titles: ['login of a person by the user store'],
    what: [...refusal, 'authentication', 'value'],
    why: 'people log in at /auth only where a policy says how',
  },
  {
    titles: ['realm of a resolver that is not there'],
    what: [...refusal, 'value'],
    why: 'a realm of nothing is refused; there it is answered as done, with a list of what failed',
  },
  {
    titles: ['resolver of an unknown type', 'init of an unknown type', 'no password'],
    what: ['status', 'error code'],
    why: 'what cannot be is a bad request; there it is a fault of the server',
  },
  {
    titles: [
      ...['init with a key that is not hex', 'init with an odd number of digits', 'init with 5 digits'],
      ...['init with a hash that is none', 'a realm of a token that is not there'],
      ...['policy with a value that is no number', 'policy with a window that never matches'],
    ],
    what: [...refusal, 'value'],
    why: 'what can never work is refused when it is asked for; there it is kept and fails later',
  },
  {
    titles: ['policy otppin2: otppin=none', 'the policy otppin2 is deleted'],
    what: [...refusal, 'value'],
    why: 'a policy that contradicts another is refused when it is saved; there the logins under them fail',
  },
  {
    titles: ['two policies that disagree'],
    what: [...refusal, 'authentication', 'value', 'detail.message'],
    why: 'the second one was not saved',
  },
  {
    titles: ['init without a key'],
    what: [...refusal, 'value'],
    why: 'a key is made when genkey asks for it; 3.14 makes one unasked',
  },
  {
    titles: ['init of its serial for another person', 'assign a revoked token'],
    what: ['error code'],
    why: 'owned by another is 1103 wherever it is asked; a revoked token is 1007 whoever owns it',
  },
  {
    titles: ['people', 'people of all realms', 'a person through the second realm'],
    what: ['value[].realm'],
    why: 'added after 3.11, the release whose wire is spoken here',
  },
  {
    titles: lists,
    what: ['readonly', 'settable', 'undeletable'].map((word) => `value.tokens[].${word}_info_keys`),
    why: 'added after 3.11, the release whose wire is spoken here',
  },
  {
    titles: ['init HOTP', 'describe', 'login with a disabled token', 'a right code of a locked token'],
    what: ['detail.rollout_state', 'value', ...['message', 'serial', 'type', 'otplen'].map((name) => `detail.${name}`)],
    why: 'as 3.11 answered',
  },
  {
    titles: ['challenges of a token'],
    what: ['value.challenges[].data', 'value.redis_cache_enabled'],
    why: 'of its own inner life',
  },
  {
    titles: ['tokens of a type', 'tokens by a piece of the serial'],
    what: ['value.tokens[].info.yubikey.tokenid'],
    why: 'a private id is half of the secret',
  },
  {
    titles: ['tokens of nobody there is'],
    what: [...refusal, 'value'],
    why: 'a filter that finds nobody finds nothing',
  },
  {
    titles: ['an earlier code', 'the same answer again', 'an answer to no challenge'],
    what: ['detail.message'],
    why: 'says what it was: a code used before, an answer to no open challenge',
  },
  { titles: ['simple pass'], what: ['detail.otplen'], why: 'it has no code' },
  {
    titles: ['assign again to the same person'],
    what: [...refusal, 'value'],
    why: 'asking twice for the same is no mistake: a client whose reply was lost asks again',
  },
  {
    titles: ['autoassignment: any PIN and a code of the pool'],
    what: ['authentication'],
    why: 'who is let in is ACCEPT; there the word says REJECT beside a value of true',
  },
  {
    titles: ['login with a token that was not verified'],
    what: ['message', 'serial', 'type', 'otplen'].map((name) => `detail.${name}`),
    why: 'says whose code it was beside what is in its way, as with a disabled token',
  },
  {
    titles: ['a first code where none is waited for', 'a new seed for no token'],
    what: [...refusal, 'value'],
    why: 'there nothing happens, or a token is made, and both are told as done',
  },
  {
    titles: ['init in two steps without a policy'],
    what: [...refusal, 'value'],
    why: 'two steps that nobody allowed are refused; there the token is made in one, and its whole key is shown',
  },
  {
    titles: ['the PIN of an own token is set'],
    what: [...refusal, 'value'],
    why: 'whoever logged in by the password alone makes no second factor of it; see “A password alone makes no second factor”',
  },
  { titles: ['revoke again'], what: ['value'], why: 'counts what was changed' },
  {
    titles: ['policy check'],
    what: ['value.policy[].action.tokenlabel'],
    why: 'shows the action that was asked for',
  },
  {
    titles: ['no such path'],
    what: ['result.status', 'error code'],
    why: 'answered in the envelope, not as a page',
  },
  {
    titles: ['trigger, through the other realm'],
    what: [...refusal, 'authentication', 'value'],
    why: 'a token that is not of the person named is not there, whatever is asked; there no challenge is begun, as if it had worked',
  },
];
