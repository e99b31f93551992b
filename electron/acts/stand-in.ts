import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { Holder } from '../../domain/holder.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { commitAct } from '../ceremony/commit-act.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import type { Vault } from '../vault/database.ts';
import { knownCredentials } from '../vault/known-credentials.ts';
import { dropMeta, readMeta, writeMeta } from '../vault/meta.ts';
import { readToken } from '../vault/tokens.ts';
import { isAtPrivacyidea, mustEndTokens } from './controller.ts';
import { mustBeFree, withLostOwner } from './known-token.ts';
import { perform } from './perform.ts';

type Wanted = Request<'acts/stand-in'>;

/** A loss that a privacyIDEA server is about to be told of: kept until it is recorded, or the server refused. */
export interface PendingLoss {
  readonly token: TokenSerial;
  readonly holder: Holder;
  readonly controller: string;
  readonly credentials?: readonly string[];
}

/** What a privacyIDEA server is asked for a token that its holder does not have, once the desk itself has nothing against it. */
export function prepareStandIn(parts: CeremonyParts, wanted: Wanted): PendingLoss {
  if (!isAtPrivacyidea(parts)) throw new KeydeskError('administration/privacyidea-only', {});
  mustEndTokens(parts);
  const token = wanted.token as TokenSerial;
  const { holder } = withLostOwner(parts, token);
  if (holder === undefined) throw new KeydeskError('act/nobodys', { token });
  mustBeFree(parts, token);
  return { token, holder, controller: parts.controller(), ...knownCredentials(parts.vault, token) };
}

/** Before the server is asked: whatever becomes of its answer, or of this desk, the loss is not forgotten. */
export function intendLoss(parts: CeremonyParts, loss: PendingLoss): void {
  commitAct(parts, 'act/stand-in-asked', true, () => {
    writeMeta(parts.vault, 'stand-ins', [...others(parts.vault, loss), loss]);
  });
}

/** The server refused, and did nothing. */
export function forgetLoss(parts: CeremonyParts, loss: PendingLoss): void {
  commitAct(parts, 'act/stand-in-refused', true, () => drop(parts.vault, loss));
}

/** The loss, with what stands in for the token where the server's answer came: in the name of whoever asked. */
export function recordLoss(
  parts: CeremonyParts,
  loss: PendingLoss,
  standIn?: { readonly serial: string; readonly until: string; readonly proof: Wanted['proof'] },
): { readonly record: string } {
  const { token, holder, controller, credentials } = loss;
  const { realm, username, userId } = holder;
  const act = {
    what: 'reported lost',
    holder: { realm, username, userId },
    token,
    note: '',
    ...(credentials === undefined ? {} : { credentials }),
    ...(standIn === undefined ? {} : { standIn }),
  } as const;
  return perform(parts, { act, holder, reason: '', controller, effect: () => drop(parts.vault, loss) });
}

/** What the server was asked and nobody heard the answer of: the token counts as lost. */
export function settleLoss(parts: CeremonyParts, loss: PendingLoss): void {
  if (readToken(parts.vault, loss.token)?.state === 'lost') forgetLoss(parts, loss);
  else recordLoss(parts, loss);
}

/** Once the vault is open again. */
export function settleLosses(parts: CeremonyParts): void {
  for (const loss of pending(parts.vault)) settleLoss(parts, loss);
}

function pending(vault: Vault): readonly PendingLoss[] {
  return (readMeta(vault, 'stand-ins') as readonly PendingLoss[] | undefined) ?? [];
}

function others(vault: Vault, { token }: PendingLoss): readonly PendingLoss[] {
  return pending(vault).filter((one) => one.token !== token);
}

function drop(vault: Vault, loss: PendingLoss): void {
  const left = others(vault, loss);
  if (left.length === 0) dropMeta(vault, 'stand-ins');
  else writeMeta(vault, 'stand-ins', left);
}
