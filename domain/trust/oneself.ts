/** A person as realms name them. */
interface Named {
  readonly realm: string;
  readonly username: string;
  readonly userId?: string | undefined;
}

/**
 * Whether a holder is the controller: the same person however the name is written, the same account seen through
 * another realm, or an administrator who goes by the person's own name.
 */
export function isOneself(controller: string, person: Named | null | undefined, holder: Named): boolean {
  const name = plain(controller);
  const username = plain(holder.username);
  if (name === `${username}@${plain(holder.realm)}`) return true;
  if (!person) return name === username;
  if (plain(person.username) !== username) return false;
  const sameAccount = person.userId !== undefined && person.userId !== '' && person.userId === holder.userId;
  return sameAccount || plain(person.realm) === plain(holder.realm);
}

/** Letters that look the same are the same: case, width, and how an accent is put together. */
function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
