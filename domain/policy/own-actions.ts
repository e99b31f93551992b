import type { ActionDefinition } from './definition.ts';

/** What people may do with their own tokens, by privacyIDEA's names. Nobody has a right that no policy gives. */
const rights: readonly (readonly [name: string, description: string])[] = [
  ['enable', 'Enable own tokens.'],
  ['disable', 'Disable own tokens.'],
  ['resync', 'Resynchronise own tokens by two codes.'],
  ['setpin', 'Set the PIN of own tokens.'],
  ['losttoken', 'Replace an own lost token by a password for some days.'],
];

/** The rights of scope user, by name. */
export const ownRights: readonly string[] = rights.map(([name]) => name);

const userActions: readonly ActionDefinition[] = [
  ...rights.map(
    ([name, description]): ActionDefinition => ({
      name,
      description,
      scope: 'user',
      type: 'bool',
      reading: 'flag',
      group: 'token',
    }),
  ),
  ...[
    { name: 'otp_pin_minlength', type: 'int' as const, description: 'The least length of a PIN that a user sets.' },
    { name: 'otp_pin_maxlength', type: 'int' as const, description: 'The greatest length of a PIN that a user sets.' },
    {
      name: 'otp_pin_contents',
      type: 'str' as const,
      description: 'What PINs that a user sets must hold: c for letters, n for digits, s for special characters.',
    },
  ].map(
    (row): ActionDefinition => ({
      ...row,
      scope: 'user',
      reading: 'choice',
      group: 'pin',
      ...(row.type === 'int' ? { least: 0, most: 32 } : {}),
    }),
  ),
];

const webuiActions: readonly ActionDefinition[] = [
  {
    name: 'login_mode',
    scope: 'webui',
    type: 'str',
    reading: 'choice',
    group: 'way-in',
    values: ['userstore', 'privacyIDEA', 'disable'],
    description: 'How users log in at /auth: by their password in the user store, by a token, or not at all.',
  },
  {
    name: 'jwt_validity',
    scope: 'webui',
    type: 'int',
    reading: 'choice',
    group: 'way-in',
    least: 60,
    most: 604_800,
    description: 'The seconds for which a login at /auth counts.',
  },
];

/** Scopes user and webui: who logs in for themselves, and what they may do then. */
export const ownActions: readonly ActionDefinition[] = [...userActions, ...webuiActions];
