import { StockLane } from './stock-lane.tsx';
import { StockPage } from './stock-page.tsx';
import { useStock } from './stock-queries.ts';

const partOf = {
  receive: '/stock/receive',
  count: '/stock/count',
  pack: '/stock/shipments',
  arrive: '/stock/shipments',
} as const;

/** What is done token by token, under the part of stock that it is done in. */
export function StockDraft({ id }: { readonly id: string }) {
  const kind = useStock('stock/draft', { id }).data?.kind;
  return (
    <StockPage part={kind === undefined ? undefined : partOf[kind]}>
      <StockLane id={id} />
    </StockPage>
  );
}
