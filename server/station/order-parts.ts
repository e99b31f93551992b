import type { DeskAct } from '../../domain/act.ts';
import type { ActRecord, IssuanceRecord } from '../../domain/record.ts';
import type { BroughtSeeds } from '../../domain/stock/brought.ts';
import type { Store } from '../store/store.ts';
import { type Conflict, otherConflict } from './conflict.ts';
import { recordOf } from './record-of.ts';

type Received = Extract<DeskAct, { what: 'received' }>;
/** What one record says of an order that came with its file. */
export type OrderPart = Received & { readonly brought: BroughtSeeds };

/** The part of an order that a record tells, if it tells one. */
function partOf(record: IssuanceRecord): OrderPart | undefined {
  if (record.kind !== 'act' || record.act.what !== 'received') return undefined;
  const { act } = record;
  return act.brought === undefined ? undefined : { ...act, brought: act.brought };
}

/** Whether a record is a part of an order that others follow: nothing of it counts before the last. */
export function isFollowed({ brought }: Received): boolean {
  return brought !== undefined && brought.part < brought.parts;
}

/**
 * Every part of the order that a record ends, in their order: its station made them one after the other. Nothing for
 * what ends none, and while a part of it was not taken.
 */
export async function orderEndedBy(store: Store, record: IssuanceRecord): Promise<readonly OrderPart[] | undefined> {
  const last = partOf(record);
  if (last === undefined || isFollowed(last)) return undefined;
  const parts: OrderPart[] = [];
  for (let part = 1; part < last.brought.parts; part += 1) {
    const text = await store.records.textAt(record.station, record.sequence - (last.brought.parts - part));
    const earlier = text === undefined ? undefined : partOf(recordOf(text));
    if (earlier === undefined || !isPart(earlier, part, last)) return undefined;
    parts.push(earlier);
  }
  return [...parts, last];
}

function isPart({ brought, office }: OrderPart, part: number, last: OrderPart): boolean {
  const { file, parts } = last.brought;
  return brought.file === file && brought.parts === parts && brought.part === part && office === last.office;
}

/** Why the order that a record ends cannot be taken: a part of it was not, or something in its file is here already. */
export async function orderFault(store: Store, record: ActRecord): Promise<Conflict | undefined> {
  const last = partOf(record);
  if (last === undefined || isFollowed(last)) return undefined;
  const parts = await orderEndedBy(store, record);
  if (parts === undefined)
    return otherConflict('part missing', 'a part of this order was not taken: nothing of it was');
  const names = parts.flatMap(({ brought }) => brought.credentials.map(({ serial }) => serial));
  const [first, ...others] = await store.credentials.namesInUse(names);
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return otherConflict('here already', `${first}${more} of this file is here already: nothing of it was taken`);
}
