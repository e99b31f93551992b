import type { PinVerdict } from '../../domain/policy/pin-source.ts';
import type { ServerSettings } from '../settings/server-settings.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { resyncedVerdict } from './auto-resync.ts';
import type { CodeVerdict } from './check-code.ts';
import { countFailure } from './failures.ts';
import { isEncryptedPin, isPin } from './kept-pin.ts';
import { parted } from './parted.ts';
import { type Answers, answerTo, type Question } from './questions.ts';
import { type Checking, obstacleOf, spendCode, verdictOf } from './use-code.ts';

/** What came of a check, in privacyIDEA's words. */
export interface CheckOutcome {
  readonly accepted: boolean;
  readonly message: string;
  /** The one credential it is about, if it is one. */
  readonly credential: Credential | undefined;
  readonly type: string | undefined;
  /** The credentials whose PIN was typed and nothing else, when a code may follow. */
  readonly challenged?: readonly Credential[];
  /** The credentials that let somebody in. */
  readonly used?: readonly Credential[];
  /** The newest accepted code once more: no guess. */
  readonly isRepeat?: boolean;
}

/** How policies have the credentials of a check looked at. */
export interface TokenPolicies {
  /** What decides about so long a PIN part. */
  readonly pinVerdict: (credential: Credential, pin: string) => PinVerdict;
  /** Whose password stands for the PIN. */
  readonly personOf: (credential: Credential) => Person | undefined;
  /** Whether the PIN alone begins a challenge. */
  readonly maybeChallenged: (credential: Credential) => boolean;
}

/** What checking all of somebody's tokens needs: the settings too. */
export interface CheckingTokens extends Checking {
  readonly settings: Pick<ServerSettings, 'pinFirst' | 'countWrongPins' | 'autoResync' | 'countUses'>;
}

interface Tried {
  readonly credential: Credential;
  readonly pinMatches: boolean;
  /** What of the typed text is the code. */
  readonly code: string;
  readonly verdict: CodeVerdict;
}

const wrong = { kind: 'wrong' } as const;

/**
 * Checks what was typed against all of a person's credentials together (or one), and moves counters and failcounts.
 * Inside a transaction. Gives the questions it needs answered when it cannot decide yet; nothing is changed then.
 */
export async function checkTokens(
  checking: CheckingTokens,
  candidates: readonly Credential[],
  typed: string,
  options: { readonly otpOnly: boolean; readonly answers: Answers; readonly policies: TokenPolicies },
): Promise<CheckOutcome | { readonly questions: readonly Question[] }> {
  const open = candidates.filter((credential) => credential.failcount < credential.maxfail && credential.locked === 0);
  if (open.length === 0) return rejected('Failcounter exceeded', candidates);
  const { answers, policies, otpOnly } = options;
  const pinIs = (credential: Credential, pin: string) => isRightPin(checking, policies, answers, credential, pin);
  const pins = open.map((credential) => {
    const pin = otpOnly ? '' : parted(credential, typed, checking.settings.pinFirst)?.pin;
    if (pin === undefined || (otpOnly && provesByPinAlone(credential))) return false;
    return otpOnly || pinIs(credential, pin);
  });
  const questions = pins.filter((pin) => typeof pin !== 'boolean');
  if (questions.length > 0) return { questions };
  const tried = open.map((credential, place): Tried => {
    const pinMatches = pins[place] === true;
    const code = otpOnly ? typed : (parted(credential, typed, checking.settings.pinFirst)?.code ?? '');
    return { credential, pinMatches, code, verdict: pinMatches ? verdictOf(checking, credential, code) : wrong };
  });
  const right = tried.filter(({ pinMatches, verdict }) => pinMatches && verdict.kind === 'right');
  if (right.length > 0) return settle(checking, right);
  const resynced = checking.settings.autoResync ? await resyncedOf(checking, tried) : [];
  if (resynced.length > 0) return settle(checking, resynced);
  const challenge = otpOnly ? undefined : challengeOf(open.filter(policies.maybeChallenged), typed, pinIs, checking);
  return challenge ?? refuse(checking, tried, otpOnly, candidates);
}

/** Those whose code was far ahead and followed another. */
async function resyncedOf(checking: Checking, tried: readonly Tried[]): Promise<readonly Tried[]> {
  const resynced: Tried[] = [];
  for (const one of tried.filter(({ pinMatches, verdict }) => pinMatches && verdict.kind === 'wrong')) {
    const verdict = await resyncedVerdict(checking, one.credential, one.code);
    if (verdict !== undefined) resynced.push({ ...one, verdict });
  }
  return resynced;
}

