import type { DeskAct } from '../../../domain/act.ts';
import type { ActRecord } from '../../../domain/record.ts';
import { stateAfter } from '../../../domain/stock/shelf.ts';
import type { Store } from '../../store/store.ts';
import type { PhysicalToken } from '../../store/tokens.ts';
import type { OpenedSecrets } from '../open-secrets.ts';
import { isFollowed, orderEndedBy } from '../order-parts.ts';
import { moved } from './shelf.ts';
import { type Differences, listed, tieFiles } from './stock-acts.ts';

type Received = Extract<DeskAct, { what: 'received' }>;

/** An order that comes with its file is taken by its last part: every credential of it, or none. */
export async function receiveOrder(
  store: Store,
  record: ActRecord,
  secrets: OpenedSecrets | undefined,
  at: string,
): Promise<Differences> {
  const act = record.act as Received;
  if (act.brought === undefined) return receive(store, act, at);
  if (isFollowed(act)) return {};
  const parts = (await orderEndedBy(store, record)) ?? [];
  if (secrets?.kind !== 'order') throw new Error('the seeds of the order were opened before');
  const taken = await secrets.order.staged.take(store, [], at);
  if (taken !== secrets.order.keys) throw new Error('the serials of the order were asked for in this transaction');
  const differences = await receive(store, { ...act, tokens: parts.flatMap(({ tokens }) => tokens) }, at);
  return { ...differences, credentials: `${taken}` };
}

/**
 * Tokens of an order on the shelf, each with what a vendor's file brought for it; one that is somewhere already stays
 * there, and if it is blank gets its credential.
 */
async function receive(store: Store, { office, tokens }: Received, at: string): Promise<Differences> {
  const before = await store.tokens.among(tokens.map(({ serial }) => serial));
  const isKnown = (known: PhysicalToken | undefined) =>
    known !== undefined && (known.office !== null || stateAfter(known.state, 'received') === undefined);
  const fresh = tokens.filter(({ serial }) => !isKnown(before.get(serial)));
  const shelved = fresh.map(({ serial, model }) => {
    const known = before.get(serial);
    return moved(known, serial, { state: known?.state ?? 'blank', office, model: model || undefined });
  });
  await store.tokens.putAll(shelved, at);
  const lying = tokens.flatMap(({ serial }) => {
    const known = before.get(serial);
    return isKnown(known) && known?.state === 'blank' ? [known] : [];
  });
  const both = [...shelved, ...lying];
  const programmed = await tieFiles(
    store,
    both.map(({ serial }) => serial as (typeof tokens)[number]['serial']),
  );
  await store.tokens.putAll(
    both.filter(({ serial }) => programmed.has(serial)).map((token) => ({ ...token, state: 'in stock' })),
    at,
  );
  return listed(
    'known_already',
    tokens.flatMap(({ serial }) => (isKnown(before.get(serial)) ? [serial] : [])),
  );
}
