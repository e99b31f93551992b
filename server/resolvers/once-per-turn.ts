/**
 * Asks once for everybody who wants to know in the same turn of the event loop. The question goes out after the turn:
 * nobody gets an answer that is older than their asking.
 */
export function oncePerTurn<T>(ask: () => Promise<T>): () => Promise<T> {
  let shared: Promise<T> | undefined;
  return () => {
    shared ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      shared = undefined;
      return ask();
    });
    return shared;
  };
}
