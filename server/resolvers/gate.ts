import { type Resolver, ResolverError } from './resolver.ts';

const atOnce = 16;
const mostWaiting = 64;

/** Few at a time ask one resolver, and only so many wait: a slow one delays its own people and nobody else. */
export function gated(resolver: Resolver): Resolver {
  let running = 0;
  const queue: (() => void)[] = [];
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (queue.length >= mostWaiting) throw new ResolverError('too many requests wait for this resolver already');
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
  return {
    find: (username) => inTurn(() => resolver.find(username)),
    list: (query) => inTurn(() => resolver.list(query)),
    checkPassword: (account, password) => inTurn(() => resolver.checkPassword(account, password)),
    close: resolver.close,
  };
}
