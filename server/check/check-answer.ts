import { timingSafeEqual } from 'node:crypto';
import { hotp } from '../../domain/otp/hotp.ts';
import { checkOcra, findOcraCounter, findOcraTimeStep, ocraTimeStep } from '../../domain/otp/ocra.ts';
import { type OcraSuite, parseOcraSuite } from '../../domain/otp/ocra-suite.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import type { Challenge } from '../store/challenges.ts';
import type { Credential } from '../store/credentials.ts';
import { type CodeVerdict, checkCode } from './check-code.ts';
import type { Checking } from './use-code.ts';

/** The information beside a credential that holds its suite, as privacyIDEA names it. */
export const suiteInfo = 'ocrasuite';

const wrong = { kind: 'wrong' } as const;

/**
 * What an answer is worth to a challenge: the very code that was sent for it, the response to its question, or any code
 * of a token that makes its own. Where the app has pushed the response already, nothing is right, and that response too.
 */
export async function answerVerdict(
  checking: Checking,
  credential: Credential,
  challenge: Challenge,
  answer: string,
): Promise<CodeVerdict> {
  if (challenge.answeredAt === null) return freshVerdict(checking, credential, challenge, answer);
  const { counter, countWindow, timeShift } = credential;
  const before = { ...credential, counter: Math.max(0, counter - countWindow) };
  const isRight = answer === '' || (await freshVerdict(checking, before, challenge, answer)).kind === 'right';
  return isRight ? { kind: 'right', next: counter, timeShift } : wrong;
}

async function freshVerdict(
  { store, storeKey, now }: Checking,
  credential: Credential,
  challenge: Challenge,
  answer: string,
): Promise<CodeVerdict> {
  const suite =
    challenge.question === null ? undefined : parseOcraSuite((await store.info.of(credential.id))[suiteInfo] ?? '');
  const seed = openSeed(storeKey, credential.serial, credential.seed);
  const unixSeconds = now().getTime() / 1000;
  try {
    if (suite !== undefined)
      return checkResponse(credential, suite, seed, challenge.question ?? '', answer, unixSeconds);
    if (challenge.counter !== null) return checkSent(credential, seed, challenge.counter, answer);
    return checkCode(credential, seed, answer, unixSeconds);
  } finally {
    seed.fill(0);
  }
}

/** Only the code of this challenge; a later one may have been sent meanwhile. */
function checkSent(credential: Credential, seed: Uint8Array, counter: number, answer: string): CodeVerdict {
  const right = Buffer.from(hotp(seed, counter, credential.otpLength, credential.hash));
  const given = Buffer.from(answer);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return wrong;
  return { kind: 'right', next: Math.max(credential.counter, counter + 1), timeShift: credential.timeShift };
}

function checkResponse(
  credential: Credential,
  suite: OcraSuite,
  seed: Uint8Array,
  question: string,
  answer: string,
  unixSeconds: number,
): CodeVerdict {
  const { counter, countWindow, timeWindow, timeShift } = credential;
  const right = (next: number): CodeVerdict => ({ kind: 'right', next, timeShift });
  const timeStep = suite.stepSeconds === undefined ? undefined : ocraTimeStep(suite, unixSeconds);
  if (suite.counter) {
    const found = findOcraCounter(suite, seed, { question, counter, timeStep }, answer, countWindow);
    return found === undefined ? wrong : right(found + 1);
  }
  if (timeStep !== undefined && suite.stepSeconds !== undefined) {
    const around = Math.ceil(timeWindow / suite.stepSeconds);
    const found = findOcraTimeStep(suite, seed, { question, timeStep }, answer, around);
    return found === undefined ? wrong : right(counter + 1);
  }
  return checkOcra(suite, seed, { question }, answer) ? right(counter + 1) : wrong;
}
