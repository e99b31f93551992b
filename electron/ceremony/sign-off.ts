import { type Ceremony, readyToIssue } from '../../domain/ceremony.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { IssuedRecord } from '../../domain/record.ts';
import { credentialSerial } from '../../domain/token.ts';
import { type Issuance, moveIssuance, readIssuance } from '../vault/issuances.ts';
import { leaveQueue } from '../vault/queue.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import { keepToken } from './keep-token.ts';
import { type CeremonyParts, newId } from './parts.ts';
import { putRecord, type Told } from './put-record.ts';
import { reportReplacedLost, withdrawReplaced } from './replace-token.ts';
import { tokenMissing } from './token-at-hand.ts';

/** Signs the token over to the person (S6, S7): token, credential, record, audit and outbox in one transaction. */
export function signOff(parts: CeremonyParts): Ceremony {
  const ceremony = currentCeremony(parts);
  mustTake(ceremony, 'ended');
  if (!readyToIssue(ceremony)) {
    throw new KeydeskError(ceremony.confirmAgain ? 'ceremony/interrupted' : 'ceremony/not-now', {
      step: ceremony.step,
    });
  }
  const missing = tokenMissing(parts.ports, ceremony);
  if (missing?.code === 'token/swapped') throw new KeydeskError(missing.code, missing.context);
  const issuance = readIssuance(parts.vault, ceremony.issuance ?? '');
  if (issuance?.state !== 'verified') throw new KeydeskError('ceremony/not-now', { step: ceremony.step });
  return endWithRecord(parts, ceremony, issuance);
}

function endWithRecord(parts: CeremonyParts, ceremony: Ceremony, issuance: Issuance): Ceremony {
  const record = newId(parts);
  const after = advance(
    parts,
    { kind: 'ended', outcome: { kind: 'issued', record } },
    { action: 'token/issued', subject: issuance.token, detail: { issuance: issuance.id, record } },
    {
      atAnyCost: true,
      effect: (before, at) => {
        moveIssuance(parts.vault, issuance.id, 'issued', at);
        keepToken(parts, before, 'issued', at);
        if (!before.practice) leaveQueue(parts.vault, before.holder?.realm ?? '', before.holder?.username ?? '');
        reportReplacedLost(parts, before, at);
        putRecord(parts, before, record, issuedBody(ceremony, issuance), at);
        withdrawReplaced(parts, before, record, at);
      },
    },
  );
  parts.recorded();
  return after;
}

function issuedBody(ceremony: Ceremony, issuance: Issuance): Omit<IssuedRecord, Told> {
  const { holder, checks, token, acknowledgement } = ceremony;
  if (holder === undefined || checks === undefined || token === undefined || acknowledgement === undefined) {
    throw new KeydeskError('ceremony/not-now', { step: ceremony.step });
  }
  return {
    kind: 'issued',
    holder: { realm: holder.realm, username: holder.username, userId: holder.userId },
    checks,
    token,
    credential: {
      issuance: issuance.id,
      serial: credentialSerial(token.serial, issuance.slot, issuance.type),
      type: issuance.type,
      slot: issuance.slot,
      digits: issuance.digits,
      counter: issuance.counter,
      publicId: issuance.publicId,
      seed: issuance.sealedSeed ?? nothingSealed,
    },
    ...(ceremony.replaces === undefined || ceremony.practice ? {} : { replaces: ceremony.replaces.token }),
    ...pinOf(issuance),
    acknowledgement,
  };
}

/** What is not sealed to a server is no part of a record: practice keeps nothing, and a privacyIDEA server is told itself. */
const nothingSealed = { keyId: '', enc: '', ciphertext: '' };

function pinOf({ sealedPin, pin }: Issuance): Pick<IssuedRecord, 'pin'> {
  if (sealedPin !== undefined) return { pin: sealedPin };
  return pin === undefined ? {} : { pin: nothingSealed };
}
