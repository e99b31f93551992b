import type { IssuanceRecord } from '../../../domain/record.ts';
import type { Installation } from '../../installation.ts';
import type { NoticeKind } from '../../notices/notice-texts.ts';
import { notify } from '../../notices/notify.ts';

/** Tells whoever a record is about. `hadAnother`: the person had a token before this one. */
export async function tellPeople(
  installation: Installation,
  record: IssuanceRecord,
  hadAnother: boolean,
): Promise<void> {
  const told = noticeOf(record, hadAnother);
  if (told === undefined) return;
  const person = await installation.store.people.find(told.holder.realm, told.holder.username);
  if (person === undefined) return;
  await notify(installation, person, told.kind, { serial: told.serial, by: record.controller });
}

function noticeOf(
  record: IssuanceRecord,
  hadAnother: boolean,
): { kind: NoticeKind; holder: { realm: string; username: string }; serial: string } | undefined {
  if (record.kind === 'issued') {
    return { kind: hadAnother ? 'replaced' : 'issued', holder: record.holder, serial: record.token.serial };
  }
  if (record.kind !== 'act') return undefined;
  const { act } = record;
  if (act.what !== 'withdrawn' && act.what !== 'reported lost') return undefined;
  return { kind: act.what, holder: act.holder, serial: act.token };
}
