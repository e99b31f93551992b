import type { ActRecord, IssuanceRecord } from '../../../domain/record.ts';
import type { Credential } from '../../store/credentials.ts';
import type { Store } from '../../store/store.ts';
import type { Conflict } from '../conflict.ts';
import { recordOf } from '../record-of.ts';
import { issuedToAnother } from './people-acts.ts';

/**
 * Stations are not ordered among each other: whoever got the token after it was taken back keeps it, however late that
 * is told, and also if it is the same person. A station's own words are in order.
 */
export async function lateWordFault(store: Store, record: ActRecord): Promise<Conflict | undefined> {
  const { act, station } = record;
  if (act.what !== 'returned' && act.what !== 'withdrawn') return undefined;
  for (const credential of await store.credentials.onToken(act.token)) {
    if (credential.ownerId === null || credential.revoked === 1) continue;
    const given = await givenOut(store, credential);
    if (given.station === station || !(given.ms > momentMs(record))) continue;
    const known = await issuedToAnother(store, act.token, credential);
    return { ...known, reason: `${known.reason}, and that was later` };
  }
  return undefined;
}

/** Since when somebody has it: by the word of the desk that issued it, or by the server's own clock. */
async function givenOut(
  store: Store,
  { issuance, begunAt, assignedAt }: Credential,
): Promise<{ readonly ms: number; readonly station?: string }> {
  if (assignedAt !== null && assignedAt !== begunAt) return { ms: Date.parse(assignedAt) };
  const text = issuance === null ? undefined : await store.records.textOfIssuance(issuance);
  if (text === undefined) return { ms: Date.parse(begunAt) };
  const issued = recordOf(text);
  return { ms: momentMs(issued), station: issued.station };
}

/** When a desk recorded something, by the server's clock as far as the desk knew what its own was off. */
export function momentMs({ recordedAt, desk }: Pick<IssuanceRecord, 'recordedAt' | 'desk'>): number {
  return Date.parse(recordedAt) - (desk?.offMinutes ?? 0) * 60_000;
}
