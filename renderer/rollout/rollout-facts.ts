import { useQuery } from '@tanstack/react-query';
import type { RolloutFacts } from '../../domain/contract/rollout.ts';
import { useAdministration } from '../administration/session.ts';
import { ask } from '../keydesk.ts';

export interface RolloutSeen {
  readonly facts: RolloutFacts;
  /** As the server says now; otherwise as this station was told at a time. */
  readonly at: string | undefined;
  /** Issuances of this station that are not counted in it yet. */
  readonly waiting: number;
}

const lookAgainMs = 20_000;

/** What this station was told last, asked again when something changed. */
export const useBoard = () => useQuery({ queryKey: ['rollout/board'], queryFn: () => ask('rollout/board') });

/** The next people in the queue of the controller's offices. */
export const useNext = (limit: number) =>
  useQuery({ queryKey: ['rollout/next', limit], queryFn: () => ask('rollout/next', { limit }) });

/** Whether an administrator who may see the roll-out on the server is signed in. */
function useSeesServer(): boolean {
  return useAdministration().data?.signedIn?.rights.includes('trustread') === true;
}

/** How far the organisation is: from the server for an administrator, else as this station knows it. */
export function useRollout(): { readonly seen: RolloutSeen | undefined; readonly error: Error | null } {
  const seesServer = useSeesServer();
  const board = useBoard();
  const fresh = useQuery({
    queryKey: ['administrative', 'rollout/fresh'],
    queryFn: () => ask('rollout/fresh'),
    enabled: seesServer,
    refetchInterval: lookAgainMs,
  });
  const waiting = board.data?.waiting ?? 0;
  if (seesServer && fresh.data !== undefined)
    return { seen: { facts: fresh.data, at: undefined, waiting }, error: null };
  const facts = board.data?.facts ?? undefined;
  const at = board.data?.at ?? undefined;
  return { seen: facts === undefined ? undefined : { facts, at: at ?? '', waiting }, error: board.error };
}
