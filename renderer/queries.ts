import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Administration } from '../domain/contract/administration/session.ts';
import type { AppState } from '../domain/contract/ipc.ts';
import type { TokenAct } from '../domain/token-act.ts';
import { ask } from './keydesk.ts';

/** The desk is always at hand, network or not, and tells by events when something changed. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: 1000 },
    },
  });
}

/** Keeps what the screens show true to what the desk announces; returns the function that stops. */
export function followEvents(client: QueryClient): () => void {
  const stops = [
    window.keydesk.on('app/changed', (state) => {
      const before = client.getQueryData<AppState>(['app/state']);
      client.setQueryData(['app/state'], state);
      // A locked desk keeps nothing on the screen's side; an opened one is asked anew.
      const isSame = state.phase === before?.phase && hereOf(state) === hereOf(before);
      if (!isSame) client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'app/state' });
    }),
    window.keydesk.on('ceremony/changed', (ceremony) => {
      client.setQueryData(['ceremony/current'], ceremony);
      void client.invalidateQueries({ queryKey: ['desk/home'] });
    }),
    window.keydesk.on('reprogram/changed', (lane) => client.setQueryData(['reprogram/current'], lane)),
    window.keydesk.on('tokens/changed', (attached) => {
      client.setQueryData(['tokens/attached'], attached);
      for (const channel of ['acts/foresee', 'conflicts/list', 'stock/look', 'practice/tokens', 'replace/candidates'])
        void client.invalidateQueries({ queryKey: [channel] });
    }),
    window.keydesk.on('sync/changed', (sync) => {
      client.setQueryData(['sync/state'], sync);
      for (const channel of [
        'desk/home',
        'records/list',
        'records/get',
        'conflicts/list',
        'paper/receipt',
        'rollout/board',
      ])
        void client.invalidateQueries({ queryKey: [channel] });
      // What was delivered counts on the server now.
      void client.invalidateQueries({ queryKey: ['administrative', 'rollout/fresh'] });
    }),
    window.keydesk.on('administration/changed', followAdministration(client)),
    window.keydesk.on('data/changed', () => {
      for (const channel of lists) void client.invalidateQueries({ queryKey: [channel] });
      void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('stock/') });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * What one administrator was shown is not the next one's. Whoever's session ended by itself and who signs in again finds
 * the screen as it was left: its answers stay under what was typed, no question of the old session fails there, and all
 * is asked again.
 */
function followAdministration(client: QueryClient): (administration: Administration) => void {
  const asked = { queryKey: ['administrative'] };
  let worker: string | undefined;
  return (administration) => {
    worker ??= client.getQueryData<Administration>(['administration/state'])?.signedIn?.name;
    client.setQueryData(['administration/state'], administration);
    const { signedIn, ended } = administration;
    if (signedIn === null) {
      if (ended === null || ended === 'signed out' || ended === 'locked') worker = undefined;
      void client.cancelQueries(asked);
    } else if (signedIn.name === worker) void client.invalidateQueries(asked);
    else {
      worker = signedIn.name;
      client.removeQueries(asked);
    }
  };
}

/** Who sees what the desk shows. */
function hereOf({ atDesk }: AppState): string {
  return atDesk.state === 'named' ? 'named' : atDesk.state === 'in' ? `in ${atDesk.name}` : 'nobody';
}

const lists = [
  'rollout/board',
  'rollout/next',
  'queue-here/look',
  'desk/home',
  'people/search',
  'tokens/list',
  'records/list',
  'records/get',
  'trail/state',
  'guidelines/get',
  'controllers/list',
  'acts/foresee',
  'conflicts/list',
  'replace/candidates',
];

const appState = { queryKey: ['app/state'], queryFn: () => ask('app/state') } as const;
export const useAppState = () => useQuery(appState);
/** Asks before anything is drawn: the first drawing takes as long as the answer. */
export const askAppState = (client: QueryClient) => client.prefetchQuery(appState);
export const useCeremony = () => useQuery({ queryKey: ['ceremony/current'], queryFn: () => ask('ceremony/current') });
export const useAttached = () => useQuery({ queryKey: ['tokens/attached'], queryFn: () => ask('tokens/attached') });
export const usePracticeTokens = () =>
  useQuery({ queryKey: ['practice/tokens'], queryFn: () => ask('practice/tokens') });
export const useSync = () => useQuery({ queryKey: ['sync/state'], queryFn: () => ask('sync/state') });
export const useHome = () => useQuery({ queryKey: ['desk/home'], queryFn: () => ask('desk/home') });
export const useGuidelines = () => useQuery({ queryKey: ['guidelines/get'], queryFn: () => ask('guidelines/get') });
export const useControllers = () =>
  useQuery({ queryKey: ['controllers/list'], queryFn: () => ask('controllers/list') });

export const useConflicts = () => useQuery({ queryKey: ['conflicts/list'], queryFn: () => ask('conflicts/list') });

export const useTrail = () => useQuery({ queryKey: ['trail/state'], queryFn: () => ask('trail/state') });

/** The tokens of a person that a new one can take the place of. */
export function useReplaceable(person: { readonly realm: string; readonly username: string } | undefined) {
  const { realm = '', username = '' } = person ?? {};
  return useQuery({
    queryKey: ['replace/candidates', realm, username],
    queryFn: () => ask('replace/candidates', { realm, username }),
    enabled: username !== '',
  });
}

export function useRecord(id: string) {
  return useQuery({ queryKey: ['records/get', id], queryFn: () => ask('records/get', { id }), enabled: id !== '' });
}

export function useForeseen(act: TokenAct, token: string) {
  return useQuery({
    queryKey: ['acts/foresee', act, token],
    queryFn: () => ask('acts/foresee', { act, token }),
    enabled: token !== '',
  });
}

const pageSize = 100;

/** A list in pages; `data.pages` grows with `fetchNextPage`, and the old rows stay while the query changes. */
function usePages<C extends 'people/search' | 'tokens/list' | 'records/list'>(channel: C, query: string) {
  return useInfiniteQuery({
    queryKey: [channel, query],
    queryFn: ({ pageParam }) =>
      ask<'people/search' | 'tokens/list' | 'records/list'>(channel, {
        query,
        limit: pageSize,
        ...(pageParam === null ? {} : { after: pageParam }),
      }) as Promise<Awaited<ReturnType<typeof ask<C>>>>,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export const usePeople = (query: string) => usePages('people/search', query);
export const useTokens = (query: string) => usePages('tokens/list', query);
export const useRecords = (query: string) => usePages('records/list', query);
