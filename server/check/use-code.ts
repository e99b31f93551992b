import type { KeyObject } from 'node:crypto';
import { openSeed, sealSeed } from '../keys/seed-at-rest.ts';
import type { ServerSettings } from '../settings/server-settings.ts';
import type { Credential } from '../store/credentials.ts';
import { isPending } from '../store/pending-state.ts';
import type { Store } from '../store/store.ts';
import { type CodeVerdict, checkCode } from './check-code.ts';
import { forgetSent } from './send-limit.ts';

/** What a check needs besides the store: the key that opens seeds, and the clock. */
export interface Checking {
  readonly store: Pick<Store, 'credentials' | 'challenges' | 'guesses' | 'info'>;
  readonly storeKey: KeyObject;
  readonly now: () => Date;
  readonly settings: Pick<ServerSettings, 'countUses'>;
}

/** What a code is worth on a credential; its seed is open only meanwhile. */
export function verdictOf(
  { storeKey, now }: Pick<Checking, 'storeKey' | 'now'>,
  credential: Credential,
  code: string,
): CodeVerdict {
  const seed = openSeed(storeKey, credential.serial, credential.seed);
  try {
    return checkCode(credential, seed, code, now().getTime() / 1000);
  } finally {
    seed.fill(0);
  }
}

/** Uses a right code up, unless another request was faster or the credential is another by now. */
export async function spendCode(
  checking: Checking,
  credential: Credential,
  verdict: CodeVerdict,
  success: boolean,
): Promise<boolean> {
  if (verdict.kind !== 'right') return false;
  const at = checking.now().toISOString();
  const { next, timeShift } = verdict;
  const { countUses } = checking.settings;
  const count = { tries: countUses ? 1 : 0, successes: countUses && success ? 1 : 0 } as const;
  if (!(await checking.store.credentials.accept(credential, next, timeShift, at, count))) return false;
  if (success && credential.type === 'registration') await checking.store.credentials.end(credential.id, at);
  if (verdict.privateId !== undefined) await bind(checking, credential, verdict.privateId);
  if (isSent(credential)) {
    await checking.store.challenges.endSent(credential.id, next - 1);
    await forgetSent(checking.store.guesses, credential.id);
  }
  return true;
}

/** Whether its codes are made here and sent: no challenge may take again what was used up without it. */
export function isSent({ type }: Pick<Credential, 'type'>): boolean {
  return type === 'sms' || type === 'email';
}

/** Whether it answers a question, so that without one there is nothing to type. */
export function isAsked({ type }: Pick<Credential, 'type'>): boolean {
  return type === 'qr' || type === 'ocra';
}

async function bind({ storeKey, store }: Checking, credential: Credential, privateId: Uint8Array): Promise<void> {
  const key = openSeed(storeKey, credential.serial, credential.seed);
  const whole = Buffer.concat([key, privateId]);
  const sealed = sealSeed(storeKey, credential.serial, whole);
  key.fill(0);
  whole.fill(0);
  await store.credentials.bindSeed(credential.id, sealed);
}

/** Why a right code of this credential lets nobody in, if it does not. */
export function obstacleOf(credential: Credential, at: string): string | undefined {
  const { active, rolloutState, validFrom, validUntil, tries, successes, maxTries, maxSuccesses } = credential;
  if (active !== 1) return 'Token is disabled';
  if (isPending(rolloutState)) return 'Token is not yet enrolled';
  if ((validFrom !== null && at < validFrom) || (validUntil !== null && at > validUntil)) {
    return 'Outside validity period';
  }
  const spent = (maxTries !== null && tries >= maxTries) || (maxSuccesses !== null && successes >= maxSuccesses);
  return spent ? 'Authentication counter exceeded' : undefined;
}
