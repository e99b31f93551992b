import { KeydeskError } from '../domain/failure.ts';

/** Runs one piece of work at a time, in the order asked for. */
export type Lock = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** A lock of its own; who waits and is told to stop gets `device/busy`, and its work never runs. */
export function createLock(): Lock {
  let tail: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const mine = tail.then(() => {
      if (signal?.aborted) throw new KeydeskError('device/busy', {}, { cause: signal.reason });
      return work();
    });
    tail = mine.catch(() => undefined);
    return mine;
  };
}
