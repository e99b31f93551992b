import type { Snapshot } from '../../domain/contract/station.ts';
import type { Store } from '../store/store.ts';

/** As many as anybody looks back at on a desk; the server keeps all of them. */
const arrivedShipments = 50;

/** The shipments that stations are told of: every one in which something is on its way, and the newest of the others. */
export async function shipmentsTold(store: Store): Promise<Snapshot['shipments']> {
  const contents = new Map<string, Snapshot['shipments'][number]['tokens']>();
  for (const { shipment, token, outcome } of await store.shipments.allTokens()) {
    const tokens = contents.get(shipment) ?? [];
    tokens.push({ serial: token, outcome });
    contents.set(shipment, tokens);
  }
  const all = (await store.shipments.all()).map(({ sentBy, ...shipment }) => ({
    ...shipment,
    controller: sentBy,
    tokens: contents.get(shipment.id) ?? [],
  }));
  const isOpen = ({ tokens }: Snapshot['shipments'][number]) => tokens.some(({ outcome }) => outcome === 'on its way');
  const told = new Set([...all.filter(isOpen), ...all.filter((one) => !isOpen(one)).slice(0, arrivedShipments)]);
  return all.filter((one) => told.has(one));
}
