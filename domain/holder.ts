/** A person a token is given to, as the server's realms know them. */
export interface Holder {
  readonly realm: string;
  readonly username: string;
  readonly userId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
  readonly office: string;
}

/** As long as the names of realms and people may be, and the ids their directories give them: an id may be a DN of LDAP. */
export const longestRealm = 100;
export const longestUsername = 200;
export const longestUserId = 1000;
/** Whoever is at a desk is named `username@realm` everywhere. */
export const longestController = longestUsername + 1 + longestRealm;

/** A credential somebody holds; `token` is the serial of what it is on, where that is known. */
interface HeldToken {
  readonly serial: string;
  readonly active: boolean;
  readonly token?: string | undefined;
}

/** A person found at the desk, with what they hold already. */
export interface HolderWithTokens extends Holder {
  readonly tokens: readonly HeldToken[];
}

export function holderName(holder: Pick<Holder, 'givenName' | 'surname' | 'username'>): string {
  return `${holder.givenName} ${holder.surname}`.trim() || holder.username;
}
