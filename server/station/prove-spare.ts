import type { z } from 'zod';
import type { spareProof, spareProofRequest } from '../../domain/contract/spare-proof.ts';
import { hotp } from '../../domain/otp/hotp.ts';
import type { ActRecord } from '../../domain/record.ts';
import { obstacleOf, verdictOf } from '../check/use-code.ts';
import type { Installation } from '../installation.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import type { Credential } from '../store/credentials.ts';
import type { Station } from '../store/stations.ts';
import { StationError } from './station-error.ts';

/**
 * Shows of a spare that was written anew what only the server can: that its own seed makes the code the token typed at
 * the desk, that the credential stands ready, and that the next codes of those it had before are worth nothing on the
 * token. Uses nothing up and changes nothing.
 */
export async function proveSpare(
  installation: Installation,
  station: Station,
  { record, code }: z.infer<typeof spareProofRequest>,
): Promise<z.infer<typeof spareProof>> {
  const { store, keys, now } = installation;
  const kept = await store.records.find(record);
  const act = kept?.station === station.id && kept.kind === 'act' ? actOf(kept.text) : undefined;
  if (act === undefined) throw new StationError('refused', 'this station has told of no such spare');
  const living = await store.credentials.onToken(act.token);
  const former = await store.credentials.endedOn(act.token);
  const fresh = living.find(({ issuance }) => issuance === act.credential.issuance);
  const checking = { storeKey: keys.storeKey, now };
  const ready = fresh !== undefined && isReady(fresh, now().toISOString());
  const isWorth = (text: string) => living.some((one) => verdictOf(checking, one, text).kind === 'right');
  return {
    fresh: ready ? 'alive' : 'gone',
    typed: fresh === undefined || code === undefined ? null : verdictOf(checking, fresh, code).kind === 'used',
    former: former.length,
    formerAlive: former.filter((one) => nextCodes(installation, one).some((codes) => codes.every(isWorth))).length,
  };
}

function actOf(text: string) {
  const { act } = JSON.parse(text.slice(text.indexOf('\n') + 1)) as ActRecord;
  return act.what === 'reprogrammed' ? act : undefined;
}

function isReady(credential: Credential, at: string): boolean {
  return credential.revoked === 0 && credential.locked === 0 && obstacleOf(credential, at) === undefined;
}

/** Two codes in a row, as one alone may fit another seed by chance; none for what makes no codes of a counter. */
function nextCodes(
  { keys }: Installation,
  { type, serial, seed: sealed, counter, otpLength, hash }: Credential,
): readonly (readonly string[])[] {
  if (type !== 'hotp') return [];
  const seed = openSeed(keys.storeKey, serial, sealed);
  try {
    return [[hotp(seed, counter, otpLength, hash), hotp(seed, counter + 1, otpLength, hash)]];
  } finally {
    seed.fill(0);
  }
}
