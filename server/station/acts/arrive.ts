import type { DeskAct } from '../../../domain/act.ts';
import { stateAfter } from '../../../domain/stock/shelf.ts';
import type { TokenSerial } from '../../../domain/token.ts';
import type { ShipmentOutcome } from '../../store/shipments.ts';
import type { Store } from '../../store/store.ts';
import { moved } from './shelf.ts';
import { type Differences, listed, tieFiles } from './stock-acts.ts';

type Arrived = Extract<DeskAct, { what: 'arrived' }>;

/**
 * On the shelf of the office that touched it. What is missing stays on its way and may come in a later record, what is
 * foreign is named and lies here all the same, what somebody has is left theirs. A token that arrived before is no news.
 */
export async function arrive(store: Store, act: Arrived, at: string): Promise<Differences> {
  const { shipment, office } = act;
  const manifest = new Map((await store.shipments.tokens(shipment)).map(({ token, outcome }) => [token, outcome]));
  const touched = [...new Set(act.tokens)].filter((serial) => !isThere(manifest.get(serial)));
  const known = await store.tokens.among(touched);
  const owned = await store.tokens.owned(touched);
  const isIssued = (serial: TokenSerial) =>
    owned.has(serial) || ['issued', 'suspended'].includes(known.get(serial)?.state ?? '');
  const issued = touched.filter(isIssued);
  const scrapped = touched.filter((serial) => known.get(serial)?.state === 'scrapped');
  const here = touched.filter((serial) => !issued.includes(serial) && !scrapped.includes(serial));
  const foreign = here.filter((serial) => !isExpected(manifest.get(serial)));
  await putOnShelf(store, here, office, at);
  await store.shipments.putTokens(shipment, issued, 'issued');
  await store.shipments.putTokens(
    shipment,
    here.filter((serial) => !foreign.includes(serial)),
    'arrived',
  );
  await store.shipments.putTokens(shipment, foreign, 'foreign');
  await takeFromOthers(store, shipment, here, at);

  const left = (await store.shipments.tokens(shipment)).flatMap(({ token, outcome }) =>
    outcome === 'on its way' ? [token as TokenSerial] : [],
  );
  const givenUp = left.filter((serial) => act.lost?.includes(serial));
  const waited = await onTheWay(store, givenUp);
  const lost = givenUp.filter((serial) => waited.has(serial));
  const elsewhere = givenUp.filter((serial) => !waited.has(serial));
  await lose(store, lost, at);
  await store.shipments.putTokens(shipment, lost, 'lost');
  await store.shipments.putTokens(shipment, elsewhere, 'elsewhere');
  await settle(store, shipment, at);
  return {
    ...listed(
      'missing',
      left.filter((serial) => !givenUp.includes(serial)),
    ),
    ...listed('foreign', foreign),
    ...listed(
      'called_back',
      here.filter((serial) => manifest.get(serial) === 'called back'),
    ),
    ...listed('issued', issued),
    ...listed('scrapped', scrapped),
    ...listed('lost', lost),
    ...listed('moved_meanwhile', elsewhere),
  };
}

/** Which of some tokens nobody has had in hand since they were sent: only those can be given up. */
export async function onTheWay(store: Store, serials: readonly TokenSerial[]): Promise<ReadonlySet<TokenSerial>> {
  const known = await store.tokens.among(serials);
  const owned = await store.tokens.owned(serials);
  const waits = (serial: TokenSerial) => ['in transit', 'lost'].includes(known.get(serial)?.state ?? '');
  return new Set(serials.filter((serial) => waits(serial) && !owned.has(serial)));
}

const isThere = (outcome: ShipmentOutcome | undefined) => outcome === 'arrived' || outcome === 'foreign';
/** Also one that was given up, or whose box was called back: it came after all. */
const isExpected = (outcome: ShipmentOutcome | undefined) =>
  outcome === 'on its way' || outcome === 'lost' || outcome === 'called back';

/** What lies in somebody's hands at an office is on its shelf; a lost one is to be written anew before anybody gets it. */
export async function putOnShelf(
  store: Store,
  serials: readonly TokenSerial[],
  office: string,
  at: string,
): Promise<void> {
  const known = await store.tokens.among(serials);
  const unknown = serials.filter((serial) => !known.has(serial));
  await store.tokens.putAll(
    unknown.map((serial) => moved(undefined, serial, { state: 'blank', office })),
    at,
  );
  await tieFiles(store, unknown);
  const programmed = await store.tokens.programmed(serials);
  await store.tokens.putAll(
    serials.map((serial) => {
      const token = known.get(serial);
      const fresh = token === undefined || token.state === 'in transit';
      const state = fresh
        ? programmed.has(serial)
          ? 'in stock'
          : 'blank'
        : (stateAfter(token.state, 'returned') ?? token.state);
      return moved(token, serial, { state, office });
    }),
    at,
  );
  await store.tokens.wake(serials);
}

/** Nobody gets them any more, and nobody logs in with what is on them. */
export async function lose(store: Store, serials: readonly TokenSerial[], at: string): Promise<void> {
  const known = await store.tokens.among(serials);
  await store.tokens.putAll(
    serials.map((serial) => moved(known.get(serial), serial, { state: 'lost', office: null })),
    at,
  );
  await store.tokens.revoke(serials);
}

/** A token that came out of this box, or is in somebody's hands, is expected in another one no longer. */
export async function takeFromOthers(
  store: Store,
  shipment: string,
  serials: readonly TokenSerial[],
  at: string,
): Promise<void> {
  const others = await store.shipments.othersWith(shipment, serials);
  for (const id of new Set(others.map((one) => one.shipment))) {
    const tokens = others.flatMap((one) => (one.shipment === id ? [one.token] : []));
    await store.shipments.putTokens(id, tokens, 'elsewhere');
    const left = await store.shipments.tokens(id);
    if (left.every(({ outcome }) => outcome !== 'on its way')) await settle(store, id, at);
  }
}

/** `received` when each token of the manifest arrived and nothing else did. */
async function settle(store: Store, shipment: string, at: string): Promise<void> {
  const whole = (await store.shipments.tokens(shipment)).every(
    ({ outcome }) => outcome === 'arrived' || outcome === 'not sent',
  );
  await store.shipments.setState(shipment, whole ? 'received' : 'received with differences', at);
}
