import { hash, verify } from '@node-rs/argon2';
import { WireError } from '../wire/wire-error.ts';

/** PINs and passwords are kept as Argon2id only (RFC 9106; memory and passes as OWASP advises at the least). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const atOnce = 2;
const mostWaiting = 256;
let running = 0;
const queue: (() => void)[] = [];

/** Runs in the thread pool, two at a time: guessing must not starve everything else of the pool. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (queue.length >= mostWaiting) throw new WireError('busy', 'Too many passwords are being checked. Try again.');
  if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

export function hashPin(pin: Uint8Array): Promise<string> {
  return inTurn(() => hash(pin, cost));
}

export function verifyPin(pinHash: string, pin: Uint8Array | string): Promise<boolean> {
  return inTurn(() => verify(pinHash, pin));
}
