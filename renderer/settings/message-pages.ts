import { useInfiniteQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import { SessionContext } from '../administration/session.ts';
import { ask } from '../keydesk.ts';

/** The queue a page at a time; it moves by itself, so it is asked again while somebody looks. */
export function useMessages(state: 'stuck' | 'waiting' | 'all') {
  const session = useContext(SessionContext);
  return useInfiniteQuery({
    queryKey: ['administrative', 'messages/list', state],
    queryFn: ({ pageParam }) => ask('messages/list', { state, page: pageParam }),
    initialPageParam: 1,
    getNextPageParam: (last) => last.next,
    enabled: session !== undefined,
    refetchInterval: 5000,
  });
}
