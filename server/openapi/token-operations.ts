import type { Operation, Operations } from './operation.ts';

const serial = { serial: 'The serial of the token.' };
const some = {
  serial: 'The serial of one token,',
  serials: 'or several serials, with commas between,',
  user: 'or everybody’s tokens of this name,',
  realm: 'in this realm; the default realm without it.',
};
const pin = { encryptpin: 'Keep the PIN so that an administrator can have it copied, instead of its hash.' };

const settings = {
  description: 'A free text of at most 500 characters.',
  count_window: 'How many codes further on are looked for, 1 to 1000.',
  sync_window: 'How many codes further on are looked for when it is synchronised, 1 to 10000.',
  max_failcount: 'After how many wrong codes it is locked, 1 to 1000.',
  hashlib: 'sha1, sha256 or sha512.',
  timeStep: 'TOTP: seconds for which a code counts, 5 to 3600.',
  timeWindow: 'TOTP: seconds by which the clock may be wrong, 0 to 3600.',
  validity_period_start: 'From when it counts: ISO 8601 with a time zone.',
  validity_period_end: 'Until when it counts.',
  count_auth_max: 'How often it may be tried in all.',
  count_auth_success_max: 'How often it may be accepted in all.',
};

const filters = {
  serial: 'A serial, `*` for any characters.',
  type: 'A type, or several with commas between.',
  type_list: 'The same.',
  user: 'The owner’s name, `*` for any characters.',
  realm: 'The owner’s realm.',
  resolver: 'The owner’s resolver.',
  tokenrealm: 'A realm that the token is in.',
  description: 'Its description, `*` for any characters.',
  rollout_state: 'How far its enrolment is.',
  infokey: 'The name of a piece of information,',
  infovalue: 'and what it is.',
  assigned: 'true: owned by somebody. false: by nobody.',
  active: 'true or false.',
};

/** Acts on one token or several: with the serial in the path it is the same. */
function act(path: string, operation: Operation): Operations {
  const { serial: _, ...others } = operation.takes ?? {};
  return {
    [`POST ${path}`]: operation,
    [`POST ${path}/<serial>`]: { ...operation, takes: others, needs: { ...operation.needs, ...serial } },
  };
}

const letter = {
  letter: 'a4 or letter: the size of the paper of a letter that tells it, as PDF in the reply.',
  letter_language: 'en or de.',
};

const challenges: Operation = {
  summary: 'Lists challenges that wait for an answer',
  right: 'getchallenges',
  takes: { transaction_id: 'Only those of one login.', page: 'From 1.', pagesize: '1 to 1000.' },
  gives: 'One page of them. Never a code.',
};

const changed = 'How many tokens are otherwise now.';

