/** A person as a resolver knows them: the one whose tokens an administrator looks after. */
export interface Account {
  readonly realm: string;
  readonly username: string;
  readonly userId: string;
  readonly resolver: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  readonly mobile: string;
  readonly office: string;
}

/** A token as the server keeps it: what it may do now, and why it may not. Never its seed or PIN. */
export interface AccountToken {
  readonly serial: string;
  readonly type: string;
  readonly description: string;
  readonly active: boolean;
  readonly revoked: boolean;
  readonly locked: boolean;
  readonly failures: number;
  readonly mostFailures: number;
  readonly counter: number;
  readonly digits: number;
  /** How many codes ahead of the last one are taken, and how many are searched for two in a row. */
  readonly countWindow: number;
  readonly syncWindow: number;
  readonly realms: readonly string[];
  /** Whose it is; nobody's lies in stock. */
  readonly owner: { readonly realm: string; readonly username: string; readonly resolver: string } | null;
  /** ISO times, as far as the server tells. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly lastUsedAt: string | null;
  readonly enrolledAt: string | null;
  readonly assignedAt: string | null;
  /** The password that stands in for it while it is lost. */
  readonly standIn: string | null;
  /** What its enrolment waits for: its first code, or the part of the seed that the app draws. */
  readonly waitsFor: 'code' | 'part' | null;
}

/** What a token is to whoever wants to log in with it, the most final first. */
export const accountTokenStates = [
  'revoked',
  'waits for part',
  'lost',
  'disabled',
  'locked',
  'waits for code',
  'expired',
  'not yet valid',
  'active',
] as const;

export type AccountTokenState = (typeof accountTokenStates)[number];

type Standing = Pick<
  AccountToken,
  'active' | 'revoked' | 'locked' | 'failures' | 'mostFailures' | 'validFrom' | 'validUntil' | 'standIn' | 'waitsFor'
>;

/** The state of a token at a moment: the one thing that has to be put right first. */
export function accountTokenState(token: Standing, at: Date): AccountTokenState {
  if (token.revoked || token.locked) return 'revoked';
  // Switched off until the app has given its part: to switch it on is no help.
  if (token.waitsFor === 'part') return 'waits for part';
  if (!token.active) return token.standIn === null ? 'disabled' : 'lost';
  if (token.failures >= token.mostFailures) return 'locked';
  if (token.waitsFor === 'code') return 'waits for code';
  if (token.validUntil !== null && new Date(token.validUntil) < at) return 'expired';
  if (token.validFrom !== null && new Date(token.validFrom) > at) return 'not yet valid';
  return 'active';
}

/** What can be done to a token that exists, by the name of the act on the wire. */
export const accountTokenActs = ['enable', 'disable', 'reset', 'unassign', 'revoke', 'delete'] as const;

export type AccountTokenAct = (typeof accountTokenActs)[number];

/** The serial that stands in for a lost token, by privacyIDEA's convention. */
export function standInSerial(serial: string): string {
  return `lost${serial}`;
}
