import type { RefusedAtGate, RefusedLogins } from '../store/refused-logins.ts';
import { WireError } from '../wire/wire-error.ts';

const windowMs = 15 * 60_000;
const mostOfName = 10;
const mostFromAddress = 30;
/** At the gate, as Haplo has it: so many, each within so long of the last, with nobody let in between. */
const mostInARow = 50;
const apartMs = 300_000;

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
  assertOver(
    [await refused.ofName(names, since, mostOfName), await refused.fromAddress(address, since, mostFromAddress)].map(
      (first) => endOf(first, windowMs),
    ),
    now,
  );
}

/** The same at the gate and at desks, where a whole office comes from one address and somebody mistypes all the time. */
export async function assertMayTryAtGate(
  refused: RefusedAtGate,
  names: readonly string[],
  address: string,
  now: Date,
): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms).toISOString();
  const ofName = await refused.ofName(names, ago(windowMs), mostOfName);
  const lately = await refused.sinceLetIn(address, ago(apartMs * mostInARow), mostInARow);
  assertOver([endOf(ofName, windowMs), endOf(isInARow(lately) ? lately[0] : undefined, apartMs)], now);
}

/** Whether there are as many as that, newest first, and none long after the one before it. */
function isInARow(times: readonly string[]): boolean {
  if (times.length < mostInARow) return false;
  const moments = times.map((at) => new Date(at).getTime());
  return moments.every((at, place) => (moments[place - 1] ?? at) - at <= apartMs);
}

function endOf(at: string | undefined, waitMs: number): number {
  return at === undefined ? 0 : new Date(at).getTime() + waitMs;
}

/** Rejects while one of the waits is not over. */
function assertOver(ends: readonly number[], now: Date): void {
  const waitMs = Math.max(...ends) - now.getTime();
  if (waitMs <= 0) return;
  throw new WireError('tooOften', 'Authentication failure. Too many log-ins failed. Try again later.', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}
