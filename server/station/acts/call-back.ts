import type { DeskAct } from '../../../domain/act.ts';
import type { TokenSerial } from '../../../domain/token.ts';
import type { Store } from '../../store/store.ts';
import { onTheWay, putOnShelf } from './arrive.ts';
import { type Differences, listed } from './stock-acts.ts';

/**
 * The box is with whoever sent it: what of it is still on its way lies on their shelf again. What has arrived stays where
 * it was touched, and is named.
 */
export async function callBack(
  store: Store,
  { shipment, office }: Extract<DeskAct, { what: 'called back' }>,
  at: string,
): Promise<Differences> {
  const all = await store.shipments.tokens(shipment);
  const those = (...outcomes: readonly string[]) =>
    all.flatMap(({ token, outcome }) => (outcomes.includes(outcome) ? [token as TokenSerial] : []));
  const left = those('on its way');
  // Somebody called it back before.
  if (left.length === 0) return {};
  const waited = await onTheWay(store, left);
  const back = left.filter((serial) => waited.has(serial));
  const elsewhere = left.filter((serial) => !waited.has(serial));
  await putOnShelf(store, back, office, at);
  await store.shipments.putTokens(shipment, back, 'called back');
  await store.shipments.putTokens(shipment, elsewhere, 'elsewhere');
  const arrived = those('arrived', 'foreign', 'issued');
  await store.shipments.setState(shipment, arrived.length === 0 ? 'called back' : 'received with differences', at);
  return { ...listed('arrived', arrived), ...listed('moved_meanwhile', elsewhere) };
}
