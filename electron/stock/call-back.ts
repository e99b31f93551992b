import { KeydeskError } from '../../domain/failure.ts';
import { perform } from '../acts/perform.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { readShipment } from '../vault/shipments.ts';
import { mustKeepShelf } from './rights.ts';

/** Whoever keeps the shelf a box was sent from has it again: what has not arrived lies there from now on. */
export function callBack(parts: CeremonyParts, shipment: string): { readonly record: string } {
  const known = readShipment(parts.vault, shipment);
  if (known === undefined) throw new KeydeskError('stock/no-shipment', {});
  mustKeepShelf(parts, known.from);
  if (known.onItsWay === 0) throw new KeydeskError('stock/arrived', {});
  const act = { what: 'called back', shipment, office: known.from } as const;
  return perform(parts, { act, holder: undefined, reason: '' });
}
