import type { DeskAct } from '../../../domain/act.ts';
import { KeydeskError } from '../../../domain/failure.ts';
import type { ActRecord } from '../../../domain/record.ts';
import { outboxOf } from '../../vault/outbox.ts';
import { readRecord, wasDelivered } from '../../vault/records.ts';
import { readEnrolment } from '../../vault/station.ts';
import type { SyncParts } from '../parts.ts';
import type { Account, Said } from './account.ts';
import { isSamePerson, type TokenThere, tokensOn, tokensThere } from './tokens-there.ts';

/** The acts that mean something to a privacyIDEA server; the others are this desk's own affair. */
export type EndingAct = Extract<DeskAct, { readonly what: 'withdrawn' | 'reported lost' }>;

/**
 * What came of an act: `done` there, now or before; `nothing there`: what it ends never began there; `waits` for the token
 * that takes its place; `void`: that one was given up, so the old one stays.
 */
export interface Carried {
  readonly outcome: 'done' | 'nothing there' | 'waits' | 'void';
  readonly detail: Readonly<Record<string, string>>;
}

export function isEnding(act: DeskAct): act is EndingAct {
  return act.what === 'withdrawn' || act.what === 'reported lost';
}

/**
 * Does at the server what was done here: a lost token is disabled, one that was withdrawn is disabled and nobody's, and its
 * details say by whom and why. What is there is looked at first. It is touched only while it is what the act was about,
 * and looked at again afterwards; anything else is for a person to see. Done again it changes nothing.
 */
export async function carryAct(
  parts: SyncParts,
  account: Account,
  record: ActRecord,
  act: EndingAct,
): Promise<Carried> {
  const replacing =
    act.what === 'withdrawn' && act.replacedBy ? outboxOf(parts.vault, act.replacedBy)?.state : undefined;
  if (replacing === 'waiting' || replacing === 'refused') return { outcome: 'waits', detail: {} };
  if (replacing === 'given up') return { outcome: 'void', detail: {} };
  const before = await look(parts, account, record, act);
  mustBeUntouched(act, before);
  if (before.left.length === 0) return closed(parts, record, act, before);
  const told = await tell(parts, account, record, act, before.left);
  parts.crashPoint('before a token is ended there');
  for (const token of before.left) await end(account, act, token);
  parts.crashPoint('after a token is ended there');
  const after = await look(parts, account, record, act);
  mustBeUntouched(act, after);
  const [still] = after.left;
  if (still !== undefined) throw foundOtherwise('still', still);
  // What was deleted in that moment is not called ended.
  closed(parts, record, act, after);
  const serial = before.left.map((token) => token.serial).join(' ');
  return { outcome: 'done', detail: { serial, ...(told ? {} : { details: 'not told' }) } };
}

interface Looked {
  /** What the act is about and is not ended yet. */
  readonly left: readonly TokenThere[];
  /** What it is about: what this desk knew of when it was done. */
  readonly meant: readonly TokenThere[];
  /** What is there for the token, without what this desk itself brought later. */
  readonly all: readonly TokenThere[];
}

async function look(parts: SyncParts, account: Account, { sequence }: ActRecord, act: EndingAct): Promise<Looked> {
  const there = await tokensOn(account, act.token, notShown);
  const all = there.filter((token) => (sequenceOf(parts, token) ?? 0) < sequence);
  const meant = all.filter(
    (token) => sequenceOf(parts, token) !== undefined || act.credentials?.includes(token.serial) === true,
  );
  const ends = [...meant, ...(act.what === 'withdrawn' ? await standInsFor(account, meant) : [])];
  return { left: ends.filter((token) => isOpen(act, token) && isTheirs(act, token)), meant, all };
}

/** The passwords that stand in for lost ones: whoever has the token no more needs nothing in its place. */
async function standInsFor(account: Account, meant: readonly TokenThere[]): Promise<readonly TokenThere[]> {
  const found = new Map<string, TokenThere>();
  for (const { serial } of meant) {
    for (const one of await tokensThere(account, { serial: `lost${serial}*` }, notShown)) found.set(one.serial, one);
  }
  return [...found.values()].filter(({ serial, type }) => serial.startsWith('lost') && type === 'pw');
}

