import type { z } from 'zod';
import { readableRecord } from '../../domain/contract/readable-record.ts';
import { signedRecord } from '../../domain/contract/station.ts';
import type { IssuanceRecord, SignedRecord } from '../../domain/record.ts';
import { recordText, textHash } from '../../domain/record-text.ts';
import type { Installation } from '../installation.ts';
import type { Station } from '../store/stations.ts';
import type { Store } from '../store/store.ts';
import { acceptRecord, type Incoming } from './accept-record.ts';
import { conflictOf } from './apply-record.ts';
import { type Conflict, conflict } from './conflict.ts';
import { verifies } from './ed25519.ts';
import { closeSecrets, type OpenedSecrets, openSecrets } from './open-secrets.ts';
import { raiseConflict } from './raise-conflict.ts';
import { settleConflict, settledLater, settlementFault } from './settle-conflict.ts';
import { StationError } from './station-error.ts';

/**
 * Takes a station's record and gives the bytes of its receipt: the same bytes for the same record, however often it is
 * sent. What is rightly signed and still cannot be taken is kept as disputed before it is refused.
 */
export async function takeRecord(
  installation: Installation,
  station: Station,
  id: string,
  body: unknown,
): Promise<string> {
  const incoming = readRecord(station, id, body);
  const known = await installation.store.records.find(id);
  if (known !== undefined && known.contentHash === incoming.contentHash) return known.receipt;
  const later = await settledLater(installation.store, incoming.record);
  const secrets = await openSecrets(installation, later?.record ?? incoming.record);
  try {
    const outcome = await installation.store.commits.alone((store) =>
      decide(installation.on(store), incoming, secrets, later),
    );
    if (outcome instanceof StationError) throw outcome;
    return outcome;
  } finally {
    if (!(secrets instanceof StationError)) await closeSecrets(secrets);
  }
}

/** The record of a request, checked in shape and signature: nothing that fails here is kept. */
function readRecord(station: Station, id: string, body: unknown): Incoming {
  const parsed = signedRecord.safeParse(body);
  if (!parsed.success) throw notAgreed(parsed.error);
  const { record, signature } = parsed.data as SignedRecord;
  if (record.id !== id) throw new StationError('refused', 'the record has another id than the address');
  if (record.station !== station.id) throw new StationError('refused', 'the record is of another station');
  const text = recordText(record);
  if (!verifies(station.publicKey, text, Buffer.from(signature, 'base64url'))) {
    throw new StationError('signature', 'the record is not signed by this station');
  }
  return { record, signature, text, contentHash: textHash(text) };
}

function notAgreed({ issues: [issue] }: z.ZodError): StationError {
  return new StationError(
    'refused',
    `the record is not in the agreed form: ${issue?.path.join('.')} ${issue?.message}`,
  );
}

/** Inside a transaction of its own. A refusal is given back, not thrown: what is kept of it is to be committed. */
async function decide(
  installation: Installation,
  incoming: Incoming,
  secrets: OpenedSecrets | StationError | undefined,
  later: Incoming | undefined,
): Promise<string | StationError> {
  const { store } = installation;
  const { record, contentHash } = incoming;
  const known = await store.records.find(record.id);
  if (known !== undefined && known.contentHash === contentHash) return known.receipt;
  const station = await store.stations.find(record.station);
  if (station === undefined || station.revokedAt !== null) {
    return new StationError('revoked', 'this station is no longer accepted');
  }
  const misplaced = chainFault(station, record);
  if (misplaced?.failure === 'gap') return misplaced;
  const disputed = await store.records.findDisputed(contentHash);
  if (disputed !== undefined && record.sequence <= station.lastSequence) {
    const { lastSequence } = station;
    return new StationError(disputed.failure, disputed.reason, {
      lastSequence,
      ...(await statedBefore(store, record.id)),
    });
  }
  const other = known === undefined ? misplaced : outOfPlace('this id has another record', station.lastSequence);
  if (other !== undefined) return disputed === undefined ? dispute(installation, incoming, other, false) : other;
  const { error: unread } = readableRecord.safeParse(record);
  if (unread !== undefined) return dispute(installation, incoming, notAgreed(unread), true);
  if (secrets instanceof StationError) return dispute(installation, incoming, secrets, true);
  const fault = (await conflictOf(installation, record)) ?? (await settlementFault(installation, record));
  if (fault !== undefined) {
    const error = new StationError('conflict', fault.reason, { conflict: fault });
    return dispute(installation, incoming, error, true);
  }
  await advance(store, record, contentHash);
  const receipt = await acceptRecord(installation, incoming, later === undefined ? secrets : undefined);
  if (record.kind === 'act' && record.act.what === 'settled') {
    const { act, controller: by } = record;
    await settleConflict(installation, { record: act.record, choice: act.choice, by, actor: record.station }, secrets);
  }
  return receipt;
}

