import type { ReceiptFacts } from '../../domain/contract/paper.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { IssuanceRecord } from '../../domain/record.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from '../vault/database.ts';
import { readHolder } from '../vault/holders.ts';
import { readRecord } from '../vault/records.ts';
import { readOrganisation, readStationOffice } from '../vault/snapshot.ts';
import { spokenController } from '../vault/spoken-controller.ts';
import { readEnrolment } from '../vault/station.ts';
import { readToken } from '../vault/tokens.ts';

/** What the receipt of a record says; the record itself stays as it was signed. */
export function receiptOf(vault: Vault, id: string): ReceiptFacts {
  const stored = readRecord(vault, id);
  if (stored === undefined) throw new KeydeskError('record/unknown', { record: id });
  const { record } = stored.signed;
  const holder = holderOf(record);
  return {
    record: record.id,
    contentHash: stored.hash,
    position: stored.receipt?.receipt.position ?? null,
    kind: record.kind === 'act' ? record.act.what : record.kind,
    practice: stored.practice,
    ...readOrganisation(vault),
    holder:
      holder === undefined
        ? null
        : {
            name: stored.holderName || holder.username,
            username: holder.username,
            realm: holder.realm,
            office: readHolder(vault, holder.realm, holder.username)?.office ?? '',
          },
    token: tokenOf(vault, record, stored.token),
    recordedAt: record.recordedAt,
    controller: spokenController(vault, record.controller),
    place: [readStationOffice(vault)?.name, readEnrolment(vault)?.name].filter(Boolean).join(' · '),
    language: record.kind === 'issued' ? record.acknowledgement.language : null,
  };
}

function holderOf(record: IssuanceRecord) {
  if (record.kind === 'act') return 'holder' in record.act ? record.act.holder : undefined;
  return 'holder' in record ? record.holder : undefined;
}

function tokenOf(vault: Vault, record: IssuanceRecord, serial: string): ReceiptFacts['token'] {
  if ('token' in record) return { serial: record.token.serial, model: record.token.model };
  return serial === '' ? null : { serial, model: readToken(vault, serial as TokenSerial)?.model ?? '' };
}
