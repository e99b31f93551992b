import type { DeskAct } from '../../domain/act.ts';
import type { Ceremony } from '../../domain/ceremony.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { applyAct, applyReplaced } from '../vault/end-token.ts';
import { knownCredentials } from '../vault/known-credentials.ts';
import { readEnrolment } from '../vault/station.ts';
import { stockOf } from '../vault/stock.ts';
import { readToken } from '../vault/tokens.ts';
import { type CeremonyParts, newId } from './parts.ts';
import { putRecord } from './put-record.ts';

/**
 * A loss comes before the record of the new token: the old one is revoked whatever becomes of the rest. Inside the
 * caller's transaction, as its counterpart below.
 */
export function reportReplacedLost(parts: CeremonyParts, ceremony: Ceremony, at: string): void {
  const { replaces, holder, practice } = ceremony;
  if (practice || holder === undefined || replaces?.where !== 'lost' || isLost(parts, replaces.token)) return;
  const { realm, username, userId } = holder;
  const act = {
    what: 'reported lost',
    holder: { realm, username, userId },
    token: replaces.token,
    note: '',
    ...knownCredentials(parts.vault, replaces.token),
  } as const;
  put(parts, ceremony, act, at);
  applyAct(parts.vault, act, at);
}

/** The old token's withdrawal comes after the record of the new one: its holder is never without both. */
export function withdrawReplaced(parts: CeremonyParts, ceremony: Ceremony, replacedBy: string, at: string): void {
  const { replaces, holder, practice } = ceremony;
  if (practice || holder === undefined || replaces === undefined) return;
  const { realm, username, userId } = holder;
  const act = {
    what: 'withdrawn',
    holder: { realm, username, userId },
    token: replaces.token,
    reason: 'replaced',
    inHand: replaces.where === 'here',
    replacedBy,
    ...knownCredentials(parts.vault, replaces.token),
  } as const;
  put(parts, ceremony, act, at);
  // A privacyIDEA server ends it once it has the new one: until then it is its holder's, who may still lose it.
  if (act.inHand || readEnrolment(parts.vault)?.kind !== 'privacyidea') applyReplaced(parts.vault, act, at);
}

function isLost({ vault }: CeremonyParts, token: NonNullable<Ceremony['replaces']>['token']): boolean {
  return (readToken(vault, token)?.state ?? stockOf(vault, token)?.state) === 'lost';
}

function put(parts: CeremonyParts, ceremony: Ceremony, act: DeskAct & { readonly token: string }, at: string): void {
  const record = newId(parts);
  appendAudit(parts.vault, {
    at,
    actor: ceremony.controller,
    action: `act/${act.what}`,
    subject: act.token,
    detail: { record },
  });
  putRecord(parts, { ...ceremony, token: { serial: act.token } }, record, { kind: 'act', act, reason: '' }, at);
}
