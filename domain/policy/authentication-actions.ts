import type { ActionDefinition } from './definition.ts';
import { messageTags, urlTags } from './tag.ts';
import { tokenTypes } from './token-type.ts';

type Row = Omit<ActionDefinition, 'scope'>;

const text = { type: 'str', reading: 'choice', group: 'message', freeText: true, tags: messageTags } as const;
const flag = { type: 'bool', reading: 'flag' } as const;

const rows: readonly Row[] = [
  {
    name: 'otppin',
    type: 'str',
    reading: 'choice',
    group: 'pin',
    values: ['tokenpin', 'userstore', 'none', 'ignore_pin'],
    description: 'What the fixed part of the password is checked against.',
  },
  {
    name: 'passthru',
    type: 'str',
    reading: 'choice',
    group: 'way-in',
    description: 'A user without a token is checked against the user store, or the RADIUS server of this name.',
  },
  {
    ...flag,
    name: 'passOnNoToken',
    group: 'way-in',
    dangerous: true,
    description: 'A user without a token is let in with any password.',
  },
  {
    ...flag,
    name: 'passOnNoUser',
    group: 'way-in',
    dangerous: true,
    description: 'A user who does not exist is let in with any password.',
  },
  { ...text, name: 'smstext', description: 'The text of an SMS that carries a code.' },
  { ...flag, name: 'smsautosend', group: 'message', description: 'A login by SMS sends the code for the next one.' },
  { ...text, name: 'emailtext', description: 'The text of an e-mail that carries a code.' },
  { ...text, name: 'emailsubject', description: 'The subject of an e-mail that carries a code.' },
  {
    ...flag,
    name: 'emailautosend',
    group: 'message',
    description: 'A login by e-mail sends the code for the next one.',
  },
  {
    name: 'challenge_response',
    type: 'str',
    reading: 'union',
    group: 'challenge',
    values: tokenTypes,
    description: 'The token types that may answer a challenge.',
  },
  {
    ...flag,
    name: 'reset_all_user_tokens',
    group: 'way-in',
    description: 'A successful login forgets the failures of all of the user’s tokens.',
  },
  { ...text, name: 'challenge_text', group: 'challenge', description: 'What a user reads when a challenge waits.' },
  {
    name: 'qrtanurl',
    type: 'str',
    reading: 'choice',
    group: 'challenge',
    tags: urlTags,
    description: 'The address to which the app of a QR token pushes its code.',
  },
  {
    name: 'qrtanurl_init',
    type: 'str',
    reading: 'choice',
    group: 'challenge',
    tags: urlTags,
    description: 'The address to which the app of a QR token pushes when it is enrolled.',
  },
];

/** Scope authentication: privacyIDEA's page on it as it first was, and what belongs to it in privacyIDEA of today. */
export const authenticationActions: readonly ActionDefinition[] = rows.map((row) => ({
  ...row,
  scope: 'authentication',
}));
