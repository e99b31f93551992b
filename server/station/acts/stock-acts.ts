import type { DeskAct } from '../../../domain/act.ts';
import { credentialNames } from '../../../domain/stock/named-token.ts';
import { stateAfter } from '../../../domain/stock/shelf.ts';
import type { TokenSerial } from '../../../domain/token.ts';
import type { OtherReason } from '../../../domain/trust/conflicts.ts';
import type { Store } from '../../store/store.ts';
import { type Conflict, otherConflict } from '../conflict.ts';
import { endCredentials, moved, moveToken } from './shelf.ts';

type ActOf<K extends DeskAct['what']> = Extract<DeskAct, { what: K }>;

/** What was different from what the record says: stated in the audit, and shown to people. */
export type Differences = Readonly<Record<string, string>>;

export function listed(name: string, serials: readonly string[]): Differences {
  return serials.length === 0 ? {} : { [name]: serials.join(' ').slice(0, 2000) };
}

/** Which of some tokens have a credential that a vendor's file brought. */
export function tieFiles(store: Store, serials: readonly TokenSerial[]): Promise<ReadonlySet<string>> {
  return store.tokens.tie(
    new Map(serials.flatMap((serial) => credentialNames(serial).map((name) => [name, serial] as const))),
  );
}

/** Off the shelf and on its way; what was issued or is elsewhere by now is not sent. */
export async function send(store: Store, act: ActOf<'sent'>, by: string, at: string): Promise<Differences> {
  const { shipment, from, to, tokens } = act;
  await store.shipments.add({ id: shipment, from, to, state: 'sent', sentAt: at, receivedAt: null, sentBy: by });
  const known = await store.tokens.among(tokens);
  const owned = await store.tokens.owned(tokens);
  const goes = (serial: TokenSerial) => {
    const token = known.get(serial);
    return token?.office === from && stateAfter(token.state, 'sent') !== undefined && !owned.has(serial);
  };
  const going = [...new Set(tokens)].filter(goes);
  const left = [...new Set(tokens)].filter((serial) => !goes(serial));
  await store.tokens.putAll(
    going.map((serial) => moved(known.get(serial), serial, { state: 'in transit', office: null })),
    at,
  );
  await store.tokens.sleep(going);
  await store.shipments.putTokens(shipment, going, 'on its way');
  await store.shipments.putTokens(shipment, left, 'not sent');
  if (going.length === 0) await store.shipments.setState(shipment, 'received with differences', at);
  return listed('not_sent', left);
}

export async function scrap(store: Store, { token }: ActOf<'scrapped'>, at: string): Promise<void> {
  await endCredentials(store, token, at);
  await moveToken(store, token, { state: 'scrapped', office: null }, at);
}

/** Why a shipment's record contradicts what is known, if it does. */
export async function shipmentFault(
  store: Store,
  act: ActOf<'sent' | 'arrived' | 'called back'>,
): Promise<Conflict | undefined> {
  const known = await store.shipments.find(act.shipment);
  const fault = (why: OtherReason, reason: string) => otherConflict(why, reason, { shipment: act.shipment });
  if (act.what === 'sent') {
    if (known !== undefined) return fault('sent already', `shipment ${act.shipment} was sent already`);
    if (act.to === act.from) return fault('to itself', 'a shipment goes to another office');
    const to = await store.offices.find(act.to);
    return to === undefined
      ? otherConflict('no office', `there is no office ${act.to}`, { office: act.to })
      : undefined;
  }
  if (known === undefined) return fault('not sent', `nobody has sent shipment ${act.shipment}`);
  if (act.what === 'called back') {
    if (known.from !== act.office)
      return fault('another office', `shipment ${act.shipment} was sent from another office`);
    if (known.state === 'called back') return undefined;
    const waits = (await store.shipments.tokens(act.shipment)).some(({ outcome }) => outcome === 'on its way');
    return waits
      ? undefined
      : fault('has arrived', `shipment ${act.shipment} has arrived: nothing of it is on its way any more`);
  }
  return known.to === act.office
    ? undefined
    : fault('another office', `shipment ${act.shipment} was sent to another office`);
}
