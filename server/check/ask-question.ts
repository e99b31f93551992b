import { randomInt } from 'node:crypto';
import { ocraQuestion, type QuestionKind } from '../../domain/otp/ocra-question.ts';
import { OcraError, type OcraSuite, parseOcraSuite } from '../../domain/otp/ocra-suite.ts';
import { qrRequestAddress } from '../../domain/otp/qr-address.ts';
import { challengeUrl, renderUrl } from '../../domain/policy/challenge-url.ts';
import type { Installation } from '../installation.ts';
import { openSeed } from '../keys/seed-at-rest.ts';
import { asked } from '../policy/policy-error.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Parameters } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { suiteInfo } from './check-answer.ts';
import { askAbout, type CheckRequest } from './policy-facts.ts';

/** A question to a token, and for a QR token the address in the picture and where its app pushes. */
export interface AskedQuestion {
  readonly question: string;
  readonly data: string;
  readonly address: string | undefined;
  readonly url: string | undefined;
}

/**
 * Draws a question for an OCRA token. What is to be confirmed comes as `data` or `challenge`, and `challenge_type` says
 * whether the question is taken out of it or is its hash; without data it is drawn by chance.
 */
export async function askQuestion(
  installation: Installation,
  request: CheckRequest,
  parameters: Parameters,
  person: Person | undefined,
  credential: Credential,
  transactionId: string,
): Promise<AskedQuestion> {
  const { store } = installation;
  const suite = parseOcraSuite((await store.info.of(credential.id))[suiteInfo] ?? '');
  const data = (parameters.data || parameters.challenge || '').slice(0, 500);
  let question: string;
  try {
    question = ocraQuestion(suite, kindOf(parameters, data), data, (below) => randomInt(below));
  } catch (cause) {
    if (!(cause instanceof OcraError)) throw cause;
    throw new WireError('parameter', `${cause.message}.`, { cause });
  }
  const picture = await pictureOf(installation, request, parameters, person, credential, suite, {
    transactionId,
    question,
    data,
  });
  return { question, data, ...picture };
}

/** What the picture of a question to a QR token says; other tokens have none. */
export async function pictureOf(
  installation: Installation,
  request: CheckRequest,
  parameters: Parameters,
  person: Person | undefined,
  credential: Credential,
  { hash }: Pick<OcraSuite, 'hash'>,
  { transactionId, question, data }: { readonly [part in 'transactionId' | 'question' | 'data']: string },
): Promise<Pick<AskedQuestion, 'address' | 'url'>> {
  if (credential.type !== 'qr') return { address: undefined, url: undefined };
  const url = await urlOf(installation, request, parameters, person, credential, transactionId);
  const seed = openSeed(installation.keys.storeKey, credential.serial, credential.seed);
  try {
    const address = qrRequestAddress({ transactionId, question, message: data, url }, seed, hash);
    return { address, url };
  } finally {
    seed.fill(0);
  }
}

function kindOf({ challenge_type, hashchallenge }: Parameters, data: string): QuestionKind {
  if (data === '') return 'random';
  const wanted = challenge_type ? challenge_type.toLowerCase() : hashchallenge ? 'hash' : 'raw';
  if (wanted === 'raw' || wanted === 'hash' || wanted === 'random') return wanted;
  throw new WireError('parameter', "'challenge_type' must be raw, hash or random.");
}

async function urlOf(
  installation: Installation,
  request: CheckRequest,
  parameters: Parameters,
  person: Person | undefined,
  credential: Credential,
  transactionId: string,
): Promise<string | undefined> {
  if (parameters.no_callback !== undefined) return undefined;
  const realms = await installation.store.tokenRealms.of(credential.id);
  const id = parameters['callback.id'];
  const question = await askAbout(installation, request, person, credential);
  const { value, policies } = asked(() => challengeUrl(question, realms, id ? { id } : {}));
  if (value === undefined) return undefined;
  for (const name of policies) request.tookEffect.add(name);
  return renderUrl(value, {
    serial: credential.serial,
    transactionId,
    user: parameters['callback.user'] ?? '',
    password: parameters['callback.password'] ?? '',
  });
}
