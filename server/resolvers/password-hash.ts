import { createHash, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import { verifyPin } from '../check/pin.ts';
import { phpassForm } from './phpass.ts';
import { ResolverError } from './resolver.ts';
import { verifyCrypt } from './unix-crypt.ts';

const derive = promisify(pbkdf2);
const mostIterations = 5_000_000;
const mostBcryptCost = 16;
const mostArgonKibibytes = 1_048_576;

/**
 * Whether a password has this hash, in the forms that databases and passwd files keep:
 *
 *   | begins with                                    | form                                          |
 *   | {SHA} {SSHA} {SHA256} {SSHA256} {SHA512} ...   | RFC 2307 and its salted kin                   |
 *   | $5$ $6$                                        | crypt(3), SHA-256 and SHA-512                 |
 *   | $P$ $H$                                        | phpass, as web applications keep it           |
 *   | $2a$ $2b$ $2y$                                 | bcrypt                                        |
 *   | $argon2id$ $argon2i$ $argon2d$                 | RFC 9106                                      |
 *   | $pbkdf2-sha256$ $pbkdf2-sha512$ $pbkdf2$       | PBKDF2 as passlib writes it                   |
 *   | pbkdf2_sha256$                                 | PBKDF2 as Django writes it                    |
 *
 * No hash, or one of `*`, `!`, `x`: nobody logs in. Any other form is an error, never a guess.
 */
export async function verifyHash(kept: string, password: Uint8Array): Promise<boolean> {
  const hash = kept.replace(/^\{CRYPT\}/i, '');
  if (['', '*', 'x'].includes(hash) || hash.startsWith('!')) return false;
  const tagged = /^\{(S?)SHA(256|512)?\}([A-Za-z0-9+/=]+)$/i.exec(hash);
  if (tagged !== null) return verifyDigest(tagged[2] ?? '1', tagged[3] ?? '', password);
  if (/^\$[56]\$/.test(hash) || phpassForm.test(hash)) return verifyCrypt(hash, password);
  if (/^\$2[aby]\$\d\d\$/.test(hash)) return bcrypt(hash, password);
  if (/^\$argon2(id|i|d)\$/.test(hash)) return argon2(hash, password);
  const pbkdf = /^\$pbkdf2(-sha256|-sha512)?\$(\d+)\$([A-Za-z0-9./]*)\$([A-Za-z0-9./]+)$/.exec(hash);
  if (pbkdf !== null) {
    const [, digest = '-sha1', rounds = '', salt = '', wanted = ''] = pbkdf;
    const bytes = (text: string) => Buffer.from(text.replaceAll('.', '+'), 'base64');
    return verifyDerived(digest.slice(1), Number(rounds), bytes(salt), bytes(wanted), password);
  }
  const django = /^pbkdf2_sha256\$(\d+)\$([^$]+)\$([A-Za-z0-9+/=]+)$/.exec(hash);
  if (django !== null) {
    const [, rounds = '', salt = '', wanted = ''] = django;
    return verifyDerived('sha256', Number(rounds), Buffer.from(salt), Buffer.from(wanted, 'base64'), password);
  }
  throw new ResolverError('the password is kept in a form this server does not know');
}

function verifyDigest(size: string, text: string, password: Uint8Array): boolean {
  const bytes = Buffer.from(text, 'base64');
  const length = { 1: 20, 256: 32, 512: 64 }[size] ?? 0;
  if (bytes.length < length) throw new ResolverError('a password hash is cut short');
  const made = createHash(`sha${size}`).update(password).update(bytes.subarray(length)).digest();
  return timingSafeEqual(made, bytes.subarray(0, length));
}

async function bcrypt(hash: string, password: Uint8Array): Promise<boolean> {
  if (Number(hash.slice(4, 6)) > mostBcryptCost) throw new ResolverError('a password hash costs too much to check');
  return verifyBcrypt(password, hash);
}

async function argon2(hash: string, password: Uint8Array): Promise<boolean> {
  if (Number(/[$,]m=(\d+)/.exec(hash)?.[1] ?? 0) > mostArgonKibibytes) {
    throw new ResolverError('a password hash costs too much to check');
  }
  return verifyPin(hash, password);
}

async function verifyDerived(
  digest: string,
  rounds: number,
  salt: Uint8Array,
  wanted: Uint8Array,
  password: Uint8Array,
): Promise<boolean> {
  if (rounds < 1 || rounds > mostIterations || wanted.length < 16) {
    throw new ResolverError('a password hash is in no sound form');
  }
  return timingSafeEqual(await derive(password, salt, rounds, wanted.length, digest), wanted);
}
