import { asFailure, type Failure } from '../../domain/failure.ts';
import type { AccessCode, Seed } from '../../domain/secret.ts';
import type { Spare } from '../../domain/stock/reprogram.ts';
import { drawSeed } from '../ceremony/draw-seed.ts';
import { keepIntent } from '../ceremony/keep-intent.ts';
import { writeSlot } from '../ceremony/write-slot.ts';
import { activeIssuance, moveIssuance } from '../vault/issuances.ts';
import { holdReserve } from '../vault/reserve.ts';
import type { LaneParts } from './parts.ts';
import { dropIntent, settleSpare } from './settle-spare.ts';
import { ceremonyOf, keepSpare, stepSpare } from './step-spare.ts';

/**
 * Puts a fresh seed on a spare, as a ceremony does: drawn, sealed and committed before the first report, written, and
 * proven by the token's own sequence and read-back. Whose code it then types is another step.
 */
export async function writeSpare(
  parts: LaneParts,
  lane: string,
  spare: Spare,
  presence: string,
  accessCode: AccessCode | undefined,
): Promise<Spare> {
  holdReserve(parts.vault.directory);
  const seed = drawSeed(spare.plan, parts.random);
  try {
    const prepared = await prepare(parts, lane, spare, seed);
    const writing = markWriting(parts, lane, prepared);
    const { token, plan } = writing;
    const failure = await writeSlot(parts, { presence, token, plan, accessCode }, seed, () =>
      parts.crashPoint('during the write'),
    );
    return settle(parts, lane, writing, failure);
  } finally {
    seed.wipe();
  }
}

/** The intent is durable first, then the lane says so: what a kill leaves between the two is void. */
async function prepare(parts: LaneParts, lane: string, spare: Spare, seed: Seed): Promise<Spare> {
  const issuance = await keepIntent(parts, ceremonyOf(spare), spare.token, spare.plan, seed);
  parts.crashPoint('after issuance/prepared');
  try {
    const note = { action: 'token/taken', subject: spare.token.serial, detail: { issuance } };
    return stepSpare(parts, lane, spare.id, { event: { kind: 'intent kept', issuance } }, note);
  } catch (error) {
    dropIntent(parts, issuance, asFailure(error));
    throw error;
  }
}

/** From here on only the token knows. What the slot held before is over at this desk, in the same transaction. */
function markWriting(parts: LaneParts, lane: string, spare: Spare): Spare {
  const { issuance = '', token, plan } = spare;
  try {
    return stepSpare(
      parts,
      lane,
      spare.id,
      {
        event: { kind: 'write begun' },
        effect: (before, at) => {
          const former = activeIssuance(parts.vault, token.serial, plan.slot);
          if (former !== undefined) moveIssuance(parts.vault, former.id, 'void', at, 'superseded');
          moveIssuance(parts.vault, issuance, 'writing', at);
          keepSpare(parts, before, 'writing', at);
        },
      },
      { action: 'token/writing', subject: token.serial, detail: { issuance, slot: plan.slot } },
    );
  } catch (error) {
    settleSpare(parts, lane, spare, 'void', asFailure(error));
    throw error;
  }
}

function settle(parts: LaneParts, lane: string, spare: Spare, failure: Failure | undefined): Spare {
  if (failure !== undefined) {
    return settleSpare(parts, lane, spare, failure.code === 'token/write-unknown' ? 'quarantined' : 'void', failure);
  }
  const { issuance = '' } = spare;
  return stepSpare(
    parts,
    lane,
    spare.id,
    {
      event: { kind: 'write proven' },
      atAnyCost: true,
      effect: (before, at) => {
        moveIssuance(parts.vault, issuance, 'programmed', at);
        keepSpare(parts, before, 'programmed', at);
      },
    },
    { action: 'token/written', subject: issuance },
  );
}
