import { type AuditEntry, auditText } from '../../domain/audit.ts';
import type { BundleLine } from '../../domain/log/bundle.ts';
import { bundleWriter } from '../../domain/log/bundle-writer.ts';
import {
  checkpointText,
  keyIdOf,
  noteText,
  readCheckpoint,
  readNote,
  signatureKind,
} from '../../domain/log/checkpoint.ts';
import { emptyFrontier, frontierHead, withEntry } from '../../domain/log/growing-tree.ts';
import { appendAudit, auditEntries } from '../vault/audit-log.ts';
import { contradictions } from '../vault/contradictions.ts';
import { commit, type Vault } from '../vault/database.ts';
import { inclusions } from '../vault/inclusions.ts';
import { keptCheckpoints } from '../vault/kept-checkpoints.ts';
import { deliveredReceipts, signedRecords } from '../vault/records.ts';
import { serverKeysOf } from '../vault/server-key.ts';
import { readEnrolment } from '../vault/station.ts';
import type { StationKey } from '../vault/station-key.ts';

interface TrailParts {
  readonly vault: Vault;
  readonly station: StationKey;
  readonly now: () => Date;
  readonly controller: () => string;
}

/**
 * This desk's own audit with its records and their receipts, what it keeps of the server's log, and what contradicted
 * that: in the form of the server's bundle. That it was taken away is its last entry.
 */
export function exportTrail(parts: TrailParts): Uint8Array {
  const { vault, station, now, controller } = parts;
  const at = now().toISOString();
  const id = stationOf(vault).id;
  commit(vault, () => {
    appendAudit(vault, { at, actor: controller(), action: 'trail/exported', subject: id, detail: {} });
  });
  const writer = bundleWriter(station.sign);
  const texts: Buffer[] = [];
  for (const line of contentOf(parts, at)) texts.push(Buffer.from(writer.line(line)));
  return Buffer.concat([...texts, Buffer.from(writer.end())]);
}

function* contentOf({ vault, station }: TrailParts, at: string): Generator<BundleLine, void> {
  const { id, name, server } = stationOf(vault);
  const origin = `keydesk/${id || station.publicKey.slice(0, 16)}/desk`;
  const own = { id, name, publicKey: station.publicKey };
  yield {
    kind: 'header',
    version: 3,
    log: 'desk',
    origin,
    key: station.publicKey,
    server,
    stations: [own],
    exportedAt: at,
  };
  yield { kind: 'checkpoint', note: ownCheckpoint(vault, station, origin) };
  for (const { note } of keptCheckpoints(vault)) yield { kind: 'kept', note };
  for (const { record: _, ...found } of contradictions(vault)) yield { kind: 'contradiction', ...found, station: id };
  for (const receipt of deliveredReceipts(vault)) yield { kind: 'receipt', ...receipt };
  for (const signed of signedRecords(vault)) yield { kind: 'record', ...signed };
  for (const { record, size, entry, proof } of inclusions(vault)) {
    yield { kind: 'inclusion', record, size, entry: JSON.parse(entry) as AuditEntry, proof: JSON.parse(proof) };
  }
  for (const one of auditEntries(vault)) yield { kind: 'entry', ...one };
}

/** Whose receipts there are; a desk with another server, or none, has none. */
function stationOf(vault: Vault) {
  const enrolment = readEnrolment(vault);
  const { id = '', name = '' } = enrolment ?? {};
  const [newest] = [...keptCheckpoints(vault)].slice(-1);
  const origin = readCheckpoint(readNote(newest?.note ?? '')?.text ?? '')?.origin ?? '';
  const keys = enrolment?.kind === 'keydesk' ? serverKeysOf(enrolment) : { key: '', changes: [] };
  return { id, name, server: { origin, ...keys } };
}

/** The head of the tree over this desk's audit, signed by its own key. */
function ownCheckpoint(vault: Vault, station: StationKey, origin: string): string {
  let frontier = emptyFrontier;
  for (const { entry } of auditEntries(vault)) frontier = withEntry(frontier, Buffer.from(auditText(entry)));
  const text = checkpointText({ origin, size: frontier.size, head: frontierHead(frontier) });
  const signature = Buffer.from(station.sign(text), 'base64url');
  const keyId = keyIdOf(origin, signatureKind.log, Buffer.from(station.publicKey, 'base64url'));
  return noteText({ text, signatures: [{ name: origin, keyId, signature }] });
}
