import { useEffect, useRef, useState } from 'react';
import type { Heard } from '../../domain/contract/stock.ts';
import { asFailure, type Failure } from '../../domain/failure.ts';
import { ask } from '../keydesk.ts';
import { useAttached } from '../queries.ts';

/** Each token that is plugged in is heard once for each plugging-in, one after the other. Why that failed, if it did. */
export function useTouches(id: string, onHeard: (heard: Heard) => void): Failure | undefined {
  const attached = useAttached().data;
  const done = useRef(new Set<string>());
  const turn = useRef(Promise.resolve());
  const latest = useRef(onHeard);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    latest.current = onHeard;
  });
  useEffect(() => {
    for (const { token } of attached?.tokens ?? []) {
      const { presence } = token;
      if (done.current.has(presence)) continue;
      done.current.add(presence);
      turn.current = turn.current.then(async () => {
        try {
          latest.current(await ask('stock/touch', { id, presence }));
          setFailure(undefined);
        } catch (error) {
          setFailure(asFailure(error));
        }
      });
    }
  }, [attached, id]);
  return failure;
}
