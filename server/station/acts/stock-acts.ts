import type { DeskAct } from '../../../domain/act.ts';
import { stateAfter } from '../../../domain/stock/shelf.ts';
import type { TokenSerial } from '../../../domain/token.ts';
import type { Store } from '../../store/store.ts';
import { endCredentials, moveToken } from './shelf.ts';

type ActOf<K extends DeskAct['what']> = Extract<DeskAct, { what: K }>;

/** What was different from what the record says: stated in the audit, and shown to people. */
export type Differences = Readonly<Record<string, string>>;

function listed(name: string, serials: readonly string[]): Differences {
  return serials.length === 0 ? {} : { [name]: serials.join(' ').slice(0, 2000) };
}

/** Tokens of an order on the shelf; one that is somewhere already stays there. */
export async function receive(store: Store, { office, tokens }: ActOf<'received'>, at: string): Promise<Differences> {
  const known: string[] = [];
  for (const { serial, model } of tokens) {
    const before = await store.tokens.find(serial);
    if (before !== undefined && (before.office !== null || before.state === 'issued')) known.push(serial);
    else await moveToken(store, serial, { state: before?.state ?? 'blank', office, model }, at);
  }
  return listed('known_already', known);
}

/** Off the shelf and on its way; what was issued or is elsewhere by now is not sent. */
export async function send(store: Store, act: ActOf<'sent'>, at: string): Promise<Differences> {
  const { shipment, from, to, tokens } = act;
  await store.shipments.add({ id: shipment, from, to, state: 'sent', sentAt: at, receivedAt: null });
  const left: string[] = [];
  for (const serial of tokens) {
    const known = await store.tokens.find(serial);
    const after = known === undefined ? undefined : stateAfter(known.state, 'sent');
    const goes = after !== undefined && known?.office === from;
    if (goes) await moveToken(store, serial, { state: after, office: null }, at);
    else left.push(serial);
    await store.shipments.putToken(shipment, serial, goes ? 'on its way' : 'not sent');
  }
  return listed('not_sent', left);
}

/** On the shelf of the office that touched it. What is missing stays on its way, what is foreign is named. */
export async function arrive(store: Store, act: ActOf<'arrived'>, at: string): Promise<Differences> {
  const { shipment, office, tokens } = act;
  const manifest = new Map((await store.shipments.tokens(shipment)).map(({ token, outcome }) => [token, outcome]));
  const foreign: string[] = [];
  const issued: string[] = [];
  for (const serial of tokens) {
    const known = await store.tokens.find(serial);
    if (known?.state === 'issued') {
      issued.push(serial);
      continue;
    }
    const expected = manifest.get(serial) === 'on its way';
    if (!expected) foreign.push(serial);
    const state = known === undefined ? 'blank' : (stateAfter(known.state, 'arrived') ?? known.state);
    await moveToken(store, serial, { state, office }, at);
    await store.shipments.putToken(shipment, serial, expected ? 'arrived' : 'foreign');
  }
  const missing = [...manifest].filter(
    ([token, outcome]) => outcome === 'on its way' && !tokens.includes(token as TokenSerial),
  );
  const whole = missing.length + foreign.length + issued.length === 0;
  await store.shipments.setState(shipment, whole ? 'received' : 'received with differences', at);
  return {
    ...listed(
      'missing',
      missing.map(([token]) => token),
    ),
    ...listed('foreign', foreign),
    ...listed('issued', issued),
  };
}

export async function scrap(store: Store, { token }: ActOf<'scrapped'>, at: string): Promise<void> {
  await endCredentials(store, token, at);
  await moveToken(store, token, { state: 'scrapped', office: null }, at);
}

/** Why a shipment's record contradicts what is known, if it does. */
export async function shipmentFault(store: Store, act: ActOf<'sent' | 'arrived'>): Promise<string | undefined> {
  const known = await store.shipments.find(act.shipment);
  if (act.what === 'sent') return known === undefined ? undefined : `shipment ${act.shipment} was sent already`;
  if (known === undefined) return `nobody has sent shipment ${act.shipment}`;
  return known.to === act.office ? undefined : `shipment ${act.shipment} was sent to another office`;
}
