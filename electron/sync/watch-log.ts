import { randomBytes } from 'node:crypto';
import { inclusionReply, offeredCheckpoint } from '../../domain/contract/trail-wire.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { type Checkpoint, readCheckpoint, readNote, type SignedNote } from '../../domain/log/checkpoint.ts';
import { judgeCheckpoint } from '../../domain/log/judge-checkpoint.ts';
import { judgeInclusion } from '../../domain/log/judge-inclusion.ts';
import { appendAudit } from '../vault/audit-log.ts';
import {
  addContradiction,
  contradictionTold,
  type FoundContradiction,
  openContradiction,
  untoldContradictions,
} from '../vault/contradictions.ts';
import { commit } from '../vault/database.ts';
import { saveInclusion, type ToProve, toProve, toProveAgain } from '../vault/inclusions.ts';
import { countersignatureTold, keepCheckpoint, newestKept } from '../vault/kept-checkpoints.ts';
import { serverKeyAt } from '../vault/server-key.ts';
import type { KeydeskEnrolment } from '../vault/station.ts';
import { answerFailure, isNotThere } from './answer-failure.ts';
import { followKeys } from './follow-keys.ts';
import { ownSignatureUnder, verifiesText } from './own-signature.ts';
import type { SyncParts } from './parts.ts';
import type { Answer, ServerClient } from './server-client.ts';

const provenAtOnce = 100;
const provenAgain = 5;

/**
 * Holds the server's log against what this station keeps of it: takes the newest checkpoint when it goes on from the
 * kept one, countersigns it, and asks for the proof that the station's own records are inside. What contradicts it is
 * kept as evidence, and nothing is countersigned until a person has settled it. True when anything changed.
 */
export async function watchLog(parts: SyncParts, client: ServerClient, enrolment: KeydeskEnrolment): Promise<boolean> {
  await tellContradictions(parts, client);
  if (openContradiction(parts.vault) !== undefined) return false;
  const kept = newestKept(parts.vault);
  const answer = await client.ask({ method: 'GET', path: `/stations/self/checkpoint?from=${kept?.size ?? 0}` });
  // A server from before there were checkpoints for stations.
  if (isNotThere(answer)) return false;
  const offered = read(offeredCheckpoint, answer, 'checkpoint');
  const before = kept?.note ? kept.note : undefined;
  const keyAt = (size: number) => serverKeyAt(enrolment, size);
  const judged = judgeCheckpoint(verifiesText, keyAt, before, offered);
  if (judged?.outcome === 'key changed') {
    const followed = await followKeys(parts, client, enrolment);
    if (followed !== enrolment) return watchLog(parts, client, followed);
  }
  if (judged === undefined) throw new KeydeskError('sync/not-keydesk', { reason: 'checkpoint' });
  switch (judged.outcome) {
    case 'nothing yet':
      return false;
    case 'same':
      return (await tellCountersignature(parts, client)) || proveRecords(parts, client);
    case 'goes on':
      keep(parts, enrolment, judged.note, judged.checkpoint, before === undefined);
      await tellCountersignature(parts, client);
      await proveRecords(parts, client);
      return true;
    default:
      contradict(parts, { what: judged.outcome, record: '', kept: before ?? '', offered: offered.note ?? '' });
      await tellContradictions(parts, client);
      return true;
  }
}

function keep(
  parts: SyncParts,
  enrolment: KeydeskEnrolment,
  note: SignedNote,
  { origin, size }: Checkpoint,
  isFirst: boolean,
): void {
  const { vault } = parts;
  const at = parts.now().toISOString();
  const text = ownSignatureUnder(parts, enrolment, note);
  commit(vault, () => {
    keepCheckpoint(vault, { size, note: text }, at);
    if (isFirst) appendAudit(vault, { at, actor: 'sync', action: 'trail/watched', subject: origin, detail: { size } });
  });
}

