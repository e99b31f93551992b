import { timingSafeEqual } from 'node:crypto';
import type { Ceremony } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import { sealContext } from '../../domain/record-text.ts';
import { keepOwnPin, keepPin } from '../vault/issuances.ts';
import { pinContext, seal } from '../vault/sealing.ts';
import { sealToServer } from '../vault/server-sealing.ts';
import { readEnrolment } from '../vault/station.ts';
import { characters } from '../vault/vault-key.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import type { CeremonyParts } from './parts.ts';

const shortestPin = 4;
const longestPin = 64;

/** What is tried first: one character over and over, or a row such as 1234, dcba. */
function isObvious(pin: Uint8Array): boolean {
  const [step = 0, ...further] = Array.from(pin.subarray(1), (byte, place) => byte - (pin[place] ?? 0));
  return Math.abs(step) <= 1 && further.every((next) => next === step);
}

/** Seals the holder's PIN, to the server where it can open it, and wipes both entries; a practice PIN is checked and forgotten. */
export async function sealPin(parts: CeremonyParts, pin: Uint8Array, again: Uint8Array): Promise<Ceremony> {
  try {
    const ceremony = currentCeremony(parts);
    mustTake(ceremony, 'pin sealed');
    const length = characters(pin);
    if (length < shortestPin) throw new KeydeskError('ceremony/pin', { reason: 'short', shortest: shortestPin });
    if (length > longestPin) throw new KeydeskError('ceremony/pin', { reason: 'long', longest: longestPin });
    if (isObvious(pin)) throw new KeydeskError('ceremony/pin', { reason: 'obvious' });
    if (pin.length !== again.length || !timingSafeEqual(pin, again)) {
      throw new KeydeskError('ceremony/pin', { reason: 'different' });
    }
    const { issuance, token, plan } = ceremony;
    if (issuance === undefined || token === undefined || plan === undefined) {
      throw new KeydeskError('ceremony/not-now', { step: ceremony.step });
    }
    const station = readEnrolment(parts.vault);
    const own =
      !ceremony.practice && station?.kind === 'privacyidea'
        ? seal(parts.vaultKey, pin, pinContext(issuance))
        : undefined;
    const sealed =
      ceremony.practice || station?.kind !== 'keydesk'
        ? undefined
        : await sealToServer(
            station.sealingKey,
            pin,
            sealContext('pin', {
              keyId: station.sealingKey.keyId,
              station: station.id,
              issuance,
              token: token.serial,
              slot: plan.slot,
            }),
          );
    return advance(
      parts,
      { kind: 'pin sealed' },
      { action: 'pin/sealed', subject: issuance },
      {
        atAnyCost: true,
        effect: (_before, at) => {
          if (own === undefined) keepPin(parts.vault, issuance, sealed, at);
          else keepOwnPin(parts.vault, issuance, own, at);
        },
      },
    );
  } finally {
    pin.fill(0);
    again.fill(0);
  }
}