/** The place in this desk's chain of the record that brought it; nothing for what came otherwise. */
function sequenceOf({ vault }: SyncParts, { record }: TokenThere): number | undefined {
  return record === '' ? undefined : readRecord(vault, record)?.signed.record.sequence;
}

/** Whether there is still something to end. */
function isOpen({ what }: EndingAct, { active, revoked }: TokenThere): boolean {
  return !revoked && (active || what === 'withdrawn');
}

function isTheirs({ holder }: EndingAct, { owner }: TokenThere): boolean {
  return owner !== undefined && isSamePerson(owner, holder);
}

/** What somebody else made of the token meanwhile is left alone, and a person is told what was found. */
function mustBeUntouched(act: EndingAct, { meant, all }: Looked): void {
  const odd = all.find(
    (token) => isOpen(act, token) && token.owner !== undefined && !(isTheirs(act, token) && meant.includes(token)),
  );
  if (odd !== undefined) throw foundOtherwise(isTheirs(act, odd) ? 'renewed' : 'owned', odd);
}

/** Nothing is left to end: that is well where it is ended, or never began there. */
function closed({ vault }: SyncParts, { sequence }: ActRecord, act: EndingAct, { meant, all }: Looked): Carried {
  const ended = meant.filter(({ active, revoked }) => revoked || !active);
  if (ended.length > 0) return { outcome: 'done', detail: { serial: ended.map(({ serial }) => serial).join(' ') } };
  const [odd] = all;
  if (odd !== undefined) throw foundOtherwise('nobody', odd);
  const isKnown = (act.credentials?.length ?? 0) > 0 || wasDelivered(vault, act.token, sequence);
  if (isKnown) throw foundOtherwise('gone', { serial: act.token });
  return { outcome: 'nothing there', detail: {} };
}

function foundOtherwise(
  reason: 'owned' | 'nobody' | 'renewed' | 'gone' | 'still',
  { serial, owner }: Pick<TokenThere, 'serial'> & Partial<Pick<TokenThere, 'owner'>>,
): KeydeskError {
  const by = owner === undefined ? {} : { owner: `${owner.username} (${owner.realm})` };
  return new KeydeskError('sync/found-otherwise', { serial, ...by, reason });
}

/** Who did it, where and why, in the token's details there. An account that may not write them still ends the token. */
async function tell(
  { vault }: SyncParts,
  account: Account,
  { id, controller, recordedAt }: ActRecord,
  act: EndingAct,
  tokens: readonly TokenThere[],
): Promise<boolean> {
  const desk = readEnrolment(vault)?.name ?? '';
  const why = act.what === 'withdrawn' ? act.reason : 'lost';
  const value = `${recordedAt} by ${controller} at ${desk}: ${why} (Keydesk ${id})`;
  const key = act.what === 'withdrawn' ? 'keydesk.withdrawn' : 'keydesk.lost';
  let told = true;
  for (const { serial } of tokens) {
    const path = `/token/info/${encodeURIComponent(serial)}/${key}`;
    const said = await account.ask({ method: 'POST', path, parameters: { value } });
    if (said.status !== 403) allowed('set_tokeninfo', said);
    told &&= said.error === undefined;
  }
  return told;
}

/** The holder is named in each request: what was given to somebody else in that moment is not theirs, and stays. */
async function end(account: Account, act: EndingAct, { serial, active }: TokenThere): Promise<void> {
  const parameters = { serial, user: act.holder.username, realm: act.holder.realm };
  if (active) allowed('disable', await account.ask({ method: 'POST', path: '/token/disable', parameters }));
  if (act.what === 'reported lost') return;
  allowed('unassign', await account.ask({ method: 'POST', path: '/token/unassign', parameters }));
}

/** The failure that a refusal of an act stands for, where nothing is brought there. */
function refused(right: string, { status, error }: Said): KeydeskError {
  const { code = 0, said = '' } = error ?? {};
  if (status === 403) return new KeydeskError('sync/act-not-allowed', { right, said });
  return new KeydeskError('sync/refused', { status, code, said, reason: 'act' });
}

function notShown(said: Said): KeydeskError {
  return refused('tokenlist', said);
}

function allowed(right: string, said: Said): void {
  // Nothing of that serial and that holder any more: what is there instead is looked at next.
  if (said.error === undefined || said.error.code === 601) return;
  throw refused(right, said);
}
