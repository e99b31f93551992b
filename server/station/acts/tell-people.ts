import type { IssuanceRecord } from '../../../domain/record.ts';
import type { Installation } from '../../installation.ts';
import type { NoticeKind } from '../../notices/notice-texts.ts';
import { notify } from '../../notices/notify.ts';
import type { Person } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';

/** Whose a token was that lies at a desk now: they are told once it is not theirs any more. */
export async function ownersBefore(store: Store, record: IssuanceRecord): Promise<readonly Person[]> {
  if (record.kind !== 'act' || record.act.what !== 'returned') return [];
  const living = await store.credentials.onToken(record.act.token);
  const ids = new Set(living.flatMap(({ ownerId }) => ownerId ?? []));
  const owners = await Promise.all([...ids].map((id) => store.people.byId(id)));
  return owners.filter((one) => one !== undefined);
}

/** Tells whoever a record is about. `owners`: who had the token before it was brought back. */
export async function tellPeople(
  installation: Installation,
  record: IssuanceRecord,
  owners: readonly Person[],
): Promise<void> {
  if (record.kind === 'act' && record.act.what === 'returned') {
    const told = { serial: record.act.token, by: record.controller };
    for (const owner of owners) await notify(installation, owner, 'withdrawn', told);
    return;
  }
  const told = noticeOf(record);
  if (told === undefined) return;
  const person = await installation.store.people.find(told.holder.realm, told.holder.username);
  if (person === undefined) return;
  const language = record.kind === 'issued' ? record.acknowledgement.language : undefined;
  await notify(installation, person, told.kind, { serial: told.serial, by: record.controller, language });
}

/** Of a replacement the new token's notice speaks for both. */
function noticeOf(
  record: IssuanceRecord,
): { kind: NoticeKind; holder: { realm: string; username: string }; serial: string } | undefined {
  if (record.kind === 'issued') {
    const kind = record.replaces === undefined ? 'issued' : 'replaced';
    return { kind, holder: record.holder, serial: record.token.serial };
  }
  if (record.kind !== 'act') return undefined;
  const { act } = record;
  if (act.what === 'withdrawn' && act.replacedBy !== undefined) return undefined;
  if (act.what !== 'withdrawn' && act.what !== 'reported lost') return undefined;
  return { kind: act.what, holder: act.holder, serial: act.token };
}
