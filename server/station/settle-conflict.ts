import type { IssuanceRecord } from '../../domain/record.ts';
import { type ConflictChoice, choiceFault, meaningOf, type OtherReason } from '../../domain/trust/conflicts.ts';
import { isOneself } from '../../domain/trust/oneself.ts';
import { reachOf } from '../../domain/trust/own-office.ts';
import type { Installation } from '../installation.ts';
import { notify } from '../notices/notify.ts';
import type { StoredConflict } from '../store/conflicts.ts';
import type { Store } from '../store/store.ts';
import { controllersOn, mayIn } from '../trust/controllers.ts';
import { acceptRecord, type Incoming } from './accept-record.ts';
import { concernedBy, officeOf, rightsFor } from './acts/apply-act.ts';
import { dayOf, reachFault } from './acts/right-fault.ts';
import { conflictOf } from './apply-record.ts';
import { type Conflict, otherConflict } from './conflict.ts';
import type { OpenedSecrets } from './open-secrets.ts';
import { recordOf } from './record-of.ts';

/** A decision: about which record, what, by whom, and for the audit from where. */
export interface Settlement {
  readonly record: string;
  readonly choice: ConflictChoice;
  readonly by: string;
  readonly actor: string;
}

/** The record that a decision takes after all, as it was kept; nothing when what the server has stands. */
export async function disputedIncoming(
  store: Store,
  { record: id, choice }: Pick<Settlement, 'record' | 'choice'>,
): Promise<Incoming | undefined> {
  if (meaningOf(choice).does !== 'taken') return undefined;
  const known = await store.conflicts.find(id);
  const kept = known?.contentHash ? await store.records.findDisputed(known.contentHash) : undefined;
  if (kept === undefined) return undefined;
  const { text, signature, contentHash } = kept;
  return { record: recordOf(text), signature, text, contentHash };
}

/** Of a record that tells a decision of a desk, what that takes after all. */
export async function settledLater(store: Store, { ...record }: IssuanceRecord): Promise<Incoming | undefined> {
  return record.kind === 'act' && record.act.what === 'settled' ? disputedIncoming(store, record.act) : undefined;
}

/** Why a decision that a desk tells cannot stand, if it cannot. One that somebody made before is not made again. */
export async function settlementFault(
  installation: Installation,
  record: IssuanceRecord,
): Promise<Conflict | undefined> {
  if (record.kind !== 'act' || record.act.what !== 'settled') return undefined;
  const { act, controller: by } = record;
  const known = await installation.store.conflicts.find(act.record);
  if (known === undefined) {
    return otherConflict('no conflict', `nothing is known of a conflict about record ${act.record}`);
  }
  if (known.choice !== null) return undefined;
  const fault = choiceFault(standing(known), act.choice, 'controller') ?? (await oneselfFault(installation, known, by));
  if (fault !== undefined) return otherConflict(fault, `the conflict cannot be settled so: ${faultWords[fault]}`);
  if (meaningOf(act.choice).does !== 'taken') return undefined;
  return (await takingFault(installation, known)) ?? (await confirmingFault(installation, known.record, record));
}

const faultWords = {
  'settled already': 'settled already',
  'no such choice': 'no such choice',
  'administrators only': 'administrators only',
  'by oneself': 'somebody else confirms it',
  'for oneself': 'nobody decides about their own token',
} as const satisfies Partial<Record<OtherReason, string>>;

/** As the table of choices looks at it. */
export function standing({ kind, said, choice }: StoredConflict) {
  return { kind, about: said.about ?? 'act', choice } as const;
}

/** Who made the record, or is who it is about, does not confirm it. */
async function oneselfFault(
  installation: Installation,
  { said, kind }: StoredConflict,
  by: string,
): Promise<'by oneself' | 'for oneself' | undefined> {
  if (kind === 'right ended' && said.controller === by) return 'by oneself';
  const controller = (await controllersOn(installation.store, dayOf(installation))).find(({ name }) => name === by);
  return said.holder !== undefined && isOneself(by, controller?.person, said.holder) ? 'for oneself' : undefined;
}

