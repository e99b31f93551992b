import { createPublicKey, verify } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeskAct } from '../../domain/act.ts';
import { begin } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { readCheckpoint, readNote } from '../../domain/log/checkpoint.ts';
import { countersignedAt } from '../../domain/log/signed-checkpoint.ts';
import type { AttemptRecord, IssuedRecord } from '../../domain/record.ts';
import { recordText } from '../../domain/record-text.ts';
import { appendAudit } from './audit-log.ts';
import { closeCeremony, saveCeremony } from './ceremonies.ts';
import { keptBeside } from './checkpoint-file.ts';
import { closeVault, commit, openVault, type Vault, vaultFile } from './database.ts';
import { applyAct } from './end-token.ts';
import { activeIssuance, moveIssuance, prepareIssuance } from './issuances.ts';
import { keepCheckpoint } from './kept-checkpoints.ts';
import { writeMeta } from './meta.ts';
import { enqueue } from './outbox.ts';
import { appendRecord } from './records.ts';
import { type Journaled, readJournal, syncFolder } from './records-journal.ts';
import { readStationFile, type StationFile } from './station-file.ts';
import { saveToken } from './tokens.ts';

/** What a new vault would get from beside a broken one: this station, and its records. */
interface Salvage {
  readonly station: StationFile;
  readonly records: readonly Journaled[];
  /** Lines of the journal that are not whole, or not signed by this station. */
  readonly damaged: number;
  /** The newest of the server's log that this station signed; without it, the log is watched anew. */
  readonly checkpoint: { readonly size: number; readonly note: string } | undefined;
}

/** What can be brought back; `undefined` when this station's own identity is lost too. */
export function salvageIn(directory: string): Salvage | undefined {
  const station = readStationFile(directory);
  if (station === undefined) return undefined;
  const { records, damaged } = readJournal(directory);
  const signed = records.filter((record) => isSigned(record, station.publicKey));
  const lost = damaged + records.length - signed.length;
  return { station, records: signed, damaged: lost, checkpoint: ownCheckpoint(directory, station) };
}

function isSigned({ record, signature }: Journaled, publicKey: string): boolean {
  return verifies(publicKey, recordText(record), signature);
}

function verifies(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'));
}

/** The checkpoint that this station signed last, as far as it can be told: its own signature is under it. */
function ownCheckpoint(directory: string, { enrolment, publicKey }: StationFile): Salvage['checkpoint'] {
  const text = keptBeside(directory) ?? '';
  const note = readNote(text);
  const size = readCheckpoint(note?.text ?? '')?.size;
  if (note === undefined || size === undefined || enrolment?.kind !== 'keydesk') return undefined;
  return countersignedAt(verifies, note, enrolment.id, publicKey) === undefined ? undefined : { size, note: text };
}

/**
 * Puts the broken vault aside under another name and a new one in its place: the same station with the records of the
 * journal, all of which are sent again, since a record the server has is the same delivery. Made beside first, so that it
 * may be interrupted and done again.
 */
export async function salvageVault(directory: string, nativeBinding: string | undefined, now: Date): Promise<void> {
  const salvage = salvageIn(directory);
  if (salvage === undefined) throw new KeydeskError('vault/corrupt', { found: 'station.key' });
  const beside = join(directory, 'salvage');
  rmSync(beside, { recursive: true, force: true });
  const vault = await openVault(beside, nativeBinding);
  const name = asideName(directory, now);
  try {
    commit(vault, () => fill(vault, salvage, name, now.toISOString()));
  } finally {
    closeVault(vault);
  }
  for (const ending of ['', '-wal', '-shm']) {
    const broken = `${vaultFile(directory)}${ending}`;
    if (existsSync(broken)) renameSync(broken, join(directory, `${name}${ending}`));
  }
  renameSync(vaultFile(beside), vaultFile(directory));
  syncFolder(directory);
  rmSync(beside, { recursive: true, force: true });
}

/** A name that is free: what is broken is never written over. */
function asideName(directory: string, now: Date): string {
  const stem = `vault-broken-${now.toISOString().replace(/\D/g, '').slice(0, 14)}`;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.sqlite` : `${stem}-${number}.sqlite`;
    if (!existsSync(join(directory, name))) return name;
  }
}

function fill(vault: Vault, salvage: Salvage, kept: string, at: string): void {
  const { station, records, damaged, checkpoint } = salvage;
  writeMeta(vault, 'wrapping', station.wrapping);
  writeMeta(vault, 'station-key', station.stationKey);
  if (station.enrolment !== null) writeMeta(vault, 'station', station.enrolment);
  const newest = records.at(-1)?.record.sequence ?? 0;
  writeMeta(vault, 'salvaged', newest);
  for (const record of records) bringBack(vault, record, at);
  appendAudit(vault, {
    at,
    actor: '',
    action: 'vault/salvaged',
    subject: kept,
    detail: { records: records.length, newest, damaged, checkpoint: checkpoint?.size ?? 0 },
  });
  if (checkpoint !== undefined) keepCheckpoint(vault, checkpoint, at);
  else if (station.enrolment?.kind === 'keydesk') writeMeta(vault, 'watched-anew', at);
}

function bringBack(vault: Vault, { record, signature, holderName }: Journaled, at: string): void {
  const token = record.kind === 'act' ? tokenOf(record.act) : 'token' in record ? record.token.serial : '';
  appendRecord(vault, { record, signature }, { practice: false, holderName, token });
  enqueue(vault, record.id, at);
  if (record.kind === 'issued' || record.kind === 'quarantined') bringBackToken(vault, record, holderName);
  if (record.kind === 'act') applyAct(vault, record.act, record.recordedAt, record.controller);
}

function tokenOf(act: DeskAct): string {
  return 'token' in act ? act.token : '';
}

/** What a slot holds, or that nobody knows it, as far as its records say. */
function bringBackToken(vault: Vault, record: IssuedRecord | AttemptRecord, holderName: string): void {
  const at = record.recordedAt;
  const { serial } = record.token;
  const credential = record.kind === 'issued' ? record.credential : undefined;
  const slot = record.kind === 'issued' ? record.credential.slot : record.slot;
  const id = record.kind === 'issued' ? record.credential.issuance : record.issuance;
  saveToken(vault, {
    ...record.token,
    practice: false,
    state: record.kind === 'issued' ? 'issued' : 'quarantined',
    holder: record.kind === 'issued' ? { ...record.holder, name: holderName } : undefined,
    slot,
    credential: credential?.serial ?? '',
    updatedAt: at,
  });
  const former = activeIssuance(vault, serial, slot);
  if (former !== undefined) moveIssuance(vault, former.id, 'void', at, 'superseded');
  saveCeremony(vault, begin(record.ceremony, at, record.controller), at);
  closeCeremony(vault, record.ceremony);
  const { type = 'hotp', digits = 6, counter = 0, publicId = '' } = credential ?? {};
  const known = { type, digits, startCounter: counter, publicId, practice: false, seed: undefined };
  const sealedSeed = credential?.seed;
  prepareIssuance(vault, { id, ceremony: record.ceremony, token: serial, slot, ...known, sealedSeed }, at);
  moveIssuance(vault, id, record.kind === 'issued' ? 'issued' : 'quarantined', at, 'vault/salvaged');
}
