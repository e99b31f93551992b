import type { DeskAct } from '../../domain/act.ts';
import { signedRecord } from '../../domain/contract/station.ts';
import type { IssuanceRecord, IssuedRecord, Receipt, SignedReceipt, SignedRecord } from '../../domain/record.ts';
import { receiptText, recordText, textHash } from '../../domain/record-text.ts';
import type { Installation } from '../installation.ts';
import type { Station } from '../store/stations.ts';
import type { Store } from '../store/store.ts';
import { tellPeople } from './acts/tell-people.ts';
import { applyRecord, conflictOf } from './apply-record.ts';
import { signText, verifies } from './ed25519.ts';
import { type OpenedSecrets, openSecrets, secretsOf } from './open-secrets.ts';
import { StationError } from './station-error.ts';

/** A record with what is known of it before it is taken. */
interface Incoming {
  readonly record: IssuanceRecord;
  readonly signature: string;
  readonly text: string;
  readonly contentHash: string;
}

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
  const secrets = await openSecrets(installation, incoming.record);
  try {
    const outcome = await installation.store.commits.alone((store) =>
      decide(installation.on(store), incoming, secrets),
    );
    if (outcome instanceof StationError) throw outcome;
    return outcome;
  } finally {
    if (secrets !== undefined && !(secrets instanceof StationError)) secrets.seed.fill(0);
  }
}

/** The record of a request, checked in shape and signature: nothing that fails here is kept. */
function readRecord(station: Station, id: string, body: unknown): Incoming {
  const parsed = signedRecord.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StationError(
      'refused',
      `the record is not in the agreed form: ${issue?.path.join('.')} ${issue?.message}`,
    );
  }
  const { record, signature } = parsed.data as SignedRecord;
  if (record.id !== id) throw new StationError('refused', 'the record has another id than the address');
  if (record.station !== station.id) throw new StationError('refused', 'the record is of another station');
  const text = recordText(record);
  if (!verifies(station.publicKey, text, Buffer.from(signature, 'base64url'))) {
    throw new StationError('signature', 'the record is not signed by this station');
  }
  return { record, signature, text, contentHash: textHash(text) };
}

/** Inside a transaction of its own. A refusal is given back, not thrown: what is kept of it is to be committed. */
async function decide(
  installation: Installation,
  incoming: Incoming,
  secrets: OpenedSecrets | StationError | undefined,
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
    return new StationError(disputed.failure, disputed.reason, { lastSequence: station.lastSequence });
  }
  const other = known === undefined ? misplaced : conflict('this id has another record', station.lastSequence);
  if (other !== undefined) return disputed === undefined ? dispute(installation, incoming, other, false) : other;
  const fault = secrets instanceof StationError ? secrets : await conflictOf(installation, record);
  if (fault !== undefined) return dispute(installation, incoming, fault, true);
  return accept(installation, incoming, secrets instanceof StationError ? undefined : secrets);
}

function conflict(reason: string, lastSequence: number): StationError {
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
    return conflict(`record ${record.sequence} of this station is another one`, lastSequence);
  }
  return record.previous === lastHash ? undefined : conflict('the record before this one is another one', lastSequence);
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
  if (inPlace) await advance(store, record, contentHash);
  store.audit.append({
    at,
    actor: station,
    action: 'record/disputed',
    subject: id,
    detail: { contentHash, reason: fault.message, sequence },
  });
  return inPlace ? new StationError(fault.failure, fault.message, { lastSequence: sequence }) : fault;
}

async function accept(
  installation: Installation,
  incoming: Incoming,
  secrets: OpenedSecrets | undefined,
): Promise<string> {
  const { store, keys, now } = installation;
  const { record, contentHash, text, signature } = incoming;
  const { id, station, sequence, kind } = record;
  const at = now().toISOString();
  const hadAnother = await hasToken(store, record);
  const differences = await applyRecord(installation, record, secrets, at);
  await tellPeople(installation, record, hadAnother);
  await advance(store, record, contentHash);
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

/** The record is the newest of its station now; that it is the next one was seen in this transaction. */
async function advance(store: Store, { station, sequence }: IssuanceRecord, contentHash: string): Promise<void> {
  if (await store.stations.advance(station, sequence, contentHash)) return;
  throw new Error(`the chain of station ${station} moved in a transaction of its own`);
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

/** Whether the person an issue is about has a token already. */
async function hasToken(store: Store, record: IssuanceRecord): Promise<boolean> {
  if (record.kind !== 'issued') return false;
  const person = await store.people.find(record.holder.realm, record.holder.username);
  return person !== undefined && (await store.credentials.byOwner(person.id)).length > 0;
}
