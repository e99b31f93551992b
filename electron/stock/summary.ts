import type { Reply } from '../../domain/contract/ipc.ts';
import { officeOf } from '../../domain/trust/own-office.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { countHeld, countShelves } from '../vault/shelf.ts';
import { listShipments } from '../vault/shipments.ts';
import { readOffices } from '../vault/snapshot.ts';

/** What every office has left, of each kind, and how many of its people have a token. */
export async function summary({ vault }: Pick<CeremonyParts, 'vault'>): Promise<Reply<'stock/summary'>> {
  const offices = readOffices(vault);
  const shelves = await countShelves(vault);
  const held = await countHeld(vault);
  const boxes = listShipments(vault);
  return offices.map((office) => {
    const count = (is: (row: (typeof shelves)[number]) => boolean) =>
      shelves.filter((row) => row.office === office.id && is(row)).reduce((total, row) => total + row.count, 0);
    const fresh = ({ state }: (typeof shelves)[number]) => state === 'blank' || state === 'in stock';
    return {
      office,
      ready: count((row) => fresh(row) && row.hasSeed === 1),
      blank: count((row) => fresh(row) && row.hasSeed === 0),
      returned: count(({ state }) => state === 'returned'),
      quarantined: count(({ state }) => state === 'quarantined'),
      inTransitTo: boxes.filter(({ to }) => to === office.id).reduce((total, { onItsWay }) => total + onItsWay, 0),
      issued: held
        .filter((row) => officeOf(row.office, offices)?.id === office.id)
        .reduce((total, row) => total + row.count, 0),
    };
  });
}
