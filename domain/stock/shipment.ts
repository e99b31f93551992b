import type { TokenSerial } from '../token.ts';
import { stateAfter } from './shelf.ts';
import type { StockToken } from './stock-token.ts';

/**
 * What became of a token in a shipment. `not sent`: it was no longer on the shelf it was packed from; `elsewhere`: it came
 * out of another box; `lost`: nobody waits for it any longer; `called back`: whoever sent it has it again.
 */
export const shipmentOutcomes = [
  'on its way',
  'arrived',
  'foreign',
  'not sent',
  'issued',
  'elsewhere',
  'lost',
  'called back',
] as const;

/** How a box stands for those who are told of it. */
export const shipmentStates = ['sent', 'received', 'received with differences', 'called back'] as const;

type ShipmentState = 'packing' | (typeof shipmentStates)[number];

/** Tokens on their way from one office to another. */
export interface Shipment {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: ShipmentState;
  /** Touched while packing. */
  readonly packed: readonly TokenSerial[];
  /** Touched while receiving. */
  readonly arrived: readonly TokenSerial[];
}

/** Why a touched token may not be put into a shipment. */
export type PackingFault =
  | 'not packing'
  | 'unknown token'
  | 'packed already'
  | 'issued'
  | 'of another office'
  | 'not fit to ship';

/** A token is packed by touch. An issued one is never sent, as with Haplo; one of another shelf is not this office's. */
export function packingFault(
  shipment: Shipment,
  serial: TokenSerial,
  token: StockToken | undefined,
): PackingFault | undefined {
  if (shipment.state !== 'packing') return 'not packing';
  if (shipment.packed.includes(serial)) return 'packed already';
  if (token === undefined) return 'unknown token';
  if (['issued', 'suspended', 'lost'].includes(token.state)) return 'issued';
  if (token.office !== shipment.from) return 'of another office';
  return stateAfter(token.state, 'packed') === undefined ? 'not fit to ship' : undefined;
}
