import { type Holder, holderName } from '../../domain/holder.ts';
import type { ActRecord, AttemptRecord, EndedRecord, IssuanceRecord, IssuedRecord } from '../../domain/record.ts';
import { recordText } from '../../domain/record-text.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { readClock } from '../vault/clock.ts';
import type { Vault } from '../vault/database.ts';
import { toldInParts } from '../vault/known-parts.ts';
import { enqueue } from '../vault/outbox.ts';
import { appendRecord, nextLink } from '../vault/records.ts';
import { pulledSnapshot, readStationOffice } from '../vault/snapshot.ts';
import { readEnrolment } from '../vault/station.ts';
import { mustBeAgreed } from './agreed-form.ts';
import type { CeremonyParts } from './parts.ts';

/** What every record says: told by the desk itself, not by the act. */
export type Told =
  | 'version'
  | 'id'
  | 'station'
  | 'sequence'
  | 'previous'
  | 'ceremony'
  | 'controller'
  | 'recordedAt'
  | 'appVersion'
  | 'desk'
  | 'auditHead';
/** What a record says beside what every record says. */
export type RecordBody =
  | Omit<IssuedRecord, Told>
  | Omit<EndedRecord, Told>
  | Omit<AttemptRecord, Told>
  | Omit<ActRecord, Told>;

/** What a record is made in: a ceremony, or a small one that is over at once. */
export interface RecordPlace {
  readonly id: string;
  readonly controller: string;
  readonly practice: boolean;
  readonly holder: Pick<Holder, 'givenName' | 'surname' | 'username'> | undefined;
  readonly token: { readonly serial: string } | undefined;
}

/**
 * Makes, signs and enqueues a record with its audit entry, inside the caller's transaction.
 * A practice record (no server, or a practice token was taken) has sequence 0, stays outside the chain and never
 * reaches the outbox.
 */
export function putRecord(parts: CeremonyParts, ceremony: RecordPlace, id: string, body: RecordBody, at: string): void {
  const station = readEnrolment(parts.vault);
  const practice = station === undefined || ceremony.practice;
  const link = practice ? { sequence: 0, previous: '0'.repeat(64) } : nextLink(parts.vault);
  const auditHead = appendAudit(parts.vault, {
    at,
    actor: ceremony.controller,
    action: 'record/made',
    subject: id,
    detail: {
      kind: body.kind,
      ...(body.kind === 'act' ? { what: body.act.what } : {}),
      ceremony: ceremony.id,
      sequence: link.sequence,
      ...(practice ? { practice } : {}),
    },
  });
  const clock = readClock(parts.vault);
  const record = {
    ...body,
    version: 1,
    id,
    station: station?.id ?? '',
    ...link,
    ceremony: ceremony.id,
    controller: ceremony.controller,
    recordedAt: at,
    appVersion: parts.appVersion,
    auditHead,
    ...(practice || clock === undefined ? {} : { desk: { ...clock, ...knownBy(parts.vault) } }),
  } as IssuanceRecord;
  if (!practice) mustBeAgreed(record);
  const signed = { record, signature: parts.station.sign(recordText(record)) };
  appendRecord(parts.vault, signed, {
    practice,
    holderName: ceremony.holder === undefined ? '' : holderName(ceremony.holder),
    token: ceremony.token?.serial ?? '',
  });
  if (!practice) enqueue(parts.vault, id, at);
}

/** What this desk knew by, and where it stood. A server older than parts takes no record that says an office. */
function knownBy(vault: Vault): { readonly snapshot: string; readonly office?: string } {
  const snapshot = pulledSnapshot(vault)?.version ?? '';
  return toldInParts(vault) ? { snapshot, office: readStationOffice(vault)?.id ?? '' } : { snapshot };
}
