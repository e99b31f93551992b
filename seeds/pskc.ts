import { type BareRemark, type ImportPlace, remark } from '../domain/import-remark.ts';
import type { OtpHash } from '../domain/otp/hotp.ts';
import {
  boundsFault,
  fault,
  hashByLength,
  type ImportedKey,
  type ImportRow,
  type ImportRows,
  passedOver,
  plainKey,
} from './imported-key.ts';
import { type PskcPackage, type PskcValue, pskcContainer } from './pskc-container.ts';
import { BadMacError, base64, type MacMode, openValue, type PskcKeys, pskcKeys } from './pskc-secrets.ts';
import { SeedFileError } from './seed-file-error.ts';

export interface PskcOptions {
  readonly psk: string | undefined;
  readonly password: string | undefined;
  readonly mode: MacMode;
}

/** Portable Symmetric Key Container (RFC 6030), plain or encrypted; also the older namespaces of vendors. */
export async function* readPskc(chunks: AsyncIterable<Uint8Array>, options: PskcOptions): ImportRows {
  const container = pskcContainer();
  let keys: PskcKeys | undefined;
  const rows = async (): Promise<readonly ImportRow[]> => {
    const packages = container.take();
    if (
      keys === undefined &&
      packages.some(({ data }) => Object.values(data).some(({ cipher }) => cipher !== undefined))
    ) {
      keys = await pskcKeys(container.protection, options);
    }
    return packages.map((one) => readPackage(one, keys, options.mode));
  };
  try {
    for await (const chunk of chunks) {
      container.write(chunk);
      yield await rows();
    }
    container.end();
    yield await rows();
  } finally {
    keys?.wipe();
  }
}

function readPackage(one: PskcPackage, keys: PskcKeys | undefined, mode: MacMode): ImportRow {
  const place = { unit: 'key', number: one.number } as const;
  const type = typeOf(one.algorithm);
  if (type === undefined) return fault(place, remark('algorithm-unsupported'));
  if (type !== 'yubikey' && one.encoding !== '' && one.encoding.toUpperCase() !== 'DECIMAL') {
    return fault(place, remark('encoding-unsupported'));
  }
  let seed: Uint8Array | undefined;
  try {
    seed = bytesOf(one.data.Secret, keys, mode);
    if (seed === undefined || seed.length === 0) return fault(place, remark('no-secret'));
    const key = keyOf(one, place, type, seed, keys, mode);
    const wrong = 'code' in key ? key : boundsFault(key);
    if (wrong === undefined && !('code' in key)) return { kind: 'key', key };
    seed.fill(0);
    return fault(place, wrong ?? remark('no-secret'));
  } catch (error) {
    seed?.fill(0);
    if (error instanceof BadMacError) return (mode === 'check_fail_soft' ? passedOver : fault)(place, error.remark);
    if (error instanceof SeedFileError) return fault(place, error.remark);
    throw error;
  }
}

/** What is wrong, or the key. */
function keyOf(
  one: PskcPackage,
  place: ImportPlace,
  type: ImportedKey['type'],
  seed: Uint8Array,
  keys: PskcKeys | undefined,
  mode: MacMode,
): ImportedKey | BareRemark {
  const { Counter, TimeInterval, TimeDrift } = one.data;
  const counter = numberOf(Counter, keys, mode);
  const interval = numberOf(TimeInterval, keys, mode);
  const drift = numberOf(TimeDrift, keys, mode);
  if (counter === undefined || interval === undefined || drift === undefined) return remark('number-bounds');
  if (!/^\d{0,3}$/.test(one.digits)) return remark('length-no-number');
  const hash = hashOf(one, seed);
  if (hash === undefined) return remark('hash-unknown');
  const timeStep = type === 'totp' ? interval || 30 : plainKey.timeStep;
  if (Math.abs(drift) * timeStep > 86_400 * 31) return remark('drift-bounds');
  return {
    ...plainKey,
    place,
    serial: serialOf(one, type),
    type,
    seed,
    hash,
    otpLength: Number(one.digits) || (type === 'yubikey' ? 44 : 6),
    counter: type === 'hotp' ? counter : 0,
    timeStep,
    timeShift: type === 'totp' ? drift * timeStep : 0,
    description: one.manufacturer.slice(0, 200),
  };
}

function typeOf(algorithm: string): ImportedKey['type'] | undefined {
  const name = algorithm.toLowerCase().split(/[:#]/).at(-1) ?? '';
  if (name === 'yubikey-aes') return 'yubikey';
  return (['hotp', 'totp'] as const).find((known) => known === name);
}

/** Yubico names its keys `serial:slot`; others give the serial of the device, or the id of the key alone. */
function serialOf({ keyId, serialNo }: PskcPackage, type: ImportedKey['type']): string {
  const [, number, slot] = /^(\d+):(\d)$/.exec(keyId) ?? [];
  if (number !== undefined && type === 'yubikey') return `UBAM${number}_${slot}`;
  if (number !== undefined && type === 'hotp') return `UBOM${number}_${slot}`;
  return serialNo || keyId;
}

function hashOf({ suite }: PskcPackage, seed: Uint8Array): OtpHash | undefined {
  if (suite === '') return hashByLength(seed.length);
  const name = /sha-?(1|256|512)$/i.exec(suite)?.[1];
  return name === undefined ? undefined : (`sha${name}` as OtpHash);
}

function bytesOf(value: PskcValue | undefined, keys: PskcKeys | undefined, mode: MacMode): Uint8Array | undefined {
  if (value?.plain !== undefined) return base64(value.plain);
  return value?.cipher === undefined || keys === undefined ? undefined : openValue(keys, value, mode);
}

/** None is 0; plain ones are decimal, encrypted ones big-endian bytes (RFC 6030 section 4.2). */
function numberOf(value: PskcValue | undefined, keys: PskcKeys | undefined, mode: MacMode): number | undefined {
  if (value === undefined) return 0;
  if (value.plain !== undefined) return /^[+-]?\d{1,10}$/.test(value.plain) ? Number(value.plain) : undefined;
  const bytes = bytesOf(value, keys, mode);
  if (bytes === undefined || bytes.length > 8) return undefined;
  return Number(BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`));
}
