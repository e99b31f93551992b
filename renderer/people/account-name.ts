import type { Account, AccountToken } from '../../domain/account.ts';

/** A person as their resolver names them; the login where it has no name. */
export function accountName({ givenName, surname, username }: Account): string {
  return `${givenName} ${surname}`.trim() || username;
}

/** Whose a token is, in one word: login and realm. */
export function ownerName(owner: NonNullable<AccountToken['owner']>): string {
  return owner.realm === '' ? owner.username : `${owner.username}@${owner.realm}`;
}
