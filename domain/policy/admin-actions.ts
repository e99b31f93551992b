import type { ActionDefinition, ActionGroup } from './definition.ts';
import { tokenTypes, twoStepTypes } from './token-type.ts';

const rights: readonly (readonly [group: ActionGroup, name: string, description: string])[] = [
  ['trust', 'control_trust', 'Control trust: issue and withdraw tokens in person.'],
  ...tokenTypes.map((type) => ['token-type', `enroll${type.toUpperCase()}`, `Enrol ${type} tokens.`] as const),
  ['token', 'enrollpin', 'Set the PIN of a token when it is enrolled.'],
  ['token', 'token_rollover', 'Give tokens in use a new seed.'],
  ['token', 'assign', 'Assign tokens to users.'],
  ['token', 'unassign', 'Take tokens from users.'],
  ['token', 'enable', 'Enable tokens.'],
  ['token', 'disable', 'Disable tokens.'],
  ['token', 'revoke', 'Revoke tokens for good.'],
  ['token', 'delete', 'Delete tokens.'],
  ['token', 'reset', 'Reset the failure counter of tokens.'],
  ['token', 'resync', 'Resynchronise tokens by two codes.'],
  ['token', 'set', 'Change the settings of tokens.'],
  ['token', 'setdescription', 'Describe tokens.'],
  ['token', 'setpin', 'Set the PIN of tokens.'],
  ['token', 'setrandompin', 'Give tokens a random PIN.'],
  ['token', 'tokenrealms', 'Set the realms of tokens.'],
  ['token', 'settokeninfo', 'Note further information on tokens.'],
  ['token', 'losttoken', 'Replace a lost token by a password for some days.'],
  ['token', 'copytokenpin', 'Copy the PIN of one token to another.'],
  ['token', 'copytokenuser', 'Copy the user of one token to another.'],
  ['token', 'importtokens', 'Import tokens from files.'],
  ['token', 'tokenlist', 'See the tokens.'],
  ['token', 'getserial', 'Find a token by one of its codes.'],
  ['token', 'getchallenges', 'See the open challenges.'],
  ['token', 'triggerchallenge', 'Trigger challenges for users.'],
  ['person', 'userlist', 'See the users.'],
  ['person', 'adduser', 'Add users.'],
  ['person', 'updateuser', 'Change users.'],
  ['person', 'deleteuser', 'Delete users.'],
  ['server', 'auditlog', 'Read the audit.'],
  ['server', 'auditlog_download', 'Take the audit away as a file.'],
  ['server', 'policyread', 'Read policies.'],
  ['server', 'policywrite', 'Write policies.'],
  ['server', 'policydelete', 'Delete policies.'],
  ['server', 'resolverread', 'Read resolvers.'],
  ['server', 'resolverwrite', 'Write resolvers and realms.'],
  ['server', 'resolverdelete', 'Delete resolvers and realms.'],
  ['server', 'configread', 'Read the settings.'],
  ['server', 'configwrite', 'Write the settings.'],
  ['server', 'configdelete', 'Delete settings.'],
  ['server', 'smtpserver_read', 'Read the definitions of SMTP servers.'],
  ['server', 'smtpserver_write', 'Write the definitions of SMTP servers.'],
  ['server', 'smsgateway_read', 'Read the definitions of SMS gateways.'],
  ['server', 'smsgateway_write', 'Write the definitions of SMS gateways.'],
  ['server', 'adminread', 'See the administrators.'],
  ['server', 'adminwrite', 'Make, change and remove administrators.'],
  ['trust', 'trustread', 'See groups, offices and who controls trust.'],
  ['trust', 'trustwrite', 'Change groups, offices, guidelines and the text about whom to ask.'],
];

const pinContents = ['', ...tokenTypes.map((type) => `${type}_`)].map((prefix) => ({
  name: `${prefix}otp_pin_contents`,
  type: 'str' as const,
  description: 'What PINs must hold: c for letters, n for digits, s for special characters.',
}));

/** Scope admin: what an administrator may do, and which PINs they may set. */
export const adminActions: readonly ActionDefinition[] = [
  ...rights.map(
    ([group, name, description]): ActionDefinition => ({
      name,
      scope: 'admin',
      type: 'bool',
      reading: 'flag',
      group,
      description,
    }),
  ),
  ...[
    { name: 'otp_pin_minlength', type: 'int' as const, description: 'The least length of a PIN.' },
    { name: 'otp_pin_maxlength', type: 'int' as const, description: 'The greatest length of a PIN.' },
    { name: 'otp_pin_set_random', type: 'int' as const, description: 'The length of a PIN set at random later.' },
    ...pinContents,
  ].map(
    (row): ActionDefinition => ({
      ...row,
      scope: 'admin',
      reading: 'choice',
      group: 'pin',
      ...(row.type === 'int' ? { least: row.name === 'otp_pin_set_random' ? 1 : 0, most: 32 } : {}),
    }),
  ),
  ...twoStepTypes.map(
    (type): ActionDefinition => ({
      name: `${type}_2step`,
      scope: 'admin',
      type: 'str',
      reading: 'choice',
      group: 'token-type',
      values: ['allow', 'force'],
      description: `Whether the seed of a ${type} token may or must have a part of the client's.`,
    }),
  ),
];