/** `/token`: what is known of tokens, and every way to change one. */
export const tokenOperations: Operations = {
  'GET /token/': {
    summary: 'Lists tokens',
    right: 'tokenlist',
    takes: {
      ...filters,
      sortby: 'A column.',
      sortdir: 'asc or desc.',
      page: 'From 1.',
      pagesize: '1 to 1000.',
      outform: 'csv: all that fit, as a file.',
    },
    gives: 'One page of them. Never a seed and never a PIN.',
  },
  'GET /token/challenges/': {
    ...challenges,
    takes: { serial: 'A serial, `*` for any characters.', ...challenges.takes },
  },
  'GET /token/challenges/<serial>': { ...challenges, needs: serial },
  'POST /token/init': {
    summary: 'Enrols a token',
    right: 'enroll<TYPE>, enrollpin for a PIN, and token_rollover on the serial of a token in use',
    takes: {
      type: 'hotp, totp, yubikey, sms, email, qr, ocra, pw, spass or registration; hotp without it.',
      serial: 'Letters, digits, - and _; a new one is made without it.',
      otpkey: 'The seed: hexadecimal, or as otpkeyformat says; of type pw the password itself.',
      otpkeyformat: 'hex or base32check.',
      genkey: '1: the server draws the seed.',
      otplen: '6 to 8; of a YubiKey 32 to 64.',
      pin: 'The PIN that is typed before the code.',
      user: 'Whose it shall be,',
      realm: 'in this realm.',
      tokenrealm: 'Realms that it is in, with commas between.',
      'yubikey.prefix': 'YubiKey: the public id, in modhex.',
      'yubikey.tokenid': 'YubiKey: the private id, 12 hexadecimal digits.',
      phone: 'SMS: the number that codes go to,',
      dynamic_phone: 'or 1: the mobile number of the owner when a code is sent.',
      'sms.identifier': 'SMS: the gateway; the setting sms.identifier without it.',
      email: 'E-mail: the address that codes go to,',
      dynamic_email: 'or 1: the address of the owner when a code is sent.',
      'email.identifier': 'E-mail: the SMTP server; the setting email.identifier without it.',
      ocrasuite: 'QR, OCRA: the suite of RFC 6287; OCRA-1:HOTP-SHA256-8:C-QA64 or C-QN08 without it.',
      '2stepinit': 'HOTP, TOTP: 1: the server draws its part of the seed, and the token waits for the client’s.',
      '2step_serversize': 'The bytes of the server’s part, 8 to 64, where no policy says them;',
      '2step_clientsize': 'of the client’s part, 8 to 64;',
      '2step_difficulty': 'and how often both are hashed together, 1000 to 1000000.',
      verify: 'With the serial of a token that waits for its first code: that code.',
      rollover: '1: with a serial that is there, a new seed for it, even where it waits for something.',
      ...letter,
      ...settings,
    },
    gives:
      'True; the detail has the serial, and the seed for who has to write it into a token. Its rollout_state is clientwait while the client’s part (otpkey) has to follow, and verify while the first code has to.',
  },
  'POST /token/assign': {
    summary: 'Gives a token to somebody',
    right: 'assign',
    needs: { ...serial, user: 'Whose it shall be.' },
    takes: { realm: 'Their realm.', pin: 'A new PIN.', ...pin },
    gives: 'True.',
  },
  ...act('/token/unassign', {
    summary: 'Takes tokens from their owner',
    right: 'unassign',
    takes: some,
    gives: changed,
  }),
  ...act('/token/enable', { summary: 'Lets tokens count again', right: 'enable', takes: some, gives: changed }),
  ...act('/token/disable', {
    summary: 'Lets tokens count no more, for now',
    right: 'disable',
    takes: some,
    gives: changed,
  }),
  ...act('/token/revoke', { summary: 'Lets tokens never count again', right: 'revoke', takes: some, gives: changed }),
  ...act('/token/reset', { summary: 'Forgets wrong codes', right: 'reset', takes: some, gives: changed }),
  ...act('/token/resync', {
    summary: 'Finds the counter of a token by two codes in a row',
    right: 'resync',
    needs: { otp1: 'A code,', otp2: 'and the one after it.' },
    takes: { serial: 'The serial of the token.' },
    gives: 'Whether they were found.',
  }),
  ...act('/token/lost', {
    summary: 'Replaces a lost token by a password for some days, or by codes that are sent',
    right: 'losttoken',
    takes: {
      serial: 'The serial of the token.',
      type: 'password (also without a word), or email or sms: codes that are sent to its owner, where they have an address or number.',
      ...letter,
    },
    gives: 'The serial of the replacement and its password, if it is one, and until when it counts.',
  }),
  ...act('/token/found', {
    summary: 'Takes a lost token back into use and ends what stood in for it',
    right: 'enable',
    takes: { serial: 'The serial of the token that was lost.' },
    gives: 'Whether it was enabled, and the serials of the replacements that ended.',
  }),
  ...act('/token/setpin', {
    summary: 'Sets the PIN',
    right: 'setpin',
    takes: { ...some, otppin: 'The PIN.', ...pin },
    gives: 'How many PINs were set.',
  }),
  ...act('/token/setrandompin', {
    summary: 'Sets a PIN that the server draws',
    right: 'setrandompin',
    takes: { ...some, ...letter },
    gives: 'How many PINs were set; the detail has the PIN.',
  }),
  ...act('/token/set', {
    summary: 'Changes windows, limits, validity and description',
    right: 'set',
    takes: { ...some, pin: 'A new PIN.', ...settings },
    gives: 'How many settings are otherwise now.',
  }),
  ...act('/token/description', {
    summary: 'Describes a token',
    right: 'setdescription',
    takes: { serial: 'The serial of the token.', description: 'At most 500 characters.' },
    gives: changed,
  }),
  'POST /token/realm/<serial>': {
    summary: 'Puts a token into these realms and no others',
    right: 'tokenrealms',
    needs: { ...serial, realms: 'Names, with commas between; the owner’s stays.' },
    gives: 'True.',
  },
  'POST /token/info/<serial>/<key>': {
    summary: 'Keeps a piece of information beside a token',
    right: 'settokeninfo',
    needs: { ...serial, key: 'Its name.', value: 'What it is, at most 2000 characters.' },
    gives: 'True.',
  },
  'DELETE /token/info/<serial>/<key>': {
    summary: 'Removes a piece of information',
    right: 'settokeninfo',
    needs: { ...serial, key: 'Its name.' },
    gives: 'True.',
  },
  'DELETE /token/<serial>': { summary: 'Ends a token', right: 'delete', needs: serial, gives: changed },
  'POST /token/copypin': {
    summary: 'Gives a token the PIN of another one',
    right: 'copytokenpin',
    needs: { from: 'The serial that has it.', to: 'The serial that gets it.' },
    gives: 'True.',
  },
  'POST /token/copyuser': {
    summary: 'Gives a token the owner of another one',
    right: 'copytokenuser',
    needs: { from: 'The serial that has one.', to: 'The serial that gets one.' },
    gives: 'True.',
  },
  'GET /token/getserial/<otp>': {
    summary: 'Finds the token that a code is of',
    right: 'getserial',
    needs: { otp: 'The code.' },
    takes: {
      ...{ type: 'Only this type.', serial: 'Only serials like this, `*` for any characters.' },
      ...{ assigned: '1: only those with an owner.', unassigned: '1: only those without.' },
      ...{ window: 'How many codes further on are looked for.', count: '1: only count those that would be tried.' },
    },
    gives: 'The serial, or nothing, and how many were tried.',
  },
  'POST /token/load/<filename>': {
    summary: 'Imports a file of seeds, all or none',
    right: 'importtokens',
    body: 'file',
    needs: {
      filename: 'Its name, for the audit.',
      type: 'oathcsv, yubikeycsv, pskc or aladdin-xml; before the file, so that it can be read as it comes.',
    },
    takes: {
      tokenrealms: 'Realms that the tokens are put into, with commas between.',
      psk: 'PSKC: the pre-shared key, 32 hexadecimal digits.',
      password: 'PSKC: the password.',
      pskcValidateMAC: 'PSKC: check_fail_hard (refuses what has none), check_fail_soft or no_check.',
      dryrun: '1: only says what would happen.',
    },
    gives: 'How many were imported, and how many were not.',
  },
};
