import type { CeremonyToken, CredentialPlan } from '../../domain/ceremony.ts';
import { asFailure, type Failure, KeydeskError } from '../../domain/failure.ts';
import type { AccessCode, Seed } from '../../domain/secret.ts';
import { slotContent } from './draw-seed.ts';
import type { CeremonyParts } from './parts.ts';

/** Which slot of which token, as it is plugged in now. */
interface SlotToWrite {
  readonly presence: string;
  readonly token: CeremonyToken;
  readonly plan: CredentialPlan;
  /** The access code the slot has now, when it has one. */
  readonly accessCode: AccessCode | undefined;
}

/** `undefined` when the token proved the write; otherwise what happened. */
export async function writeSlot(
  parts: Pick<CeremonyParts, 'ports' | 'crashPoint'>,
  { presence, token, plan, accessCode }: SlotToWrite,
  seed: Seed,
  onProgress: (fraction: number) => void,
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
          onProgress,
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
