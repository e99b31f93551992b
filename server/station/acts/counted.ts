import type { DeskAct } from '../../../domain/act.ts';
import { isOnShelf } from '../../../domain/stock/shelf.ts';
import type { Store } from '../../store/store.ts';
import { lose, putOnShelf, takeFromOthers } from './arrive.ts';
import { type Differences, listed } from './stock-acts.ts';

/**
 * What a count found, and what was decided about it on the spot. What was issued, sent or taken back while the shelf was
 * counted is left as it is and named.
 */
export async function counted(
  store: Store,
  act: Extract<DeskAct, { what: 'counted' }>,
  at: string,
): Promise<Differences> {
  const { office, missing, surplus, lost = [], taken = [] } = act;
  const known = await store.tokens.among([...lost, ...taken]);
  const owned = await store.tokens.owned([...lost, ...taken]);
  const isHere = (serial: string) => {
    const token = known.get(serial);
    return token?.office === office && isOnShelf(token.state) && !owned.has(serial);
  };
  const isFree = (serial: string) => {
    const state = known.get(serial)?.state ?? 'blank';
    if (owned.has(serial)) return false;
    return isOnShelf(state) || state === 'in transit' || state === 'lost';
  };
  await lose(store, lost.filter(isHere), at);
  const shelved = taken.filter(isFree);
  await putOnShelf(store, shelved, office, at);
  await takeFromOthers(store, '', shelved, at);
  return {
    ...listed('missing', missing),
    ...listed('surplus', surplus),
    ...listed('lost', lost.filter(isHere)),
    ...listed(
      'moved_meanwhile',
      lost.filter((serial) => !isHere(serial)),
    ),
    ...listed('taken', shelved),
    ...listed(
      'not_taken',
      taken.filter((serial) => !isFree(serial)),
    ),
  };
}
