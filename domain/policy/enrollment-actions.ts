import type { ActionDefinition } from './definition.ts';
import { labelTags } from './tag.ts';
import { tokenTypes, twoStepTypes, verifiedTypes } from './token-type.ts';

type Row = Omit<ActionDefinition, 'scope'>;

const limit = { type: 'int', reading: 'maximum', group: 'limit', least: 0, most: 1_000_000_000 } as const;

const size = { type: 'int', reading: 'choice', group: 'enrolling' } as const;

const rows: readonly Row[] = [
  { ...limit, name: 'max_token_per_realm', description: 'The maximum number of tokens in the realm.' },
  { ...limit, name: 'max_token_per_user', description: 'The maximum number of tokens of a user.' },
  { ...limit, name: 'max_active_token_per_user', description: 'The maximum number of active tokens of a user.' },
  ...tokenTypes.flatMap((type) => [
    { ...limit, name: `${type}_max_token_per_user`, description: `The maximum number of ${type} tokens of a user.` },
    {
      ...limit,
      name: `${type}_max_active_token_per_user`,
      description: `The maximum number of active ${type} tokens of a user.`,
    },
  ]),
  {
    name: 'tokenlabel',
    type: 'str',
    reading: 'choice',
    group: 'label',
    freeText: true,
    tags: labelTags,
    description: 'The label of a new token in an authenticator app.',
  },
  {
    name: 'tokenissuer',
    type: 'str',
    reading: 'choice',
    group: 'label',
    freeText: true,
    tags: labelTags,
    description: 'The issuer of a new token in an authenticator app.',
  },
  {
    name: 'appimageurl',
    type: 'str',
    reading: 'choice',
    group: 'label',
    description: 'The address of a picture for the token in an authenticator app.',
  },
  {
    name: 'autoassignment',
    type: 'str',
    reading: 'choice',
    group: 'assignment',
    values: ['any_pin', 'userstore'],
    description: 'A user without a token takes an unassigned one of the realm by using it.',
  },
  {
    name: 'autoassignment_without_password',
    type: 'bool',
    reading: 'flag',
    group: 'assignment',
    description: 'A user without a token takes an unassigned one of the realm by its code alone.',
  },
  {
    name: 'autoassignment_from_realm',
    type: 'str',
    reading: 'choice',
    group: 'assignment',
    description: 'The realm whose unassigned tokens are taken, instead of those of the own realm of the user.',
  },
  {
    name: 'ignore_autoassignment_pin',
    type: 'bool',
    reading: 'flag',
    group: 'assignment',
    description: 'What stands before the code of a token that is taken does not become its PIN.',
  },
  {
    name: 'otp_pin_random',
    type: 'int',
    reading: 'choice',
    group: 'pin',
    least: 1,
    most: 32,
    description: 'A new token gets a random PIN of this length.',
  },
  {
    name: 'pinhandling',
    type: 'str',
    reading: 'union',
    group: 'pin',
    values: ['letter'],
    description: 'What becomes of a random PIN.',
  },
  {
    name: 'encrypt_pin',
    type: 'bool',
    reading: 'flag',
    group: 'pin',
    description: 'PINs are encrypted instead of hashed, so the server can read them.',
  },
  {
    name: 'losttoken_PW_length',
    type: 'int',
    reading: 'choice',
    group: 'lost-token',
    least: 1,
    most: 128,
    description: 'The length of the password that replaces a lost token.',
  },
  {
    name: 'losttoken_PW_contents',
    type: 'str',
    reading: 'choice',
    group: 'lost-token',
    description: 'The characters of the password that replaces a lost token: any of C, c, n, s and 8.',
  },
  {
    name: 'losttoken_valid',
    type: 'int',
    reading: 'choice',
    group: 'lost-token',
    description: 'The days for which the password that replaces a lost token is valid.',
  },
  {
    name: 'verify_enrollment',
    type: 'str',
    reading: 'union',
    group: 'enrolling',
    values: verifiedTypes,
    description: 'The token types that let nobody in before their first code was given.',
  },
  ...twoStepTypes.flatMap((type) => [
    {
      ...size,
      name: `${type}_2step_serversize`,
      least: 8,
      most: 64,
      description: `The bytes of the server's part of the seed of a ${type} token.`,
    },
    {
      ...size,
      name: `${type}_2step_clientsize`,
      least: 8,
      most: 64,
      description: `The bytes of the client's part of the seed of a ${type} token.`,
    },
    {
      ...size,
      name: `${type}_2step_difficulty`,
      least: 1000,
      most: 1_000_000,
      description: `How often the two parts of the seed of a ${type} token are hashed together.`,
    },
  ]),
  ...(['registration', 'pw'] as const).flatMap((type) => [
    {
      ...size,
      name: `${type}.length`,
      least: type === 'pw' ? 8 : 12,
      most: 100,
      description: `The length of what is drawn for a ${type} token.`,
    },
    {
      name: `${type}.contents`,
      type: 'str' as const,
      reading: 'choice' as const,
      group: 'enrolling' as const,
      description: `What is drawn for a ${type} token: c for letters, n for digits, s for special characters.`,
    },
  ]),
];

/** Scope enrollment: privacyIDEA's page on it as it first was, and what belongs to it in privacyIDEA of today. */
export const enrollmentActions: readonly ActionDefinition[] = rows.map((row) => ({ ...row, scope: 'enrollment' }));
