import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asked, Channel, KeydeskBridge, Reply } from '../domain/contract/ipc.ts';
import { asFailure, type Failure, KeydeskError } from '../domain/failure.ts';

declare global {
  interface Window {
    /** The only way from the window to the desk; the preload puts it there. */
    readonly keydesk: KeydeskBridge;
  }
}

/** Asks the desk; a failure comes as a thrown KeydeskError. */
export async function ask<C extends Channel>(channel: C, ...request: Asked<C>): Promise<Reply<C>> {
  const outcome = await window.keydesk.invoke(channel, ...request);
  if (!outcome.ok) throw new KeydeskError(outcome.failure.code, outcome.failure.context);
  return outcome.value;
}

export interface Action<C extends Channel> {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Answers `undefined` when it failed; `failure` then says why. */
  readonly run: (...request: Asked<C>) => Promise<{ readonly value: Reply<C> } | undefined>;
  readonly forget: () => void;
}

/**
 * One thing the screen can have done, with whether it is under way and how it failed.
 * Keeps no request: some of them carry secrets.
 */
export function useAction<C extends Channel>(channel: C): Action<C> {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  return {
    busy,
    failure,
    forget: () => setFailure(undefined),
    run: async (...request) => {
      setBusy(true);
      setFailure(undefined);
      try {
        const value = await ask(channel, ...request);
        if (channel.startsWith('ceremony/')) client.setQueryData(['ceremony/current'], value ?? null);
        return { value };
      } catch (error) {
        setFailure(asFailure(error));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
  };
}
