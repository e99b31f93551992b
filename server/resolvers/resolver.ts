import type { ResolvedPerson } from '../store/known-people.ts';

/** Whom a password is tried for: the name, and the id the resolver gave with it. */
export interface Account {
  readonly username: string;
  readonly userId: string;
}

interface Found {
  readonly people: readonly ResolvedPerson[];
  /** False when there are more than were asked for. */
  readonly complete: boolean;
}

/** One place where people are kept. Whatever keeps it from answering is a ResolverError. */
export interface Resolver {
  readonly find: (username: string) => Promise<ResolvedPerson | undefined>;
  /** `username` may hold `*` for any characters. */
  readonly list: (query: { readonly username: string; readonly limit: number }) => Promise<Found>;
  /** False too when the name now belongs to another id. */
  readonly checkPassword: (account: Account, password: Uint8Array) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** A resolver cannot answer: it is down, slow, set up wrong, or says what it must not. The text is for an administrator. */
export class ResolverError extends Error {}
