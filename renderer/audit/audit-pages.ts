import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useContext, useDeferredValue } from 'react';
import type { AuditFilter } from '../../domain/contract/administration/audit.ts';
import { SessionContext } from '../administration/session.ts';
import { ask } from '../keydesk.ts';

export const everything: AuditFilter = {
  since: '24h',
  user: '',
  realm: '',
  administrator: '',
  serial: '',
  action: '',
  client: '',
  success: 'all',
};

/** What is asked of the server: what was typed counts as a part of the text. */
export function asAsked(filter: AuditFilter): AuditFilter {
  const part = (text: string) => {
    const wanted = text.trim();
    return wanted === '' || wanted.includes('*') ? wanted : `*${wanted}*`;
  };
  return {
    ...filter,
    user: part(filter.user),
    realm: part(filter.realm),
    administrator: part(filter.administrator),
    serial: part(filter.serial),
    action: part(filter.action),
    client: part(filter.client),
  };
}

/** The entries that fit, newest first, fetched a page at a time as the list is scrolled. */
export function useAudit(filter: AuditFilter) {
  const session = useContext(SessionContext);
  const wanted = useDeferredValue(filter);
  return useInfiniteQuery({
    queryKey: ['administrative', 'audit/list', wanted],
    queryFn: ({ pageParam }) => ask('audit/list', { filter: asAsked(wanted), page: pageParam }),
    initialPageParam: 1,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled: session !== undefined,
  });
}
