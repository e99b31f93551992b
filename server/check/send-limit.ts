import type { GuessCounts } from '../store/guesses.ts';

/** Whoever knows a PIN may not have somebody's telephone ring all night: so many codes in a row, then a pause. */
const most = 10;
const pauseMs = 10 * 60_000;

/** Counts one more code for a token, unless there were too many since its last login. Inside a transaction. */
export async function maySend(counts: GuessCounts, credentialId: number, now: Date): Promise<boolean> {
  const name = nameOf(credentialId);
  const since = new Date(now.getTime() - pauseMs).toISOString();
  const sent = (await counts.of([name])).get(name);
  if (sent !== undefined && sent.count >= most && sent.lastAt > since) return false;
  await counts.add(name, now.toISOString(), since);
  return true;
}

/** A login: what was sent has reached who it was for. */
export function forgetSent(counts: GuessCounts, credentialId: number): Promise<void> {
  return counts.forget([nameOf(credentialId)]);
}

function nameOf(credentialId: number): string {
  return `sent ${credentialId}`;
}
