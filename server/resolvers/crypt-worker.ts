import { parentPort } from 'node:worker_threads';
import { verify } from 'unixcrypt';

/** Runs in a thread of its own: five thousand rounds and more would hold up every other request. */
parentPort?.on('message', ({ id, password, hash }: { id: number; password: string; hash: string }) => {
  let right = false;
  try {
    right = verify(password, hash);
  } catch {
    right = false;
  }
  parentPort?.postMessage({ id, right });
});
