import type { DeskAct } from '../../domain/act.ts';
import type { IssuanceRecord, IssuedRecord, Receipt, SignedReceipt } from '../../domain/record.ts';
import { receiptText } from '../../domain/record-text.ts';
import type { Installation } from '../installation.ts';
import { mustBeInForce } from '../keys/receipt-key.ts';
import { ownersBefore, tellPeople } from './acts/tell-people.ts';
import { applyRecord } from './apply-record.ts';
import { signText } from './ed25519.ts';
import { type OpenedSecrets, secretsOf } from './open-secrets.ts';
import { raiseConflict } from './raise-conflict.ts';
import { overLimit, shipmentDiffers, wrongClock } from './remarks.ts';

/** A record with what is known of it before it is taken. */
export interface Incoming {
  readonly record: IssuanceRecord;
  readonly signature: string;
  readonly text: string;
  readonly contentHash: string;
}

/**
 * What a record changes, its audit entry and its receipt, inside the transaction that takes it: in its place in the
 * chain, or later when somebody decided that it is to be taken after all.
 */
export async function acceptRecord(
  installation: Installation,
  incoming: Incoming,
  secrets: OpenedSecrets | undefined,
): Promise<string> {
  const { store, keys, now } = installation;
  const { record, contentHash, text, signature } = incoming;
  const { id, station, sequence, kind } = record;
  const at = now().toISOString();
  const owners = await ownersBefore(store, record);
  const limit = await overLimit(installation, record);
  const differences = await applyRecord(installation, record, secrets, at);
  const remarks = [limit, shipmentDiffers(record, differences), await wrongClock(store, record, at)]
    .filter((one) => one !== undefined)
    .slice(0, 1);
  await tellPeople(installation, record, owners);
  for (const remark of remarks) await raiseConflict(store, { record, contentHash: null, conflict: remark, at });
  const head = await store.audit.appendNow({
    at,
    actor: station,
    action: `record/${kind}`,
    subject: id,
    detail: { contentHash, controller: record.controller, sequence, ...about(record), ...differences },
  });
  const receipt: Receipt = {
    version: 1,
    record: id,
    contentHash,
    station,
    sequence,
    position: head.position,
    head: head.hash,
    receivedAt: at,
  };
  await mustBeInForce(store, keys);
  const signed: SignedReceipt = { receipt, signature: signText(keys.receipt.privateKey, receiptText(receipt)) };
  const bytes = JSON.stringify(signed);
  const issuance = secretsOf(record)?.credential.issuance ?? null;
  await store.records.add({
    id,
    station,
    sequence,
    kind,
    contentHash,
    text,
    signature,
    receipt: bytes,
    receivedAt: at,
    issuance,
  });
  return bytes;
}

function about(record: IssuanceRecord): Record<string, string> {
  if (record.kind === 'act') return { what: record.act.what, ...aboutAct(record.act) };
  if (record.kind !== 'issued') return { reason: record.reason };
  const { credential, holder }: IssuedRecord = record;
  return { credential: credential.serial, holder: `${holder.username}@${holder.realm}` };
}

function aboutAct(act: DeskAct): Record<string, string> {
  return {
    ...('token' in act ? { token: act.token } : {}),
    ...('holder' in act ? { holder: `${act.holder.username}@${act.holder.realm}` } : {}),
    ...('office' in act ? { office: act.office } : {}),
    ...('shipment' in act ? { shipment: act.shipment } : {}),
  };
}
