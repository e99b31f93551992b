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

/** A person found at the desk, with what they hold already. */
export interface HolderWithTokens extends Holder {
  readonly tokens: readonly { readonly serial: string; readonly active: boolean }[];
}

export function holderName(holder: Pick<Holder, 'givenName' | 'surname' | 'username'>): string {
  return `${holder.givenName} ${holder.surname}`.trim() || holder.username;
}
