import { Worker } from 'node:worker_threads';
import { phpassForm, phpassRounds } from './phpass.ts';
import { ResolverError } from './resolver.ts';

const mostWaiting = 64;
const mostRounds = 1_000_000;
const waiting = new Map<number, { resolve: (right: boolean) => void; reject: (error: Error) => void }>();
let worker: Worker | undefined;
let last = 0;

/** Whether a password has this hash of crypt(3) with SHA-256 or SHA-512, or of phpass, worked out in another thread. */
export function verifyCrypt(hash: string, password: Uint8Array): Promise<boolean> {
  const rounds = phpassForm.test(hash) ? phpassRounds(hash) : Number(/^\$[56]\$rounds=(\d+)\$/.exec(hash)?.[1] ?? 0);
  if (rounds > mostRounds) return Promise.reject(new ResolverError('a password hash has too many rounds'));
  if (waiting.size >= mostWaiting) return Promise.reject(new ResolverError('too many passwords are being checked'));
  worker ??= start();
  const running = worker;
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    running.ref();
    running.postMessage({ id, password: Buffer.from(password).toString(), hash });
  });
}

function start(): Worker {
  const started = new Worker(new URL('./crypt-worker.ts', import.meta.url));
  started.on('message', ({ id, right }: { id: number; right: boolean }) => {
    waiting.get(id)?.resolve(right);
    waiting.delete(id);
    if (waiting.size === 0) started.unref();
  });
  started.on('error', (cause) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new ResolverError('a password could not be checked', { cause }));
    waiting.clear();
  });
  return started;
}