/** Whether a PIN is the right one, or what has to be known to say so. */
function isRightPin(
  { storeKey }: Checking,
  { pinVerdict, personOf }: TokenPolicies,
  answers: Answers,
  credential: Credential,
  pin: string,
): boolean | Question {
  const verdict = pinVerdict(credential, pin);
  if (provesByPinAlone(credential) && (pin === '' || verdict === 'right')) return false;
  if (verdict === 'ask-userstore') {
    const person = personOf(credential);
    return person === undefined ? false : answerTo(answers, { kind: 'password', person, password: pin });
  }
  const { pinHash } = credential;
  if (verdict !== 'ask-token' || pinHash === null) return verdict === 'right';
  return isEncryptedPin(pinHash) ? isPin(storeKey, pinHash, pin) : answerTo(answers, { kind: 'pin', pinHash, pin });
}

/** A simple pass has no code: without a PIN that was really compared, anything would let anybody in. */
function provesByPinAlone({ type }: Credential): boolean {
  return type === 'spass';
}

/** All that was typed is the PIN: a code may follow. A credential that could not be used then is not offered. */
function challengeOf(
  candidates: readonly Credential[],
  typed: string,
  pinIs: (credential: Credential, pin: string) => boolean | Question,
  { now }: Checking,
): CheckOutcome | { readonly questions: readonly Question[] } | undefined {
  const pins = candidates.map((credential) => pinIs(credential, typed));
  const questions = pins.filter((pin) => typeof pin !== 'boolean');
  if (questions.length > 0) return { questions };
  const triggered = candidates.filter((_, place) => pins[place] === true);
  if (triggered.length === 0) return undefined;
  const at = now().toISOString();
  const challenged = triggered.filter((credential) => obstacleOf(credential, at) === undefined);
  if (challenged.length === 0) return rejected('No active challenge response token found', triggered);
  return { ...rejected('', challenged), challenged };
}

/** Counts failures: on those whose PIN was right, or on all. */
async function refuse(
  checking: CheckingTokens,
  tried: readonly Tried[],
  otpOnly: boolean,
  candidates: readonly Credential[],
): Promise<CheckOutcome> {
  const pinRight = tried.filter(({ pinMatches }) => pinMatches);
  const blamed = checking.settings.countWrongPins ? tried : [];
  for (const { credential, verdict } of pinRight.length > 0 ? pinRight : blamed) {
    if (!isRepeat(verdict)) await countFailure(checking.store, credential, checking.now(), checking.settings.countUses);
  }
  if (otpOnly) return rejected('OTP verification failed.', candidates);
  if (pinRight.length === 0) return rejected('wrong otp pin', []);
  const again = pinRight.length === 1 && pinRight[0]?.verdict.kind === 'used';
  const outcome = rejected(
    again ? 'wrong otp value. previous otp used again' : 'wrong otp value',
    pinRight.map(({ credential }) => credential),
  );
  return { ...outcome, isRepeat: pinRight.some(({ verdict }) => isRepeat(verdict)) };
}

/**
 * The newest accepted code once more: what a RADIUS client does that missed the answer. It is refused, but it is no
 * guess, and counting it would lock people out.
 */
export function isRepeat(verdict: CodeVerdict): boolean {
  return verdict.kind === 'used' && verdict.newest;
}

export function rejected(message: string, about: readonly Credential[]): CheckOutcome {
  const credential = about.length === 1 ? about[0] : undefined;
  return { accepted: false, message, credential, type: credential?.type };
}

/** Uses the code up on every credential it is right for; one with an obstacle uses it up and lets nobody in. */
async function settle(checking: Checking, right: readonly Tried[]): Promise<CheckOutcome> {
  const at = checking.now().toISOString();
  const used: Tried[] = [];
  for (const one of right) {
    const success = obstacleOf(one.credential, at) === undefined;
    if (await spendCode(checking, one.credential, one.verdict, success)) used.push(one);
  }
  const about = right.map(({ credential }) => credential);
  if (used.length === 0) return { ...rejected('wrong otp value. previous otp used again', about), isRepeat: true };
  const obstacles = used.map(({ credential }) => obstacleOf(credential, at));
  const messages = obstacles.filter((obstacle) => obstacle !== undefined);
  const types = new Set(about.map(({ type }) => type));
  return {
    accepted: messages.length < obstacles.length,
    message: [`matching ${right.length} tokens`, ...messages].join(', '),
    credential: about.length === 1 ? about[0] : undefined,
    type: types.size === 1 ? [...types][0] : 'undetermined',
    used: used.map(({ credential }) => credential).filter((_, place) => obstacles[place] === undefined),
  };
}
