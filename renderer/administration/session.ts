import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect } from 'react';
import type { Administration } from '../../domain/contract/administration/session.ts';
import type { Asked, Channel, Reply } from '../../domain/contract/ipc.ts';
import { type Action, ask, useAction } from '../keydesk.ts';

/** Who is signed in to the server at this window. */
export const useAdministration = () =>
  useQuery({ queryKey: ['administration/state'], queryFn: () => ask('administration/state') });

/** The session inside `<Administered>`; `undefined` while it has ended and the screen only waits for the next. */
export const SessionContext = createContext<NonNullable<Administration['signedIn']> | undefined>(undefined);

/** Whether whoever is signed in has the right, as far as the window knows; the server has the last word. */
export function useMay(right: string): boolean {
  return useContext(SessionContext)?.rights.includes(right) ?? false;
}

/** What the server says to a question of an administrator; asked again after every `useAdministrativeAction`. */
export function useAdministrative<C extends Channel>(channel: C, ...request: Asked<C>): UseQueryResult<Reply<C>> {
  return useQuery(useQuestion(channel, request));
}

/** The same, asked each time it is shown: what is decided by it may have changed a moment ago. */
export function useAdministrativeAnew<C extends Channel>(channel: C, ...request: Asked<C>): UseQueryResult<Reply<C>> {
  return useQuery({ ...useQuestion(channel, request), staleTime: 0 });
}

function useQuestion<C extends Channel>(channel: C, request: Asked<C>) {
  const session = useContext(SessionContext);
  return {
    queryKey: ['administrative', channel, ...request],
    queryFn: () => ask(channel, ...request),
    enabled: session !== undefined,
  };
}

/** An act of an administrator. When it is done, everything that was asked of the server is asked again. */
export function useAdministrativeAction<C extends Channel>(channel: C): Action<C> {
  const client = useQueryClient();
  const action = useAction(channel);
  return {
    ...action,
    run: async (...request) => {
      const done = await action.run(...request);
      if (done !== undefined) await client.invalidateQueries({ queryKey: ['administrative'] });
      return done;
    },
  };
}

const tellEveryMs = 30_000;

/** Tells the desk that somebody is at the keyboard, so that the session does not end under their hands. */
export function useStaying(signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn) return;
    let toldAt = performance.now();
    const tell = () => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      void window.keydesk.invoke('administration/stay');
    };
    const signs = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const sign of signs) window.addEventListener(sign, tell, { passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, tell);
    };
  }, [signedIn]);
}
