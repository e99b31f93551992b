import { parentPort } from 'node:worker_threads';
import { verify } from 'unixcrypt';
import { phpassForm, verifyPhpass } from './phpass.ts';

/** Runs in a thread of its own: five thousand rounds and more would hold up every other request. */
parentPort?.on('message', ({ id, password, hash }: { id: number; password: string; hash: string }) => {
  let right = false;
  try {
    right = phpassForm.test(hash) ? verifyPhpass(password, hash) : verify(password, hash);
  } catch {
    right = false;
  }
  parentPort?.postMessage({ id, right });
});