/** What was said of a record when it came first, so that it is told the same again. */
async function statedBefore({ conflicts }: Store, id: string): Promise<{ readonly conflict?: Conflict }> {
  const stated = await conflicts.find(id);
  if (stated === undefined) return {};
  const {
    kind,
    facts: { reason = '', ...facts },
    otherStation,
  } = stated;
  return { conflict: { kind, reason, facts, otherStation } };
}

function outOfPlace(reason: string, lastSequence: number): StationError {
  return new StationError('conflict', reason, { lastSequence });
}

/**
 * A gap or a fork in the station's chain. A gap says nothing against the record, it came too early: it is not kept and
 * is decided when it comes again in its turn, so that the order of arrival changes nothing.
 */
function chainFault({ lastSequence, lastHash }: Station, record: IssuanceRecord): StationError | undefined {
  const expected = lastSequence + 1;
  if (record.sequence > expected) {
    return new StationError('gap', `record ${expected} of this station is missing`, { lastSequence });
  }
  if (record.sequence < expected) {
    return outOfPlace(`record ${record.sequence} of this station is another one`, lastSequence);
  }
  return record.previous === lastHash
    ? undefined
    : outOfPlace('the record before this one is another one', lastSequence);
}

/** Keeps what cannot be taken. In its place in the chain, the station's later records may still follow it. */
async function dispute(
  installation: Installation,
  incoming: Incoming,
  fault: StationError,
  inPlace: boolean,
): Promise<StationError> {
  if (fault.failure !== 'conflict' && fault.failure !== 'refused') return fault;
  const { store, now } = installation;
  const { record, contentHash, text, signature } = incoming;
  const { id, station, sequence } = record;
  const at = now().toISOString();
  await store.records.addDisputed({
    id,
    station,
    sequence,
    contentHash,
    text,
    signature,
    failure: fault.failure,
    reason: fault.message,
    receivedAt: at,
  });
  const known = fault.conflict ?? conflict(fault.failure === 'refused' ? 'unreadable' : 'other', fault.message);
  await raiseConflict(store, { record, contentHash, conflict: known, at });
  if (inPlace) await advance(store, record, contentHash);
  store.audit.append({
    at,
    actor: station,
    action: 'record/disputed',
    subject: id,
    detail: { contentHash, reason: fault.message, kind: known.kind, sequence },
  });
  const lastSequence = inPlace ? sequence : fault.lastSequence;
  return new StationError(fault.failure, fault.message, {
    ...(lastSequence === undefined ? {} : { lastSequence }),
    conflict: known,
  });
}

/** The record is the newest of its station now; that it is the next one was seen in this transaction. */
async function advance(store: Store, { station, sequence }: IssuanceRecord, contentHash: string): Promise<void> {
  if (await store.stations.advance(station, sequence, contentHash)) return;
  throw new Error(`the chain of station ${station} moved in a transaction of its own`);
}
