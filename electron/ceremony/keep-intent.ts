import type { Ceremony, CeremonyToken, CredentialPlan } from '../../domain/ceremony.ts';
import { sealContext } from '../../domain/record-text.ts';
import type { Seed } from '../../domain/secret.ts';
import { appendAudit } from '../vault/audit-log.ts';
import { commit } from '../vault/database.ts';
import { prepareIssuance } from '../vault/issuances.ts';
import { seal, seedContext } from '../vault/sealing.ts';
import { sealToServer } from '../vault/server-sealing.ts';
import { readEnrolment } from '../vault/station.ts';
import { publicIdText } from './draw-seed.ts';
import { type CeremonyParts, newId } from './parts.ts';

/** S3: the seed sealed to whoever may open it, and the intent durable, before the token hears anything. Answers the issuance's id. */
export async function keepIntent(
  parts: CeremonyParts,
  ceremony: Pick<Ceremony, 'id' | 'controller' | 'practice'>,
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
  return id;
}