/** Gives the server the station's signature, once; one of a checkpoint that it has not any more is of no use to it. */
async function tellCountersignature({ vault, now }: SyncParts, client: ServerClient): Promise<boolean> {
  const kept = newestKept(vault);
  if (kept === undefined || kept.note === '' || kept.toldAt !== null) return false;
  const answer = await client.ask({ method: 'PUT', path: '/stations/self/checkpoint', body: { note: kept.note } });
  const failure = answerFailure(answer);
  if (failure?.code === 'sync/conflict' || failure?.code === 'sync/refused') return false;
  if (failure !== undefined) throw failure;
  commit(vault, () => countersignatureTold(vault, kept.place, now().toISOString()));
  return true;
}

/** Has it proven that own records are in the log: those that are new to it, and a few that were once. */
async function proveRecords(parts: SyncParts, client: ServerClient): Promise<boolean> {
  const kept = newestKept(parts.vault);
  const checkpoint = readCheckpoint(readNote(kept?.note ?? '')?.text ?? '');
  if (kept === undefined || checkpoint === undefined) return false;
  let changed = false;
  for (;;) {
    const wanted = toProve(parts.vault, checkpoint.size, provenAtOnce);
    const asked = wanted.length > 0 ? wanted : toProveAgain(parts.vault, checkpoint.size, provenAgain);
    if (asked.length === 0 || !(await prove(parts, client, { place: kept.place, checkpoint }, asked))) return changed;
    changed ||= wanted.length > 0;
    if (wanted.length < provenAtOnce) return changed;
  }
}

/** False when the server does not say, or says something else than it signed. */
async function prove(
  parts: SyncParts,
  client: ServerClient,
  { place, checkpoint }: { readonly place: number; readonly checkpoint: Checkpoint },
  asked: readonly ToProve[],
): Promise<boolean> {
  const body = { size: checkpoint.size, records: asked.map(({ record }) => record) };
  const answer = await client.ask({ method: 'POST', path: '/stations/self/inclusion', body });
  if (answerFailure(answer)?.code === 'sync/refused') return false;
  const { records } = read(inclusionReply, answer, 'inclusion');
  const replies = new Map(records.map((reply) => [reply.record, reply]));
  const at = parts.now().toISOString();
  for (const one of asked) {
    const reply = replies.get(one.record) ?? { entry: null, proof: [] };
    const outcome = judgeInclusion(one.receipt.receipt, checkpoint, reply);
    if (outcome === 'proven') {
      const proven = { checkpoint: place, entry: JSON.stringify(reply.entry), proof: JSON.stringify(reply.proof) };
      commit(parts.vault, () => saveInclusion(parts.vault, one, proven, at));
      continue;
    }
    const offered = reply.entry === null ? '' : JSON.stringify(reply.entry);
    contradict(parts, { what: outcome, record: one.record, kept: JSON.stringify(one.receipt), offered });
    await tellContradictions(parts, client);
    return false;
  }
  return true;
}

function contradict(
  { vault, now }: SyncParts,
  found: Pick<FoundContradiction, 'what' | 'record' | 'kept' | 'offered'>,
): void {
  const id = randomBytes(16).toString('hex');
  const at = now().toISOString();
  commit(vault, () => {
    addContradiction(vault, { ...found, id, foundAt: at });
    const about = { at, actor: 'sync', subject: id };
    appendAudit(vault, { ...about, action: 'trail/contradicted', detail: { what: found.what, record: found.record } });
  });
}

/** The server's own people should know too; whether it says so is its affair, the evidence is here. */
async function tellContradictions({ vault }: SyncParts, client: ServerClient): Promise<void> {
  for (const found of untoldContradictions(vault)) {
    const { id, record: _, ...said } = found;
    const answer = await client.ask({ method: 'PUT', path: `/stations/self/contradictions/${id}`, body: said });
    const failure = isNotThere(answer) ? undefined : answerFailure(answer);
    if (failure !== undefined && failure.code !== 'sync/refused') throw failure;
    commit(vault, () => contradictionTold(vault, found));
  }
}

function read<T extends typeof offeredCheckpoint | typeof inclusionReply>(
  schema: T,
  answer: Answer,
  what: string,
): ReturnType<T['parse']> {
  const failure = answerFailure(answer);
  if (failure !== undefined) throw failure;
  const parsed = schema.safeParse(answer.body);
  if (!parsed.success) throw new KeydeskError('sync/not-keydesk', { reason: what }, { cause: parsed.error });
  return parsed.data as ReturnType<T['parse']>;
}
