import type { Credential } from '../store/credentials.ts';
import type { Store } from '../store/store.ts';

type Places = Pick<Store, 'credentials' | 'changes' | 'info'>;

/** privacyIDEA's tokeninfo: since when too many wrong codes have been counted. */
const exceeded = 'failcounter_exceeded';

/** Counts a wrong code, and the try if tries are counted; the one that is too many says when it was. Inside a transaction. */
export async function countFailure(
  { credentials, info }: Pick<Places, 'credentials' | 'info'>,
  { id, failcount, maxfail }: Pick<Credential, 'id' | 'failcount' | 'maxfail'>,
  at: Date,
  countTry = true,
): Promise<void> {
  await credentials.countFailure(id, countTry);
  if (failcount + 1 >= maxfail) await info.set(id, exceeded, at.toISOString());
}

/** Inside a transaction. */
export async function forgetFailures({ changes, info }: Pick<Places, 'changes' | 'info'>, id: number): Promise<void> {
  await changes.resetFailures(id);
  await info.remove(id, exceeded);
}

/**
 * The credentials as they count now: `failcounter_clear_timeout` minutes after too many wrong codes they are forgotten.
 * Without the setting nothing is read. Inside a transaction.
 */
export async function forgivenInTime(
  { changes, info }: Pick<Places, 'changes' | 'info'>,
  { clearFailuresMinutes }: { readonly clearFailuresMinutes: number },
  credentials: readonly Credential[],
  now: Date,
): Promise<readonly Credential[]> {
  if (clearFailuresMinutes === 0 || credentials.every(({ failcount, maxfail }) => failcount < maxfail)) {
    return credentials;
  }
  const latest = new Date(now.getTime() - clearFailuresMinutes * 60_000).toISOString();
  const known = await info.ofAll(credentials.map(({ id }) => id));
  const standing: Credential[] = [];
  for (const credential of credentials) {
    const since = known.get(credential.id)?.[exceeded];
    const isOver = credential.failcount >= credential.maxfail && since !== undefined && since <= latest;
    if (isOver) {
      await forgetFailures({ changes, info }, credential.id);
    }
    standing.push(isOver ? { ...credential, failcount: 0 } : credential);
  }
  return standing;
}
