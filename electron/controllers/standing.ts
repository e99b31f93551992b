import type { Vault } from '../vault/database.ts';
import { readStationOffice, readTrust } from '../vault/snapshot.ts';

/**
 * Whether somebody may be at this desk, by what was pulled last: named, for today, and for the office it stands in. A
 * loan ends by its last day, also while the server is away.
 */
export function mayBeHere(vault: Vault, name: string, now: Date): 'yes' | 'no right' | 'other office' {
  const trust = readTrust(vault, name, now);
  if (trust === undefined) return 'no right';
  const office = readStationOffice(vault);
  return office === undefined || trust.everywhere || trust.offices.includes(office.id) ? 'yes' : 'other office';
}
