import type { Installation } from '../installation.ts';
import { WireError } from '../wire/wire-error.ts';
import type { Asking } from './rules.ts';

/** How many tokens count against the limit of a realm, and how many of these somebody has. */
export interface RealmTokens {
  readonly realm: string;
  readonly all: number;
  readonly assigned: number;
}

/** Both numbers, for those only who may list the tokens of the realm. */
export async function realmTokens(
  { rules, store }: Installation,
  asking: Asking,
  realm: string,
): Promise<RealmTokens | null> {
  try {
    const listed = await rules.realmsToList(asking, 'tokenlist', [realm]);
    if (listed !== undefined && !listed.includes(realm)) return null;
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
  return { realm, ...(await store.holdings.ofRealm(realm)) };
}
