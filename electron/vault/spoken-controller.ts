import { holderName } from '../../domain/holder.ts';
import type { Vault } from './database.ts';
import { hasNamesake, readHolder } from './holders.ts';

/**
 * What a controller is called where a person reads it: their name, with the user name only where somebody else has the
 * same name. Whoever is no person of a realm keeps the name that records have.
 */
export function spokenController(vault: Vault, name: string): string {
  const at = name.lastIndexOf('@');
  const holder = at < 0 ? undefined : readHolder(vault, name.slice(at + 1), name.slice(0, at));
  if (holder === undefined) return name;
  return hasNamesake(vault, holder) ? `${holderName(holder)} (${holder.username})` : holderName(holder);
}
