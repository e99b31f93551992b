/** What an organisation's roll-out is judged by, of all that the server counts. */
export interface Counted {
  /** Who is to get a token, and of those who have one. */
  readonly need: number;
  readonly have: number;
  readonly queued: number;
  /** Of whom a token is required and who have none. */
  readonly lockedOut: number;
  readonly tokens: { readonly known: number; readonly free: number; readonly away: number };
  readonly contact: boolean;
  /** One without an id was named by people and made by nobody. */
  readonly offices: readonly { readonly id: string; readonly name: string; readonly controllers: readonly string[] }[];
  readonly groups: readonly { readonly name: string; readonly requires: boolean }[];
}

/** What was given out in an hour (`2026-11-22T06`, UTC) to people of an office. */
export interface Given {
  readonly office: string;
  readonly hour: string;
  readonly count: number;
}
