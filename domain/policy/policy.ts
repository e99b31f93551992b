/** The scopes privacyIDEA knows; Keydesk acts on actions of the first five. */
export const scopes = [
  'enrollment',
  'authentication',
  'admin',
  'user',
  'webui',
  'authorization',
  'audit',
  'register',
  'container',
  'token',
  'hardening',
] as const;

/** The scopes in which Keydesk acts. */
export const actingScopes = [
  'enrollment',
  'authentication',
  'admin',
  'user',
  'webui',
] as const satisfies readonly Scope[];
export type ActingScope = (typeof actingScopes)[number];

export type Scope = (typeof scopes)[number];

/** `true` for an action without a value; otherwise the text as it was written, with its quotes and escapes. */
export type ActionValue = string | true;

export type Actions = Readonly<Record<string, ActionValue>>;

/** One policy as it is stored: names and values as written. An empty list or text restricts nothing. */
export interface Policy {
  readonly name: string;
  readonly scope: Scope;
  readonly action: Actions;
  readonly realm: readonly string[];
  readonly resolver: readonly string[];
  readonly user: readonly string[];
  readonly client: readonly string[];
  readonly time: string;
  readonly active: boolean;
  /** From 1; the lower number wins. */
  readonly priority: number;
  /** Whether any resolver of the user's realm counts, not only the one the user was found in. */
  readonly checkAllResolvers: boolean;
  readonly userCaseInsensitive: boolean;
  /** The realms and names of administrators, in scope admin only. */
  readonly adminRealm: readonly string[];
  readonly adminUser: readonly string[];
  readonly node: readonly string[];
  readonly userAgent: readonly string[];
  readonly conditions: readonly Condition[];
  readonly description: string;
}

/** A further comparison that must hold before the policy matches. */
export interface Condition {
  readonly section: string;
  readonly key: string;
  readonly comparator: string;
  readonly value: string;
  readonly active: boolean;
  readonly whenMissing: WhenMissing;
}

/** What a condition is when the request lacks what it looks at. */
export const whenMissingValues = ['raise_error', 'condition_is_true', 'condition_is_false'] as const;
type WhenMissing = (typeof whenMissingValues)[number];

/** A policy that restricts nothing and does nothing yet, to be spread. */
export const blankPolicy: Omit<Policy, 'name' | 'scope'> = {
  action: {},
  realm: [],
  resolver: [],
  user: [],
  client: [],
  time: '',
  active: true,
  priority: 1,
  checkAllResolvers: false,
  userCaseInsensitive: false,
  adminRealm: [],
  adminUser: [],
  node: [],
  userAgent: [],
  conditions: [],
  description: '',
};
