import { useQuery } from '@tanstack/react-query';
import type { Reply } from '../../domain/contract/ipc.ts';
import { useAdministrative } from '../administration/session.ts';
import { ask } from '../keydesk.ts';
import { useAppState, useSync } from '../queries.ts';

type Alive = Reply<'acts/live-codes'>[number];

interface Named {
  readonly realm: string;
  readonly username: string;
}

/** How often the server is asked while somebody looks: a code lives five minutes. */
const askEveryMs = 20_000;

/** Whose temporary codes are alive, as the server said last; asked for again and again while the server is there. */
export function useLiveCodes(): readonly Alive[] {
  const isOurs = useAppState().data?.station?.kind === 'keydesk';
  const isOnline = useSync().data?.online === true;
  const { data } = useQuery({
    queryKey: ['acts/live-codes'],
    queryFn: () => ask('acts/live-codes'),
    enabled: isOurs && isOnline,
    refetchInterval: askEveryMs,
  });
  return data ?? [];
}

/** The same for an administrator; nothing from a server that has none. */
export function useLiveCodesForAdministrators(): readonly Alive[] {
  const isOurs = useAppState().data?.station?.kind === 'keydesk';
  const codes = useAdministrative('temporary-codes/list');
  return (isOurs ? codes.data : undefined) ?? [];
}

/** Somebody's code, if one is alive. */
export function codeOf(codes: readonly Alive[], { realm, username }: Named): Alive | undefined {
  return codes.find((one) => one.realm === realm && one.username === username);
}
