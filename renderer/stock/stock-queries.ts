import {
  keepPreviousData,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { Asked, Channel, Reply } from '../../domain/contract/ipc.ts';
import type { TokenState } from '../../domain/token.ts';
import { ask } from '../keydesk.ts';

type StockChannel = Extract<Channel, `stock/${string}`>;

/** What the desk knows of its stock; asked again whenever anything in it changed. */
export function useStock<C extends StockChannel>(channel: C, ...request: Asked<C>): UseQueryResult<Reply<C>> {
  return useQuery({ queryKey: [channel, ...request], queryFn: () => ask(channel, ...request) });
}

/** Called after something was done: every part of stock is asked again. */
export function useStockChanged(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('stock/') });
}

const pageSize = 100;

/** The tokens of a shelf in pages; the old rows stay while the question changes. */
export function useShelf(wish: { query: string; office?: string | undefined; state?: TokenState | undefined }) {
  const { query, office, state } = wish;
  return useInfiniteQuery({
    queryKey: ['stock/list', query, office, state],
    queryFn: ({ pageParam }) =>
      ask('stock/list', {
        query,
        limit: pageSize,
        ...(office === undefined ? {} : { office }),
        ...(state === undefined ? {} : { state }),
        ...(pageParam === null ? {} : { after: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}
