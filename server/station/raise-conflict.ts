import { createHash } from 'node:crypto';
import type { IssuanceRecord } from '../../domain/record.ts';
import type { RecordSaid } from '../store/conflicts.ts';
import type { Store } from '../store/store.ts';
import type { Conflict } from './conflict.ts';

/**
 * States a conflict where desks and administrators see it, until somebody decides. What is to be said of a record that
 * somebody had decided to take is stated beside that decision, under a name of its own.
 */
export async function raiseConflict(
  store: Store,
  raised: {
    readonly record: IssuanceRecord;
    /** Of what could not be taken; nothing when it was taken all the same. */
    readonly contentHash: string | null;
    readonly conflict: Conflict;
    readonly at: string;
  },
): Promise<void> {
  const { record, contentHash, conflict, at } = raised;
  const stated = {
    record: record.id,
    contentHash,
    station: record.station,
    otherStation: conflict.otherStation,
    kind: conflict.kind,
    said: saidBy(record),
    facts: { ...conflict.facts, reason: conflict.reason },
    raisedAt: at,
  };
  if ((await store.conflicts.raise(stated)) || contentHash !== null) return;
  await store.conflicts.raise({
    ...stated,
    record: remarkName(record.id),
    facts: { ...stated.facts, record: record.id },
  });
}

/** A record is remarked upon once. */
function remarkName(record: string): string {
  return createHash('sha256').update(`remark ${record}`).digest('hex').slice(0, 32);
}

/** What a record said, in few words and without a secret. */
function saidBy(record: IssuanceRecord): RecordSaid {
  const { controller, recordedAt } = record;
  const about = record.kind === 'issued' ? 'issue' : 'act';
  const what = record.kind === 'act' ? record.act.what : record.kind;
  const subject = record.kind === 'act' ? record.act : record;
  const holder = 'holder' in subject ? subject.holder : undefined;
  return {
    what,
    about,
    controller,
    recordedAt,
    ...tokenOf(record),
    ...(holder === undefined ? {} : { holder: { realm: holder.realm, username: holder.username } }),
  };
}

function tokenOf(record: IssuanceRecord): Pick<RecordSaid, 'token'> {
  if (record.kind === 'act') return 'token' in record.act ? { token: record.act.token } : {};
  return 'token' in record ? { token: record.token.serial } : {};
}
