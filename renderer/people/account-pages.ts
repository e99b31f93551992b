import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import type { Request } from '../../domain/contract/ipc.ts';
import { SessionContext } from '../administration/session.ts';
import { ask } from '../keydesk.ts';
import { useSettled } from './settled.ts';

/** The people who match, fetched from the server a page at a time as the list is scrolled. */
export function useAccounts(query: string) {
  const session = useContext(SessionContext);
  const wanted = useSettled(query.trim());
  return useInfiniteQuery({
    queryKey: ['administrative', 'accounts/search', wanted],
    queryFn: ({ pageParam }) => ask('accounts/search', { query: wanted, page: pageParam }),
    initialPageParam: 1,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled: session !== undefined,
  });
}

export type TokenSearch = Omit<Request<'account-tokens/search'>, 'page'>;

/** The tokens that match, a page at a time. */
export function useAccountTokens(search: TokenSearch) {
  const session = useContext(SessionContext);
  const wanted = useSettled(search.query.trim());
  return useInfiniteQuery({
    queryKey: ['administrative', 'account-tokens/search', search.by, search.whose, wanted],
    queryFn: ({ pageParam }) => ask('account-tokens/search', { ...search, query: wanted, page: pageParam }),
    initialPageParam: 1,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled: session !== undefined,
  });
}
