import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from '../vault/database.ts';
import { shelfOf } from '../vault/shelf.ts';
import { shipmentTokens } from '../vault/shipments.ts';
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

/** What was given up may come after all. */
function stillExpected(vault: Vault, shipment: string): readonly TokenSerial[] {
  return shipmentTokens(vault, shipment).flatMap(({ serial, outcome }) =>
    outcome === 'on its way' || outcome === 'lost' ? [serial] : [],
  );
}
