import type { RefusedLogins } from '../store/refused-logins.ts';
import { WireError } from '../wire/wire-error.ts';

const windowMs = 15 * 60_000;
const mostOfName = 10;
const mostFromAddress = 30;

/**
 * Rejects when too many log-ins under these names, which are one's, or from this address were refused of late. What is
 * turned away here is not counted, so that the wait ends however often somebody tries meanwhile.
 */
export async function assertMayTry(
  refused: RefusedLogins,
  names: readonly string[],
  address: string,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - windowMs).toISOString();
  const first = [
    await refused.ofName(names, since, mostOfName),
    await refused.fromAddress(address, since, mostFromAddress),
  ]
    .filter((at) => at !== undefined)
    .map((at) => new Date(at).getTime());
  if (first.length === 0) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((Math.max(...first) + windowMs - now.getTime()) / 1000));
  throw new WireError('tooOften', 'Authentication failure. Too many log-ins failed. Try again later.', {
    retryAfterSeconds,
  });
}
