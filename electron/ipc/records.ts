import type { RecordRow, Reply } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { IssuanceRecord, Sealed } from '../../domain/record.ts';
import { inclusionShown } from '../trail/trail-state.ts';
import type { Vault } from '../vault/database.ts';
import { listRecords, readRecord, type StoredRecord } from '../vault/records.ts';
import { readOffices } from '../vault/snapshot.ts';
import type { DeskContext, Handlers } from './context.ts';

/** Records of this station, and what came of their delivery. */
export function recordHandlers(desk: DeskContext): Handlers<'records/list' | 'records/get'> {
  return {
    'records/list': ({ query, limit, after }) => {
      const before = after === undefined ? undefined : Number(after);
      const { rows, total } = listRecords(desk.open().ceremony.vault, query, limit + 1, before);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        rows: shown.map(recordRow),
        next: rows.length > limit && last !== undefined ? String(last.position) : null,
        total,
      };
    },
    'records/get': ({ id }) => {
      const stored = readRecord(desk.open().ceremony.vault, id);
      if (stored === undefined) throw new KeydeskError('record/unknown', { record: id });
      return {
        ...recordRow(stored),
        record: withoutSealed(stored.signed.record),
        contentHash: stored.hash,
        office: officeOf(desk.open().ceremony.vault, stored.signed.record),
        receipt: stored.receipt === undefined ? null : { ...stored.receipt },
        inclusion: inclusionShown(desk.open().ceremony.vault, id),
      };
    },
  };
}

function officeOf(vault: Vault, { desk }: IssuanceRecord): string {
  const id = desk?.office ?? '';
  return readOffices(vault).find((office) => office.id === id)?.name ?? id;
}

/** A record for the eye: the window gets to know under which key a part is sealed, never the sealed bytes. */
export function withoutSealed(record: IssuanceRecord): Reply<'records/get'>['record'] {
  const marker = ({ keyId }: Sealed) => ({ sealed: true, keyId });
  if (record.kind === 'act' && record.act.what === 'reprogrammed') {
    const { credential } = record.act;
    return { ...record, act: { ...record.act, credential: { ...credential, seed: marker(credential.seed) } } };
  }
  if (record.kind === 'act' && record.act.what === 'received' && record.act.brought !== undefined) {
    const { brought } = record.act;
    return { ...record, act: { ...record.act, brought: { ...brought, seeds: marker(brought.seeds) } } };
  }
  if (record.kind !== 'issued') return { ...record };
  const { credential, pin, ...plain } = record;
  return {
    ...plain,
    credential: { ...credential, seed: marker(credential.seed) },
    ...(pin === undefined ? {} : { pin: marker(pin) }),
  };
}

export function recordRow(stored: StoredRecord): RecordRow {
  const { record } = stored.signed;
  return {
    id: record.id,
    kind: record.kind === 'act' ? record.act.what : record.kind,
    practice: stored.practice,
    holderName: stored.holderName,
    tokenSerial: stored.token,
    controller: record.controller,
    recordedAt: record.recordedAt,
    sequence: record.sequence,
    delivery: stored.delivery,
    failure:
      stored.failure === undefined ? null : { code: stored.failure.code, context: { ...stored.failure.context } },
  };
}
