import { hash, hashRaw, verify } from '@node-rs/argon2';
import { WireError } from '../wire/wire-error.ts';

/** PINs and passwords are kept as Argon2id only (RFC 9106; memory and passes as OWASP advises at the least). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const retryAfterSeconds = 5;

/**
 * A queue for the thread pool, few at a time: guessing must not starve everything else of the pool. Each kind of work
 * has its own, so that whoever guesses passwords keeps no code from being checked and no record from being taken.
 */
function turns(atOnce: number, mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (waiting.length >= mostWaiting) {
      throw new WireError('busy', 'Too many passwords are being checked. Try again.', { retryAfterSeconds });
    }
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

const pinTurn = turns(2, 256);
const hashTurn = turns(1, 256);
const keptTurn = turns(1, 512);

/** One log-in at a time, from looking at how many failed to writing down how this one ended. */
export const passwordTurn = turns(1, 32);

export function hashPin(pin: Uint8Array): Promise<string> {
  return hashTurn(() => hash(pin, cost));
}

export function verifyPin(pinHash: string, pin: Uint8Array | string): Promise<boolean> {
  return pinTurn(() => verify(pinHash, pin));
}

/** Only inside a `passwordTurn`. */
export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}

/** What verifiers that a station keeps cost: as much as a PIN. */
export const keptCost = { memoryKiB: cost.memoryCost, passes: cost.timeCost } as const;

/** A verifier that a station keeps; these wait for one another only, so that no check and no PIN waits for them. */
export function hashKept(secret: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  return keptTurn(() => hashRaw(secret, { ...cost, salt, outputLen: 32 }));
}
