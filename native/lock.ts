import { KeydeskError } from '../domain/failure.ts';

/** Runs one piece of work at a time, in the order asked for. */
export type Lock = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** A lock of its own; who waits and is told to stop gets `device/busy` at once, and its work never runs. */
export function createLock(): Lock {
  let tail: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    let begun = false;
    const mine = tail.then(() => {
      if (signal?.aborted) throw stopped(signal);
      begun = true;
      return work();
    });
    tail = mine.catch(() => undefined);
    if (signal === undefined) return mine;
    return new Promise((resolve, reject) => {
      const stop = () => {
        if (!begun) reject(stopped(signal));
      };
      signal.addEventListener('abort', stop, { once: true });
      mine.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  };
}

function stopped(signal: AbortSignal): KeydeskError {
  return new KeydeskError('device/busy', {}, { cause: signal.reason });
}
