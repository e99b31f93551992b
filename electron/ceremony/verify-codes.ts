import type { Ceremony } from '../../domain/ceremony.ts';
import { type Failure, KeydeskError } from '../../domain/failure.ts';
import { type Issuance, moveCounter, moveIssuance, readIssuance } from '../vault/issuances.ts';
import { open, seedContext } from '../vault/sealing.ts';
import { advance, currentCeremony, mustTake } from './advance.ts';
import { readCode } from './code-form.ts';
import { keepToken } from './keep-token.ts';
import type { CeremonyParts } from './parts.ts';
import { type Found, placeOfCode } from './place-of-code.ts';
import { settleAttempt } from './settle-attempt.ts';
import { tokenAtHand } from './token-at-hand.ts';

const wrongCodesInARow = 4;

/**
 * Takes one code that the token typed. Two that follow each other prove that the token holds the seed: then, in the
 * same transaction, the station's copy of it is gone (S5), unless it still has to go to a privacyIDEA server.
 */
export function verifyCode(parts: CeremonyParts, typed: string, longestGapMs: number): Ceremony {
  const ceremony = currentCeremony(parts);
  mustTake(ceremony, 'code accepted');
  tokenAtHand(parts.ports, ceremony);
  const issuance = readIssuance(parts.vault, ceremony.issuance ?? '');
  if (issuance?.seed === undefined) throw new KeydeskError('ceremony/not-now', { step: ceremony.step });
  const code = readCode(issuance, typed, longestGapMs);
  if ('failure' in code) return refuse(parts, issuance, code.failure);
  const seed = open(parts.vaultKey, issuance.seed, seedContext(issuance.id));
  try {
    const found = placeOfCode(issuance, ceremony.codes, code.text, seed);
    if (found.failure?.code === 'code/wrong') return refuseWrong(parts, ceremony, issuance);
    return found.failure === undefined
      ? accept(parts, ceremony, issuance, found)
      : refuse(parts, issuance, found.failure, found);
  } finally {
    seed.fill(0);
  }
}

function accept(parts: CeremonyParts, ceremony: Ceremony, issuance: Issuance, found: Found): Ceremony {
  const codes = ceremony.codes === 0 ? 1 : 2;
  const after = advance(
    parts,
    { kind: 'code accepted', codes },
    { action: 'code/accepted', subject: issuance.id, detail: { codes } },
    {
      atAnyCost: true,
      effect: (before, at) => {
        moveCounter(parts.vault, issuance.id, found.counter, at);
        if (codes < 2) return;
        moveIssuance(parts.vault, issuance.id, 'verified', at);
        keepToken(parts, before, 'verified', at);
      },
    },
  );
  if (codes === 2) parts.crashPoint('after the seed was wiped');
  return after;
}

/**
 * Over a configured slot a token may claim a write that it dropped: only its codes tell. After a few wrong ones in a row
 * nobody knows what the slot holds, and the ceremony goes back to writing it.
 */
function refuseWrong(parts: CeremonyParts, ceremony: Ceremony, issuance: Issuance): Ceremony {
  const before = ceremony.problem?.code === 'code/wrong' ? Number(ceremony.problem.context.tries) : 0;
  const tries = before + 1;
  if (tries < wrongCodesInARow) return refuse(parts, issuance, { code: 'code/wrong', context: { tries } });
  return settleAttempt(parts, issuance.id, 'quarantined', {
    code: 'token/write-unknown',
    context: { reason: 'codes' },
  });
}

/** A code that was the token's own but out of order still moves the counter: no code is ever taken twice. */
function refuse(parts: CeremonyParts, issuance: Issuance, failure: Failure, found?: Found): Ceremony {
  return advance(
    parts,
    { kind: 'code refused', failure },
    { action: 'code/refused', subject: issuance.id, detail: { reason: failure.code } },
    {
      atAnyCost: true,
      effect: (_before, at) => {
        if (found !== undefined && found.counter !== issuance.counter) {
          moveCounter(parts.vault, issuance.id, found.counter, at);
        }
      },
    },
  );
}
