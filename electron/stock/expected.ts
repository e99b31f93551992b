import { isOnShelf } from '../../domain/stock/shelf.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from '../vault/database.ts';
import { type ShelfToken, shelfOf } from '../vault/shelf.ts';
import { type Outcome, outcomeIn, shipmentTokens } from '../vault/shipments.ts';
import type { StoredDraft } from '../vault/stock-drafts.ts';

/** What should be touched: the shelf of the office, or the manifest as far as it has not arrived; of an order nobody knows. */
export function expectedIn(
  vault: Vault,
  { kind, office, shipment }: StoredDraft,
): ReadonlySet<TokenSerial> | undefined {
  if (kind === 'count') return new Set(shelfOf(vault, office).map(({ serial }) => serial));
  if (kind === 'arrive') return new Set(stillExpected(vault, shipment));
  return undefined;
}

/** Whether a token is among what should be touched, asked of it alone: a large shelf is not read for each touch. */
export function isExpected(
  vault: Vault,
  { kind, office, shipment }: StoredDraft,
  serial: TokenSerial,
  known: ShelfToken | undefined,
): boolean {
  if (kind === 'count') return known !== undefined && known.office === office && isOnShelf(known.state);
  return kind === 'arrive' && isAwaited(outcomeIn(vault, shipment, serial));
}

function isAwaited(outcome: Outcome | undefined): boolean {
  return outcome === 'on its way' || outcome === 'lost';
}

/** What was given up may come after all. */
function stillExpected(vault: Vault, shipment: string): readonly TokenSerial[] {
  return shipmentTokens(vault, shipment).flatMap(({ serial, outcome }) => (isAwaited(outcome) ? [serial] : []));
}
