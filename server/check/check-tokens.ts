import type { KeyObject } from 'node:crypto';
import { openSeed, sealSeed } from '../keys/seed-at-rest.ts';
import type { Credential } from '../store/credentials.ts';
import type { Store } from '../store/store.ts';
import { type CodeVerdict, checkCode } from './check-code.ts';
import { isEncryptedPin, isPin } from './kept-pin.ts';

/** What a check needs besides the store: the key that opens seeds, and the clock. */
export interface Checking {
  readonly store: Pick<Store, 'credentials'>;
  readonly storeKey: KeyObject;
  readonly now: () => Date;
}

/** What came of a check, in privacyIDEA's words. */
export interface CheckOutcome {
  readonly accepted: boolean;
  readonly message: string;
  /** The one credential it is about, if it is one. */
  readonly credential: Credential | undefined;
  readonly type: string | undefined;
}

/** A PIN that has to be verified before the check can be decided; Argon2id takes too long for a transaction. */
export interface PinQuestion {
  readonly pinHash: string;
  readonly pin: string;
}

/** Answers to PIN questions, by `pinKey`. */
export type PinAnswers = ReadonlyMap<string, boolean>;

export function pinKey({ pinHash, pin }: PinQuestion): string {
  return `${pinHash}\n${pin}`;
}

interface Tried {
  readonly credential: Credential;
  readonly pinMatches: boolean;
  readonly verdict: CodeVerdict;
}

/**
 * Checks what was typed against all of a person's credentials together (or one), and moves counters and failcounts.
 * Inside a transaction. Gives the PIN questions it needs answered when it cannot decide yet; nothing is changed then.
 */
export function checkTokens(
  checking: Checking,
  candidates: readonly Credential[],
  typed: string,
  options: { readonly otpOnly: boolean; readonly answers: PinAnswers },
): CheckOutcome | { readonly questions: readonly PinQuestion[] } {
  const open = candidates.filter((credential) => credential.failcount < credential.maxfail && credential.locked === 0);
  const questions = options.otpOnly
    ? []
    : open.flatMap((credential) => pinQuestion(credential, typed, options.answers));
  if (questions.length > 0) return { questions };
  if (open.length === 0) return rejected('Failcounter exceeded', candidates);
  const tried = open.map((credential) => tryOne(checking, credential, typed, options));
  const right = tried.filter(({ pinMatches, verdict }) => pinMatches && verdict.kind === 'right');
  if (right.length > 0) return settle(checking, right);
  const pinRight = tried.filter(({ pinMatches }) => pinMatches);
  for (const { credential, verdict } of pinRight.length > 0 ? pinRight : tried) {
    if (!isRepeat(verdict)) checking.store.credentials.countFailure(credential.id);
  }
  if (options.otpOnly) return rejected('OTP verification failed.', candidates);
  if (pinRight.length === 0) return rejected('wrong otp pin', []);
  const again = pinRight.length === 1 && pinRight[0]?.verdict.kind === 'used';
  return rejected(
    again ? 'wrong otp value. previous otp used again' : 'wrong otp value',
    pinRight.map(({ credential }) => credential),
  );
}

/**
 * The newest accepted code once more: what a RADIUS client does that missed the answer. It is refused, but it is no
 * guess, and counting it would lock people out.
 */
function isRepeat(verdict: CodeVerdict): boolean {
  return verdict.kind === 'used' && verdict.newest;
}

function rejected(message: string, about: readonly Credential[]): CheckOutcome {
  const credential = about.length === 1 ? about[0] : undefined;
  return { accepted: false, message, credential, type: credential?.type };
}

/** PIN first, then the code: the last characters, as many as the credential's codes have. */
function split(credential: Credential, typed: string): { pin: string; code: string } | undefined {
  const at = typed.length - credential.otpLength;
  return at < 0 ? undefined : { pin: typed.slice(0, at), code: typed.slice(at) };
}

function pinQuestion(credential: Credential, typed: string, answers: PinAnswers): readonly PinQuestion[] {
  const pin = split(credential, typed)?.pin;
  if (credential.pinHash === null || isEncryptedPin(credential.pinHash) || pin === undefined || pin === '') return [];
  const question = { pinHash: credential.pinHash, pin };
  return answers.has(pinKey(question)) ? [] : [question];
}

function tryOne(
  checking: Checking,
  credential: Credential,
  typed: string,
  options: { readonly otpOnly: boolean; readonly answers: PinAnswers },
): Tried {
  const parts = options.otpOnly ? { pin: '', code: typed } : split(credential, typed);
  if (parts === undefined) return { credential, pinMatches: false, verdict: { kind: 'wrong' } };
  const { pinHash } = credential;
  const pinMatches =
    options.otpOnly ||
    (pinHash === null ? parts.pin === '' : isRightPin(checking, pinHash, parts.pin, options.answers));
  if (!pinMatches) return { credential, pinMatches, verdict: { kind: 'wrong' } };
  const seed = openSeed(checking.storeKey, credential.serial, credential.seed);
  try {
    return {
      credential,
      pinMatches,
      verdict: checkCode(credential, seed, parts.code, checking.now().getTime() / 1000),
    };
  } finally {
    seed.fill(0);
  }
}

function isRightPin({ storeKey }: Checking, pinHash: string, pin: string, answers: PinAnswers): boolean {
  return isEncryptedPin(pinHash) ? isPin(storeKey, pinHash, pin) : answers.get(pinKey({ pinHash, pin })) === true;
}

/** Why a right code of this credential lets nobody in, if it does not. */
function obstacleOf(credential: Credential, at: string): string | undefined {
  const { active, validFrom, validUntil, tries, successes, maxTries, maxSuccesses } = credential;
  if (active !== 1) return 'Token is disabled';
  if ((validFrom !== null && at < validFrom) || (validUntil !== null && at > validUntil)) {
    return 'Outside validity period';
  }
  const spent = (maxTries !== null && tries >= maxTries) || (maxSuccesses !== null && successes >= maxSuccesses);
  return spent ? 'Authentication counter exceeded' : undefined;
}

/** Uses the code up on every credential it is right for; one with an obstacle uses it up and lets nobody in. */
function settle(checking: Checking, right: readonly Tried[]): CheckOutcome {
  const { credentials } = checking.store;
  const at = checking.now().toISOString();
  const messages: string[] = [];
  let accepted = false;
  let used = 0;
  for (const { credential, verdict } of right) {
    if (verdict.kind !== 'right') continue;
    const { id, counter } = credential;
    const obstacle = obstacleOf(credential, at);
    if (!credentials.accept(id, counter, verdict.next, verdict.timeShift, at, obstacle === undefined)) continue;
    used += 1;
    if (verdict.privateId !== undefined) bind(checking, credential, verdict.privateId);
    if (obstacle === undefined) accepted = true;
    else messages.push(obstacle);
  }
  if (used === 0) {
    return rejected(
      'wrong otp value. previous otp used again',
      right.map(({ credential }) => credential),
    );
  }
  const types = new Set(right.map(({ credential }) => credential.type));
  return {
    accepted,
    message: [`matching ${right.length} tokens`, ...messages].join(', '),
    credential: right.length === 1 ? right[0]?.credential : undefined,
    type: types.size === 1 ? [...types][0] : 'undetermined',
  };
}

function bind(checking: Checking, credential: Credential, privateId: Uint8Array): void {
  const key = openSeed(checking.storeKey, credential.serial, credential.seed);
  const whole = Buffer.concat([key, privateId]);
  checking.store.credentials.bindSeed(credential.id, sealSeed(checking.storeKey, credential.serial, whole));
  key.fill(0);
  whole.fill(0);
}
