import type { FoundToken, ShipmentRow, StockRow } from '../../domain/contract/stock.ts';
import { holderName } from '../../domain/holder.ts';
import { tokenOfName } from '../../domain/stock/named-token.ts';
import { readScan } from '../../domain/stock/scan.ts';
import { typedToken } from '../../domain/stock/typed-token.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { shownToken } from '../acts/known-token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { type ShelfToken, shelfToken } from '../vault/shelf.ts';
import { type KnownShipment, shipmentWith } from '../vault/shipments.ts';
import { placeOf } from './rights.ts';

/** A token that somebody brought, by its serial however it is written, or by what it types; nothing when that is none. */
export function look(parts: CeremonyParts, text: string): FoundToken | null {
  const serial = serialIn(text);
  if (serial === undefined) return null;
  const { holder, was, isHere, model, state } = shownToken(parts, serial);
  const known = shelfToken(parts.vault, serial);
  const box = shipmentWith(parts.vault, serial);
  return {
    serial,
    model,
    isHere,
    state: known?.state ?? (holder === undefined ? null : (state ?? 'issued')),
    office: known?.office ? placeOf(parts, known.office) : null,
    hasSeed: known?.hasSeed ?? false,
    holder:
      holder === undefined
        ? null
        : { name: holderName(holder), realm: holder.realm, username: holder.username, office: holder.office },
    was,
    shipment:
      box === undefined ? null : { id: box.id, from: placeOf(parts, box.from).name, to: placeOf(parts, box.to).name },
  };
}

function serialIn(text: string): TokenSerial | undefined {
  const read = readScan(text);
  if ('serial' in read) return read.serial;
  return typedToken(text) ?? tokenOfName(text.trim().toUpperCase());
}

/** A token as the list of a shelf shows it. */
export function rowOf(parts: CeremonyParts, token: ShelfToken): StockRow {
  const { serial, model, state, office, hasSeed } = token;
  const holder = state === 'issued' || state === 'suspended' ? shownToken(parts, serial).holder : undefined;
  const box = state === 'in transit' ? shipmentWith(parts.vault, serial) : undefined;
  return {
    serial,
    model,
    state,
    office: office === null ? null : placeOf(parts, office),
    hasSeed,
    holderName: holder === undefined ? '' : holderName(holder),
    goingTo: box === undefined ? '' : placeOf(parts, box.to).name,
  };
}

export function shipmentRow(parts: CeremonyParts, shipment: KnownShipment): ShipmentRow {
  const { id, state, sentAt, receivedAt, controller, onItsWay, count } = shipment;
  const from = placeOf(parts, shipment.from);
  return { id, from, to: placeOf(parts, shipment.to), state, sentAt, receivedAt, controller, onItsWay, count };
}
