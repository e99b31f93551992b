import { setImmediate } from 'node:timers/promises';
import { splitYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import type { Autoassignment } from '../../domain/policy/login-without-token.ts';
import type { Installation } from '../installation.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { checkCode } from './check-code.ts';
import { checkUserPassword } from './check-user-password.ts';
import { keepPin } from './kept-pin.ts';
import { parted } from './parted.ts';

/** Whose code of a pool token somebody typed; the token's PIN is to be kept in this way. */
export interface PoolQuestion {
  readonly kind: 'pool';
  readonly person: Person;
  /** From where: attempts are counted by person and by address. */
  readonly client: string;
  readonly typed: string;
  readonly pinFirst: boolean;
  readonly way: Autoassignment;
  readonly storage: 'hashed' | 'encrypted';
}

/** The one token that fits, with what was typed before its code. */
export type PoolFind =
  | { readonly found: 'one'; readonly serial: string; readonly keptPin: string | null }
  | { readonly found: 'none' | 'several' | 'wrong-password' | 'too-many-attempts' };

const atOnce = 200;
const attemptsWithinMs = 600_000;

/** Tries the code on every token of the person's realm that is free and fit for use. Moves no counter. */
export async function searchPool(
  installation: Installation,
  question: PoolQuestion,
  isCounted: boolean,
): Promise<PoolFind> {
  const { person, typed, pinFirst, way, storage } = question;
  if (isCounted && !(await mayTry(installation, question))) return { found: 'too-many-attempts' };
  const fitting = await fittingTokens(installation, question);
  const [credential] = fitting;
  if (credential === undefined) return { found: 'none' };
  if (fitting.length > 1) return { found: 'several' };
  const pin = parted(credential, typed, pinFirst)?.pin ?? '';
  if (!(await mayStandBefore(installation, person, way, pin))) return { found: 'wrong-password' };
  const { serial } = credential;
  if (pin === '' || way.withoutPin) return { found: 'one', serial, keptPin: null };
  const bytes = Buffer.from(pin);
  try {
    return { found: 'one', serial, keptPin: await keepPin(installation.keys.storeKey, bytes, storage) };
  } finally {
    bytes.fill(0);
  }
}

/** Whether what was typed before the code is what has to stand there. */
async function mayStandBefore(
  { userStore }: Installation,
  person: Person,
  { mode, codeAlone }: Autoassignment,
  pin: string,
): Promise<boolean> {
  if (pin === '' && codeAlone) return true;
  return mode === 'any_pin' || (mode === 'userstore' && (await checkUserPassword(userStore, person, pin)));
}

/** The realm whose tokens are searched. */
export function poolRealm({ realm }: Person, { fromRealm }: Autoassignment): string {
  return fromRealm ?? realm;
}

/** Counts the attempt before anything is tried; in a transaction of its own, so that none slips past the count. */
function mayTry({ store, now }: Installation, { person, client }: PoolQuestion): Promise<boolean> {
  const at = now();
  const since = new Date(at.getTime() - attemptsWithinMs).toISOString();
  return store.commits.alone(({ pool }) => pool.attempt(person.id, client, at.toISOString(), since));
}

async function fittingTokens({ store, keys, now }: Installation, { person, way, typed, pinFirst }: PoolQuestion) {
  const realm = poolRealm(person, way);
  const at = now();
  const found: Credential[] = [];
  let after = 0;
  for (;;) {
    const portion = await store.pool.portion(realm, at.toISOString(), after, atOnce);
    for (const credential of portion) {
      after = credential.id;
      const code = parted(credential, typed, pinFirst)?.code;
      if (code === undefined || !mayBeOf(credential, code)) continue;
      const seed = openSeed(keys.storeKey, credential.serial, credential.seed);
      const verdict = checkCode(credential, seed, code, at.getTime() / 1000);
      seed.fill(0);
      if (verdict.kind === 'right') found.push(credential);
    }
    if (portion.length < atOnce || found.length > 1) return found;
    await setImmediate();
  }
}

/** A Yubico code says itself whose it is. */
function mayBeOf({ type, publicId }: Credential, code: string): boolean {
  return type !== 'yubikey' || publicId === '' || splitYubicoOtp(code)?.publicId === publicId;
}
