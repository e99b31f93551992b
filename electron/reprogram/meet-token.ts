import type { CredentialPlan } from '../../domain/ceremony.ts';
import { type Lane, type Spare, slotFor, spareRefusal } from '../../domain/stock/reprogram.ts';
import type { TokenSeen, TokenSerial, TokenState } from '../../domain/token.ts';
import { mustBeFree } from '../acts/known-token.ts';
import { newId } from '../ceremony/parts.ts';
import { tokenStanding } from '../ceremony/standing.ts';
import type { Vault } from '../vault/database.ts';
import { writtenSlots } from '../vault/issuances.ts';
import { spareOfToken, sparesOf } from '../vault/lanes.ts';
import { credentialsOn } from '../vault/server-tokens.ts';
import { stockOf } from '../vault/stock.ts';
import { readToken } from '../vault/tokens.ts';
import type { LaneParts } from './parts.ts';
import { mustReprogram } from './rights.ts';
import { stepSpare } from './step-spare.ts';

/**
 * A token in a port of a lane: who has it and what is known of it decide whether it is taken up. Met again after it came
 * to nothing, it is judged anew.
 */
export function meetToken(parts: LaneParts, lane: Lane, seen: TokenSeen & { readonly serial: TokenSerial }): Spare {
  mustReprogram(parts, lane.office.id);
  mustBeFree(parts, seen.serial);
  const { vault } = parts;
  const standing = tokenStanding(parts, seen);
  const plan = planFor(lane, slotFor(lane, standing, knownSlots(vault, seen.serial)));
  const refusal = spareRefusal(standing, seen.practice, lane, plan.slot);
  const controller = parts.controller();
  const before = stateOf(vault, seen.serial);
  const known = spareOfToken(vault, lane.id, seen.serial) ?? newSpare(parts, lane, seen, { plan, controller, before });
  const event = { kind: 'met', plan, controller, before, refusal } as const;
  const detail = { slot: plan.slot, standing: standing.kind, refused: refusal?.code ?? '' };
  return stepSpare(
    parts,
    lane.id,
    known.id,
    { event, first: known },
    { action: 'spare/met', subject: seen.serial, detail },
  );
}

/** A token's place in the lane. */
function newSpare(
  parts: LaneParts,
  lane: Lane,
  { serial, model, firmware, transport }: TokenSeen & { readonly serial: TokenSerial },
  at: Pick<Spare, 'plan' | 'controller' | 'before'>,
): Spare {
  return {
    id: newId(parts),
    place: sparesOf(parts.vault, lane.id).length + 1,
    token: { serial, model, firmware, transport },
    ...at,
    stage: 'seen',
    issuance: undefined,
    wrongCodes: 0,
    problem: undefined,
    record: undefined,
    proof: undefined,
  };
}

function planFor({ type, digits }: Lane, slot: CredentialPlan['slot']): CredentialPlan {
  return { type, digits: type === 'hotp' ? digits : 6, counter: 0, slot };
}

/** Slots that hold something of ours, by this desk's hand or by the names of the server's credentials (`..._2`). */
function knownSlots(vault: Vault, serial: TokenSerial): readonly CredentialPlan['slot'][] {
  const served = credentialsOn(vault, serial).map((one) => (one.serial.endsWith('_2') ? 2 : 1));
  return [...new Set<CredentialPlan['slot']>([...served, ...writtenSlots(vault, serial)])];
}

function stateOf(vault: Vault, serial: TokenSerial): TokenState {
  const own = readToken(vault, serial);
  return own?.practice === false ? own.state : (stockOf(vault, serial)?.state ?? 'blank');
}