/** Nobody confirms what they may not do themself: for people beyond their own offices, or on another's shelf. */
async function confirmingFault(
  installation: Installation,
  record: string,
  { station, controller: by }: Pick<IssuanceRecord, 'station' | 'controller'>,
): Promise<Conflict | undefined> {
  const { store } = installation;
  const later = (await disputedIncoming(store, { record, choice: 'confirm' }))?.record;
  const controller = (await controllersOn(store, dayOf(installation))).find(({ name }) => name === by);
  const act = later?.kind === 'act' ? later.act : undefined;
  if (later === undefined || controller === undefined || act?.what === 'reported lost') return undefined;
  const office = act && officeOf(act);
  const holder = later.kind === 'issued' ? later.holder : act && (await concernedBy(store, act));
  const rights = act === undefined ? (['control_trust'] as const) : rightsFor(act);
  const reason =
    office === undefined || mayIn(reachOf(controller, rights), office)
      ? (await reachFault(installation, controller, { station, ...(holder && { holder }) }, rights))?.reason
      : `${by} may not act in office ${office}`;
  return reason === undefined
    ? undefined
    : otherConflict('beyond reach', `the conflict cannot be settled so: ${reason}`);
}

/** Why what was disputed cannot be taken any more, or for another reason than the one that is waived. */
export async function takingFault(
  installation: Installation,
  known: StoredConflict,
  waived = known.kind,
): Promise<Conflict | undefined> {
  const { store } = installation;
  const kept = known.contentHash === null ? undefined : await store.records.findDisputed(known.contentHash);
  if (kept === undefined) return otherConflict('not kept', 'the record is not kept: what the server has stands');
  const { token } = known.said;
  const moved = token === undefined ? undefined : await store.tokens.changedAt(token);
  if (moved !== undefined && moved > known.raisedAt) {
    return otherConflict('handled since', `token ${token} was handled since: what the server has stands`);
  }
  const later = await disputedIncoming(store, { record: known.record, choice: 'confirm' });
  return later && conflictOf(installation, later.record, waived);
}

/**
 * Writes a decision down, and takes the record if that is what it says. In a transaction of its own, after it was asked
 * whether it can stand; true for the first who decides.
 */
export async function settleConflict(
  installation: Installation,
  { record: id, choice, by, actor }: Settlement,
  secrets: OpenedSecrets | undefined,
): Promise<boolean> {
  const { store, now } = installation;
  const known = await store.conflicts.find(id);
  const at = now().toISOString();
  if (known === undefined || !(await store.conflicts.settle(id, choice, by, at))) return false;
  store.audit.append({
    at,
    actor,
    action: 'conflict/settled',
    subject: id,
    detail: { kind: known.kind, choice, by },
  });
  const taken = await disputedIncoming(store, { record: id, choice });
  if (taken !== undefined) {
    if (choice === 'move') await endForOthers(installation, taken.record, by, at);
    if (choice === 'unship') await takeOffShipment(store, taken.record);
    await acceptRecord(installation, taken, secrets);
  }
  await settleReplacement(installation, known, choice, { by, actor });
  return true;
}

/** The token is with somebody else: whoever had it by what the server knew is without one, and told so. */
async function endForOthers(installation: Installation, record: IssuanceRecord, by: string, at: string): Promise<void> {
  if (record.kind !== 'issued') return;
  const { store } = installation;
  for (const old of await store.credentials.onToken(record.token.serial)) {
    const owner = old.ownerId === null ? undefined : await store.people.byId(old.ownerId);
    await store.credentials.end(old.id, at);
    store.audit.append({
      at,
      actor: record.station,
      action: 'credential/ended',
      subject: old.serial,
      detail: { credential: old.id, record: record.id },
    });
    if (owner !== undefined) await notify(installation, owner, 'withdrawn', { serial: record.token.serial, by });
  }
}

async function takeOffShipment(store: Store, record: IssuanceRecord): Promise<void> {
  if (record.kind !== 'issued') return;
  const shipment = await store.shipments.carrying(record.token.serial);
  if (shipment !== undefined) await store.shipments.putTokens(shipment, [record.token.serial], 'not sent');
}

/** The old token's withdrawal waited for the new one: it goes the same way, unless something came in between. */
async function settleReplacement(
  installation: Installation,
  { record, station, kind }: StoredConflict,
  choice: ConflictChoice,
  { by, actor }: Pick<Settlement, 'by' | 'actor'>,
): Promise<void> {
  for (const waiting of await installation.store.conflicts.pending(station, 'replacement disputed')) {
    if (waiting.facts.issue !== record) continue;
    // Who confirms the one does not mind the same about the other; what the token's new owner has is never waived.
    const waived = choice === 'confirm' ? kind : waiting.kind;
    const isTaken = meaningOf(choice).does === 'taken' && !(await takingFault(installation, waiting, waived));
    const same = isTaken ? 'confirm' : 'leave';
    await settleConflict(installation, { record: waiting.record, choice: same, by, actor }, undefined);
  }
}
