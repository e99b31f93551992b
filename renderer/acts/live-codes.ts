import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useContext, useEffect, useState } from 'react';
import type { Reply } from '../../domain/contract/ipc.ts';
import { SessionContext } from '../administration/session.ts';
import { ask } from '../keydesk.ts';
import { useAppState, useSync } from '../queries.ts';

type Alive = Reply<'acts/live-codes'>[number];

interface Named {
  readonly realm: string;
  readonly username: string;
}

/** How often the server is asked while somebody looks: a code lives five minutes. */
const askEveryMs = 10_000;

/** Whose temporary codes are alive, as the server said last; asked for again and again while the server is there. */
export function useLiveCodes(): readonly Alive[] {
  const isOurs = useAppState().data?.station?.kind === 'keydesk';
  const isOnline = useSync().data?.online === true;
  const codes = useQuery({
    queryKey: ['acts/live-codes'],
    queryFn: () => ask('acts/live-codes'),
    enabled: isOurs && isOnline,
    refetchInterval: askEveryMs,
  });
  return useStillAlive(codes);
}

/** The same for an administrator; nothing from a server that has none. */
export function useLiveCodesForAdministrators(): readonly Alive[] {
  const isOurs = useAppState().data?.station?.kind === 'keydesk';
  const session = useContext(SessionContext);
  const codes = useQuery({
    queryKey: ['administrative', 'temporary-codes/list'],
    queryFn: () => ask('temporary-codes/list'),
    enabled: isOurs && session !== undefined,
    refetchInterval: askEveryMs,
  });
  return useStillAlive(codes);
}

/** Those whose time has not run out since the answer, whatever the clocks of server and desk say of each other. */
function useStillAlive({ data = [], dataUpdatedAt }: UseQueryResult<readonly Alive[]>): readonly Alive[] {
  const [now, setNow] = useState(() => Date.now());
  const isAny = data.length > 0;
  useEffect(() => {
    if (!isAny) return;
    const timer = setInterval(() => setNow(Date.now()), askEveryMs);
    return () => clearInterval(timer);
  }, [isAny]);
  return data.filter(({ leftSeconds }) => dataUpdatedAt + leftSeconds * 1000 > now);
}

/** Somebody's code, if one is alive. */
export function codeOf(codes: readonly Alive[], { realm, username }: Named): Alive | undefined {
  return codes.find((one) => one.realm === realm && one.username === username);
}
