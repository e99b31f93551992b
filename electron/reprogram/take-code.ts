import type { DeskAct } from '../../domain/act.ts';
import { type Failure, KeydeskError } from '../../domain/failure.ts';
import { type Lane, onlyMatch, type Spare } from '../../domain/stock/reprogram.ts';
import { credentialSerial, type TokenSerial } from '../../domain/token.ts';
import { readCode } from '../ceremony/code-form.ts';
import { newId } from '../ceremony/parts.ts';
import { type Found, placeOfCode } from '../ceremony/place-of-code.ts';
import { putRecord } from '../ceremony/put-record.ts';
import { applyAct } from '../vault/end-token.ts';
import { type Issuance, moveCounter, moveIssuance, readIssuance } from '../vault/issuances.ts';
import { sparesOf } from '../vault/lanes.ts';
import { open, seedContext } from '../vault/sealing.ts';
import type { LaneParts } from './parts.ts';
import { settleSpare } from './settle-spare.ts';
import { ceremonyOf, stepSpare } from './step-spare.ts';

const wrongCodesInARow = 4;

interface Tried {
  readonly spare: Spare;
  readonly issuance: Issuance;
  readonly found: Found;
}

/**
 * Takes a code that one of the waiting tokens typed: it is tried against the seed of each that is in a port, and the one
 * it fits has proven itself and is recorded. A code that fits none, or more than one, counts for none.
 */
export function takeCode(
  parts: LaneParts,
  lane: Lane,
  here: ReadonlySet<TokenSerial>,
  { typed, longestGapMs }: { readonly typed: string; readonly longestGapMs: number },
): Spare {
  const waiting = sparesOf(parts.vault, lane.id).filter(
    ({ stage, token }) => stage === 'written' && here.has(token.serial),
  );
  const tried = waiting.flatMap((spare) => tryCode(parts, spare, typed, longestGapMs) ?? []);
  const match = onlyMatch(tried.filter(({ found }) => found.failure === undefined));
  if (match === 'more than one') throw new KeydeskError('reprogram/two-tokens', {});
  if (match === 'nobody') return refuse(parts, lane, tried);
  return recordSpare(parts, lane, match);
}

function tryCode(parts: LaneParts, spare: Spare, typed: string, longestGapMs: number): Tried | undefined {
  const issuance = readIssuance(parts.vault, spare.issuance ?? '');
  if (issuance?.seed === undefined) return undefined;
  const code = readCode(issuance, typed, longestGapMs);
  if ('failure' in code) return { spare, issuance, found: { counter: issuance.counter, failure: code.failure } };
  const seed = open(parts.vaultKey, issuance.seed, seedContext(issuance.id));
  try {
    return { spare, issuance, found: placeOfCode(issuance, 0, code.text, seed) };
  } finally {
    seed.fill(0);
  }
}

/** With one token waiting, a wrong code is its own; with several nobody can say whose it is. */
function refuse(parts: LaneParts, lane: Lane, tried: readonly Tried[]): Spare {
  const [only, other] = tried;
  const failure = only?.found.failure;
  if (only === undefined || failure === undefined) throw new KeydeskError('reprogram/no-token-of-it', {});
  const isForm = failure.code === 'code/nonsense' || failure.code === 'code/by-hand';
  if (isForm) throw new KeydeskError(failure.code, failure.context);
  if (other !== undefined) throw new KeydeskError('reprogram/no-token-of-it', {});
  return refuseOwn(parts, lane, only.spare, failure);
}

/** A token may claim a write that it dropped: only its codes tell. After a few wrong ones nobody knows what it holds. */
function refuseOwn(parts: LaneParts, lane: Lane, spare: Spare, failure: Failure): Spare {
  if (failure.code === 'code/wrong' && spare.wrongCodes + 1 >= wrongCodesInARow) {
    const unknown = { code: 'token/write-unknown', context: { reason: 'codes' } } as const;
    return settleSpare(parts, lane.id, spare, 'quarantined', unknown);
  }
  return stepSpare(
    parts,
    lane.id,
    spare.id,
    { event: { kind: 'code refused', failure }, atAnyCost: true },
    { action: 'code/refused', subject: spare.issuance ?? spare.id, detail: { reason: failure.code } },
  );
}

/** The code proves the seed: the station's copy is gone, the record made and on its way, in one transaction. */
function recordSpare(parts: LaneParts, lane: Lane, { spare, issuance, found }: Tried): Spare {
  const record = newId(parts);
  const act = actOf(lane, spare, issuance, found);
  const after = stepSpare(
    parts,
    lane.id,
    spare.id,
    {
      event: { kind: 'recorded', record },
      atAnyCost: true,
      effect: (before, at) => {
        moveCounter(parts.vault, issuance.id, found.counter, at);
        moveIssuance(parts.vault, issuance.id, 'verified', at);
        applyAct(parts.vault, act, at, before.controller);
        putRecord(parts, ceremonyOf(before), record, { kind: 'act', act, reason: '' }, at);
      },
    },
    { action: `act/${act.what}`, subject: spare.token.serial, detail: { issuance: issuance.id, record } },
  );
  parts.recorded();
  return after;
}

function actOf({ office }: Lane, { token, plan }: Spare, issuance: Issuance, { counter }: Found) {
  const { id, type, slot, digits, publicId, sealedSeed } = issuance;
  if (sealedSeed === undefined) throw new KeydeskError('station/not-enrolled', {});
  return {
    what: 'reprogrammed',
    token: token.serial,
    office: office.id,
    credential: {
      issuance: id,
      serial: credentialSerial(token.serial, plan.slot, type),
      type,
      slot,
      digits,
      counter,
      publicId,
      seed: sealedSeed,
    },
  } as const satisfies DeskAct;
}
