import { holderName } from '../../domain/holder.ts';
import type { IssuanceRecord } from '../../domain/record.ts';
import { conflictKinds } from '../../domain/trust/conflicts.ts';
import { forgetDecision, keepConflict, readConflict } from './conflicts.ts';
import type { Vault } from './database.ts';
import { readHolder } from './holders.ts';
import { readEnrolment } from './station.ts';

/** A conflict as the reply to a record tells it, until the next pull does: nobody has to wait for that to see it. */
export function stateConflict(
  vault: Vault,
  record: IssuanceRecord,
  said: { readonly kind: string; readonly facts: Readonly<Record<string, string>> } | undefined,
  reason: string,
  at: string,
): void {
  forgetDecision(vault, record.id);
  if (readConflict(vault, record.id) !== undefined) return;
  const enrolment = readEnrolment(vault);
  const subject = record.kind === 'act' ? record.act : record;
  const holder = 'holder' in subject ? subject.holder : undefined;
  const person = holder && readHolder(vault, holder.realm, holder.username);
  const token = 'token' in subject ? subject.token : '';
  keepConflict(vault, {
    record: record.id,
    kind: conflictKinds.find((one) => one === said?.kind) ?? 'other',
    station: record.station,
    stationName: enrolment?.name ?? '',
    otherStation: '',
    what: record.kind === 'act' ? record.act.what : record.kind,
    about: record.kind === 'issued' ? 'issue' : 'act',
    controller: record.controller,
    recordedAt: record.recordedAt,
    raisedAt: at,
    token: typeof token === 'string' ? token : token.serial,
    holder:
      holder === undefined
        ? null
        : {
            realm: holder.realm,
            username: holder.username,
            name: person === undefined ? holder.username : holderName(person),
          },
    facts: { reason, ...said?.facts },
    choice: null,
    settledBy: '',
    settledAt: '',
  });
}
