import type { IssuedRecord, Sealed } from '../../domain/record.ts';
import { sealContext } from '../../domain/record-text.ts';
import { hashPin } from '../check/pin.ts';
import type { Installation } from '../installation.ts';
import { StationError } from './station-error.ts';

/** What a record of an issue carries sealed. The seed's bytes are wiped by who asked for them. */
export interface OpenedSecrets {
  readonly seed: Uint8Array;
  readonly pinHash: string | null;
}

const seedLength = { hotp: 20, yubikey: 22 } as const;

/** Opens seed and PIN, bound to their place in the record; the PIN leaves as Argon2id only. */
export async function openSecrets(
  installation: Installation,
  record: IssuedRecord,
): Promise<OpenedSecrets | StationError> {
  const { credential, pin } = record;
  const seed = await open(installation, record, 'seed', credential.seed);
  if (seed === undefined) return new StationError('refused', 'the seed cannot be opened');
  if (seed.length !== seedLength[credential.type]) {
    seed.fill(0);
    return new StationError('refused', 'the seed has another length than its type');
  }
  if (pin === undefined) return { seed, pinHash: null };
  const bytes = await open(installation, record, 'pin', pin);
  if (bytes === undefined || bytes.length === 0) {
    seed.fill(0);
    return new StationError('refused', 'the PIN cannot be opened');
  }
  try {
    return { seed, pinHash: await hashPin(bytes) };
  } finally {
    bytes.fill(0);
  }
}

async function open(
  installation: Installation,
  record: IssuedRecord,
  what: 'seed' | 'pin',
  sealed: Sealed,
): Promise<Uint8Array | undefined> {
  const { keyId } = installation.keys.sealing;
  if (sealed.keyId !== keyId) return undefined;
  const { issuance, slot } = record.credential;
  const context = sealContext(what, { keyId, station: record.station, issuance, token: record.token.serial, slot });
  try {
    return await installation.openSealed(sealed, context);
  } catch {
    return undefined;
  }
}
