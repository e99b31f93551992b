/**
 * What an administrator is for: fixed sets of rights with a name. Whoever may do more than looking has been given a
 * role by somebody; to control trust is none of an administrator's, it is a role by itself.
 */
export const roles = {
  look: ['tokenlist', 'userlist', 'auditlog'],
  helpdesk: [
    ...['tokenlist', 'userlist', 'getserial', 'enable', 'disable', 'reset', 'resync', 'setpin', 'setrandompin'],
    ...['losttoken', 'setdescription', 'getchallenges', 'triggerchallenge'],
  ],
  tokens: [
    ...['tokenlist', 'userlist', 'getserial', 'enrollHOTP', 'enrollTOTP', 'enrollYUBIKEY', 'enrollSMS', 'enrollEMAIL'],
    ...['enrollQR', 'enrollOCRA', 'enrollPW', 'enrollSPASS', 'enrollREGISTRATION', 'enrollpin', 'token_rollover'],
    ...[
      'assign',
      'unassign',
      'enable',
      'disable',
      'revoke',
      'delete',
      'reset',
      'resync',
      'set',
      'setdescription',
      'setpin',
      'setrandompin',
      'tokenrealms',
    ],
    ...['settokeninfo', 'losttoken', 'copytokenpin', 'copytokenuser', 'importtokens'],
  ],
  people: ['userlist', 'adduser', 'updateuser', 'deleteuser', 'resolverread'],
  policies: ['policyread', 'policywrite', 'policydelete', 'resolverread', 'userlist'],
  server: [
    ...['resolverread', 'resolverwrite', 'resolverdelete', 'configread', 'configwrite', 'configdelete'],
    ...['smtpserver_read', 'smtpserver_write', 'smsgateway_read', 'smsgateway_write'],
  ],
  audit: ['auditlog', 'auditlog_download', 'tokenlist', 'userlist', 'policyread'],
  administrators: ['adminread', 'adminwrite'],
  offices: ['trustread', 'trustwrite', 'userlist'],
  trust: ['control_trust'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as readonly Role[];

/** Every right of these roles, each once. */
export function rightsOf(names: readonly Role[]): readonly string[] {
  return [...new Set(names.flatMap((name): readonly string[] => roles[name]))];
}

/** The roles that somebody with these rights has in full, and the rights that no such role explains. */
export function rolesIn(rights: readonly string[]): {
  readonly roles: readonly Role[];
  readonly others: readonly string[];
} {
  const held = roleNames.filter((name) => roles[name].every((right) => rights.includes(right)));
  const explained = new Set(rightsOf(held));
  return { roles: held, others: rights.filter((right) => !explained.has(right)) };
}
