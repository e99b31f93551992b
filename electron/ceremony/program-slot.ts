import type { Ceremony, CeremonyToken, CredentialPlan } from '../../domain/ceremony.ts';
import { asFailure, type Failure, KeydeskError } from '../../domain/failure.ts';
import { sealContext } from '../../domain/record-text.ts';
import type { AccessCode, Seed } from '../../domain/secret.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commit } from '../vault/database.ts';
import { activeIssuance, moveIssuance, prepareIssuance } from '../vault/issuances.ts';
import { holdReserve } from '../vault/reserve.ts';
import { seal, seedContext } from '../vault/sealing.ts';
import { sealToServer } from '../vault/server-sealing.ts';
import { readEnrolment } from '../vault/station.ts';
import { accessCodeOf } from './access-code.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import { drawSeed, publicIdText, slotContent } from './draw-seed.ts';
import { keepToken } from './keep-token.ts';
import { type CeremonyParts, newId } from './parts.ts';
import { dropIssuance, settleAttempt } from './settle-attempt.ts';
import { tokenAtHand } from './token-at-hand.ts';

/**
 * Puts a fresh seed on the token: drawn, sealed and committed before the first report (S3), marked as being written
 * (S4), written, and proven by the token. What was refused is void; what nobody knows is quarantined.
 */
export async function programSlot(parts: CeremonyParts, typedCode: Uint8Array | undefined): Promise<Ceremony> {
  const accessCode = accessCodeOf(typedCode);
  try {
    const ceremony = currentCeremony(parts);
    mustTake(ceremony, 'write begun');
    const { token, plan } = ceremony;
    if (token === undefined || plan === undefined) throw new KeydeskError('ceremony/not-now', { step: ceremony.step });
    const { presence } = tokenAtHand(parts.ports, ceremony);
    holdReserve(parts.vault.directory);
    const seed = drawSeed(plan, parts.random);
    try {
      const issuance = await prepare(parts, ceremony, token, plan, seed);
      try {
        markWriting(parts, issuance, token, plan);
      } catch (error) {
        dropIssuance(parts, { id: issuance, ceremony: ceremony.id }, 'void', asFailure(error).code);
        throw error;
      }
      const failure = await write(parts, presence, token, plan, seed, accessCode);
      return settle(parts, issuance, failure);
    } finally {
      seed.wipe();
    }
  } finally {
    accessCode?.wipe();
  }
}

/** S3: the sealed intent, durable before the token hears anything. */
async function prepare(
  parts: CeremonyParts,
  ceremony: Ceremony,
  token: CeremonyToken,
  plan: CredentialPlan,
  seed: Seed,
): Promise<string> {
  const id = newId(parts);
  const station = readEnrolment(parts.vault);
  const sealedSeed =
    ceremony.practice || station?.kind !== 'keydesk'
      ? undefined
      : await sealToServer(
          station.sealingKey,
          seed.reveal(),
          sealContext('seed', {
            keyId: station.sealingKey.keyId,
            station: station.id,
            issuance: id,
            token: token.serial,
            slot: plan.slot,
          }),
        );
  const at = parts.now().toISOString();
  commit(parts.vault, () => {
    prepareIssuance(
      parts.vault,
      {
        id,
        ceremony: ceremony.id,
        token: token.serial,
        slot: plan.slot,
        type: plan.type,
        digits: plan.digits,
        // A Yubico OTP credential has seen nothing yet, not even count 0.
        startCounter: plan.type === 'hotp' ? plan.counter : -1,
        publicId: publicIdText(plan, token.serial),
        practice: ceremony.practice,
        seed: seal(parts.vaultKey, seed.reveal(), seedContext(id)),
        sealedSeed,
        keepsSeed: !ceremony.practice && station?.kind === 'privacyidea',
      },
      at,
    );
    appendAudit(parts.vault, {
      at,
      actor: ceremony.controller,
      action: 'issuance/prepared',
      subject: id,
      detail: { ceremony: ceremony.id, token: token.serial, slot: plan.slot, practice: ceremony.practice },
    });
  });
  parts.crashPoint('after issuance/prepared');
  return id;
}

/** S4: from here on only the token knows. What the slot held before is over, in the same transaction. */
function markWriting(parts: CeremonyParts, issuance: string, token: CeremonyToken, plan: CredentialPlan): void {
  advance(
    parts,
    { kind: 'write begun', issuance },
    { action: 'token/writing', subject: token.serial, detail: { issuance, slot: plan.slot } },
    {
      effect: (before, at) => {
        const former = activeIssuance(parts.vault, token.serial, plan.slot);
        if (former !== undefined) moveIssuance(parts.vault, former.id, 'void', at, 'superseded');
        moveIssuance(parts.vault, issuance, 'writing', at);
        keepToken(parts, before, 'writing', at);
      },
    },
  );
}

/** `undefined` when the token proved the write; otherwise what happened. */
async function write(
  parts: CeremonyParts,
  presence: string,
  token: CeremonyToken,
  plan: CredentialPlan,
  seed: Seed,
  accessCode: AccessCode | undefined,
): Promise<Failure | undefined> {
  let begun = false;
  let outcome: Failure | undefined = { code: 'token/write-refused', context: {} };
  try {
    await parts.ports.use(presence, async (session, seen) => {
      if (seen.serial !== token.serial) throw new KeydeskError('token/swapped', { expected: token.serial });
      begun = true;
      try {
        await session.writeSlot(plan.slot, slotContent(plan, token.serial, seed, accessCode), {
          accessCode,
          onProgress: (fraction) => progress(parts, fraction),
        });
        outcome = undefined;
      } catch (error) {
        outcome = failureOfWrite(error);
      }
      parts.crashPoint('after the write, before its commit');
    });
  } catch (error) {
    if (!begun) outcome = asFailure(error);
  }
  return outcome;
}

/** A defect in the middle of a write says nothing of the slot: only named failures but one mean that nothing was written. */
function failureOfWrite(error: unknown): Failure {
  const failure = asFailure(error);
  return failure.code === 'app/failed' ? { code: 'token/write-unknown', context: {} } : failure;
}

function progress(parts: CeremonyParts, fraction: number): void {
  parts.crashPoint('during the write');
  const ceremony = currentCeremony(parts);
  if (ceremony.writing.phase === 'writing') parts.changed({ ...ceremony, writing: { phase: 'writing', fraction } });
}

function settle(parts: CeremonyParts, issuance: string, failure: Failure | undefined): Ceremony {
  if (failure === undefined) {
    return advance(
      parts,
      { kind: 'write proven' },
      { action: 'token/written', subject: issuance },
      {
        atAnyCost: true,
        effect: (before, at) => {
          moveIssuance(parts.vault, issuance, 'programmed', at);
          keepToken(parts, before, 'programmed', at);
        },
      },
    );
  }
  return failure.code === 'token/write-unknown'
    ? settleAttempt(parts, issuance, 'quarantined', failure)
    : settleAttempt(parts, issuance, 'void', failure);
}
