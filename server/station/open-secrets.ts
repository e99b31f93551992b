import type { StockCredential } from '../../domain/act.ts';
import type { IssuanceRecord, Sealed } from '../../domain/record.ts';
import { sealContext } from '../../domain/record-text.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { hashPin } from '../check/pin.ts';
import type { ReadFile } from '../imports/stage-rows.ts';
import type { Installation } from '../installation.ts';
import { openOrder } from './open-order.ts';
import { orderEndedBy } from './order-parts.ts';
import { StationError } from './station-error.ts';

/** What a record of an issue, or of a spare, carries sealed. */
export interface OpenedCredential {
  readonly kind: 'credential';
  readonly seed: Uint8Array;
  readonly pinHash: string | null;
}

/** What a record carries sealed, opened; whoever asked for it closes it. Of an order it waits beside the database's imports. */
export type OpenedSecrets = OpenedCredential | { readonly kind: 'order'; readonly order: ReadFile };

/** Wipes what was opened, and forgets what was not taken. */
export async function closeSecrets(secrets: OpenedSecrets | undefined): Promise<void> {
  if (secrets?.kind === 'credential') secrets.seed.fill(0);
  if (secrets?.kind === 'order') await secrets.order.staged.drop();
}

const seedLength = { hotp: 20, yubikey: 22 } as const;

/** A credential that a record brings, with the token it is on. */
interface BroughtCredential {
  readonly station: string;
  readonly token: TokenSerial;
  readonly credential: Pick<StockCredential, 'issuance' | 'slot' | 'type' | 'seed'>;
  readonly pin: Sealed | undefined;
}

/** What of a record is sealed, if anything is: of an issue, and of a spare that was written anew. */
export function secretsOf(record: IssuanceRecord): BroughtCredential | undefined {
  const { station } = record;
  if (record.kind === 'issued') {
    return { station, token: record.token.serial, credential: record.credential, pin: record.pin };
  }
  if (record.kind !== 'act' || record.act.what !== 'reprogrammed') return undefined;
  return { station, token: record.act.token, credential: record.act.credential, pin: undefined };
}

/** Opens seed and PIN, bound to their place in the record; the PIN leaves as Argon2id only. */
export async function openSecrets(
  installation: Installation,
  record: IssuanceRecord,
): Promise<OpenedSecrets | StationError | undefined> {
  const parts = await orderEndedBy(installation.store, record);
  if (parts !== undefined) {
    const order = await openOrder(installation, record.station, parts);
    return order instanceof StationError ? order : { kind: 'order', order };
  }
  const brought = secretsOf(record);
  if (brought === undefined) return undefined;
  const { credential, pin } = brought;
  const seed = await open(installation, brought, 'seed', credential.seed);
  if (seed === undefined) return new StationError('refused', 'the seed cannot be opened');
  if (seed.length !== seedLength[credential.type]) {
    seed.fill(0);
    return new StationError('refused', 'the seed has another length than its type');
  }
  if (pin === undefined) return { kind: 'credential', seed, pinHash: null };
  const bytes = await open(installation, brought, 'pin', pin);
  if (bytes === undefined || bytes.length === 0) {
    seed.fill(0);
    return new StationError('refused', 'the PIN cannot be opened');
  }
  try {
    return { kind: 'credential', seed, pinHash: await hashPin(bytes) };
  } finally {
    bytes.fill(0);
  }
}

async function open(
  installation: Installation,
  { station, token, credential }: BroughtCredential,
  what: 'seed' | 'pin',
  sealed: Sealed,
): Promise<Uint8Array | undefined> {
  const { keyId } = installation.keys.sealing;
  if (sealed.keyId !== keyId) return undefined;
  const { issuance, slot } = credential;
  const context = sealContext(what, { keyId, station, issuance, token, slot });
  try {
    return await installation.openSealed(sealed, context);
  } catch {
    return undefined;
  }
}
