import { randomBytes } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { KeydeskError } from '../../domain/failure.ts';
import type { Vault } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';
import { open, seal } from './sealing.ts';

/** What the operating system does with the vault key; the same shape as the shell's keystore. */
export interface KeyWrapper {
  wrap(key: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** How the vault key is kept: by the operating system, or under a passphrase by Argon2id (RFC 9106). */
export const wrapping = z.discriminatedUnion('by', [
  z.object({ by: z.literal('operating system'), key: z.base64() }),
  z.object({
    by: z.literal('passphrase'),
    key: z.base64(),
    salt: z.base64(),
    memoryKiB: z.int().min(65_536).max(4_194_304),
    passes: z.int().min(1).max(1000),
  }),
]);
type Wrapping = z.infer<typeof wrapping>;

const memoryKiB = 65_536;
const aimMs = 500;
const context = 'keydesk-vault-key-v1';
const shortestPassphrase = 10;

export function wrappingOf(vault: Vault): Wrapping | undefined {
  const stored = readMeta(vault, 'wrapping');
  if (stored === undefined) return undefined;
  const parsed = wrapping.safeParse(stored);
  if (!parsed.success) throw new KeydeskError('vault/corrupt', { part: 'wrapping' });
  return parsed.data;
}

export function saveWrapping(vault: Vault, made: Wrapping): void {
  writeMeta(vault, 'wrapping', made);
}

/** Keeps a new vault key by the operating system, where it can. */
export async function wrapByKeystore(keystore: KeyWrapper, vaultKey: Uint8Array): Promise<Wrapping> {
  try {
    const wrapped = await keystore.wrap(vaultKey);
    return { by: 'operating system', key: Buffer.from(wrapped).toString('base64') };
  } catch (error) {
    throw new KeydeskError('vault/keystore', {}, { cause: error });
  }
}

/** Keeps a new vault key under a passphrase, so that every guess costs about half a second on this machine. */
export async function wrapByPassphrase(passphrase: Uint8Array, vaultKey: Uint8Array): Promise<Wrapping> {
  if (characters(passphrase) < shortestPassphrase) {
    throw new KeydeskError('vault/passphrase-weak', { shortest: shortestPassphrase });
  }
  const salt = randomBytes(16);
  const passes = await passesFor(passphrase, salt);
  const derived = await derive(passphrase, salt, memoryKiB, passes);
  try {
    return {
      by: 'passphrase',
      key: Buffer.from(seal(derived, vaultKey, context)).toString('base64'),
      salt: salt.toString('base64'),
      memoryKiB,
      passes,
    };
  } finally {
    derived.fill(0);
  }
}

/** The vault key itself; whoever holds it wipes it when the vault is locked. */
export async function unwrap(
  kept: Wrapping,
  keystore: KeyWrapper | undefined,
  passphrase: Uint8Array | undefined,
): Promise<Uint8Array> {
  if (kept.by === 'operating system') {
    if (keystore === undefined) throw new KeydeskError('vault/keystore', {});
    try {
      const key = await keystore.unwrap(Buffer.from(kept.key, 'base64'));
      if (key.length === 32) return key;
      key.fill(0);
    } catch (error) {
      throw new KeydeskError('vault/keystore', {}, { cause: error });
    }
    throw new KeydeskError('vault/keystore', {});
  }
  if (passphrase === undefined) throw new KeydeskError('vault/locked', {});
  const derived = await derive(passphrase, Buffer.from(kept.salt, 'base64'), kept.memoryKiB, kept.passes);
  try {
    return open(derived, Buffer.from(kept.key, 'base64'), context);
  } catch (error) {
    throw new KeydeskError('vault/passphrase', {}, { cause: error });
  } finally {
    derived.fill(0);
  }
}

async function derive(passphrase: Uint8Array, salt: Uint8Array, memoryCost: number, timeCost: number): Promise<Buffer> {
  const argon2id = 2;
  return hashRaw(passphrase, { algorithm: argon2id, memoryCost, timeCost, parallelism: 1, outputLen: 32, salt });
}

/** The first run warms the memory up; the second tells what one pass costs here. */
async function passesFor(passphrase: Uint8Array, salt: Uint8Array): Promise<number> {
  (await derive(passphrase, salt, memoryKiB, 1)).fill(0);
  const before = performance.now();
  (await derive(passphrase, salt, memoryKiB, 3)).fill(0);
  const onePassMs = (performance.now() - before) / 3;
  return Math.min(200, Math.max(3, Math.ceil(aimMs / onePassMs)));
}

/** Characters of a UTF-8 text, without making a string of it. */
export function characters(utf8: Uint8Array): number {
  return utf8.reduce((count, byte) => count + ((byte & 0xc0) === 0x80 ? 0 : 1), 0);
}
