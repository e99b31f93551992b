import type { Ceremony } from '../../domain/ceremony.ts';
import { type Checks, missingChecks } from '../../domain/checks.ts';
import type { Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { readGuidelines } from '../vault/snapshot.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import type { CeremonyParts } from './parts.ts';
import { replacementOf } from './replaceable.ts';

/** The controller's own answers; what does not belong to the proof chosen is not kept. */
export function answerChecks(parts: CeremonyParts, answers: Request<'ceremony/answer-checks'>): Ceremony {
  mustTake(currentCeremony(parts), 'checks answered');
  const [missing] = missingChecks(answers);
  if (missing !== undefined) throw new KeydeskError('ceremony/check-missing', { field: missing });
  const replaces = replacementOf(parts, answers.replaces);
  const witness = answers.witness?.trim();
  const checks: Checks = {
    presence: true,
    proof: answers.proof,
    // Those that hold here, which had to be read before the ceremony began; never the window's word.
    guidelinesVersion: readGuidelines(parts.vault)?.version ?? 0,
    ...(answers.proof === 'document' ? { documentKind: answers.documentKind } : {}),
    ...(answers.proof === 'vouched for' ? { voucher: answers.voucher?.trim() } : {}),
    ...(witness ? { witness } : {}),
  };
  return advance(
    parts,
    { kind: 'checks answered', checks, replaces },
    {
      action: 'checks/answered',
      detail: {
        proof: checks.proof,
        guidelines: checks.guidelinesVersion,
        ...(replaces === undefined ? {} : { replaces: replaces.token, where: replaces.where }),
      },
    },
  );
}

/** One step back, never past a token that has been written. */
export function goBack(parts: CeremonyParts): Ceremony {
  return advance(parts, { kind: 'back' }, { action: 'ceremony/back' });
}
