import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { countFailure } from '../check/failures.ts';
import { verdictOf } from '../check/use-code.ts';
import type { Installation } from '../installation.ts';
import { openSeed, sealSeed } from '../keys/seed-at-rest.ts';
import type { Credential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { isTrue, type Parameters, required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import type { Outcome } from './perform.ts';
import { decodedKey, madeLength } from './read-key.ts';
import type { RequestFacts } from './request-facts.ts';
import { standardTwoStep, twoStepInfo } from './two-step.ts';

/** What an enrolment that waits was given: the first code, or the whole seed that came of the client's part. */
export type Finishing =
  | { readonly kind: 'first code'; readonly id: number; readonly code: string }
  | { readonly kind: 'client part'; readonly id: number; readonly seed: Uint8Array };

const derive = promisify(pbkdf2);

/** Reads what the enrolment waits for, and makes the seed of its two parts: that takes too long for a transaction. */
export async function prepareFinish(
  { store, keys }: Installation,
  { parameters }: RequestFacts,
  credential: Credential,
): Promise<Finishing> {
  assertChangeable(credential);
  assertSameType(credential, parameters);
  const { id, serial, hash, rolloutState } = credential;
  if (rolloutState === 'verify') {
    if (!parameters.verify) {
      throw new WireError('parameter', "Token is in verify_pending state but 'verify' parameter is missing.");
    }
    return { kind: 'first code', id, code: parameters.verify.trim().slice(0, 100) };
  }
  if (isTrue(parameters['2stepinit'])) {
    throw new WireError('parameter', '2stepinit is only to be used in the first initialization step.');
  }
  const info = await store.info.of(id);
  const size = Number(info[twoStepInfo.clientSize] ?? standardTwoStep.clientSize);
  const rounds = Number(info[twoStepInfo.difficulty] ?? standardTwoStep.difficulty);
  const client = decodedKey(required(parameters, 'otpkey').replace(/\s/g, ''), parameters.otpkeyformat ?? 'hex');
  const server = openSeed(keys.storeKey, serial, credential.seed);
  const password = Buffer.from(Buffer.from(server.buffer, server.byteOffset, server.length).toString('hex'));
  try {
    if (client.length !== size) {
      throw new WireError('parameter', `Client Secret Size is expected to be ${size}, but is ${client.length}`);
    }
    // As privacyIDEA's apps do it: the server's part in hex is the password, the client's the salt (RFC 8018).
    return { kind: 'client part', id, seed: await derive(password, client, rounds, madeLength[hash], 'sha1') };
  } finally {
    for (const part of [client, server, password]) part.fill(0);
  }
}

/** The token is enrolled, or says why not. A wrong code counts as one; too many, and no further is looked at. */
export async function finishEnrolment(
  installation: Installation,
  facts: RequestFacts,
  credential: Credential | undefined,
  person: Person | undefined,
  finishing: Finishing,
): Promise<Outcome> {
  const { store, keys, rules, now } = installation;
  const state = finishing.kind === 'first code' ? 'verify' : 'clientwait';
  if (credential?.id !== finishing.id || credential.rolloutState !== state) {
    throw new WireError('tokenAdmin', 'The token was changed meanwhile. Look at it again.', {
      reason: 'token-changed',
    });
  }
  assertChangeable(credential);
  const { id, serial, type, failcount, maxfail } = credential;
  const audit = { serial, type, finished: finishing.kind };
  if (finishing.kind === 'client part') {
    // It becomes active now, and was not counted before.
    await rules.mayHold(facts, { person, realms: await store.tokenRealms.of(id), type, serial });
    const waits = await rules.waitsForCode(facts, person, type);
    const seed = sealSeed(keys.storeKey, serial, finishing.seed);
    // Codes of the server's part alone may have been tried: the whole seed begins at its beginning.
    const begun = { seed, active: 1, counter: 0, timeShift: 0 } as const;
    await store.changes.moveOn(id, state, { ...begun, rolloutState: waits ? 'verify' : '' });
    return waits
      ? { value: true, detail: () => ({ serial, rollout_state: 'verify', verify: { message: askForCode } }), audit }
      : { value: true, detail: () => ({ serial, rollout_state: '' }), audit };
  }
  if (failcount >= maxfail) {
    throw new WireError('parameter', 'Too many wrong codes. Reset the failures of the token.', {
      reason: 'too-many-wrong-codes',
    });
  }
  const verdict = verdictOf({ storeKey: keys.storeKey, now }, credential, finishing.code);
  if (verdict.kind !== 'right') {
    await countFailure(store, credential, facts.at);
    return { value: false, refusal: new WireError('parameter', 'Verification of the new token failed.'), audit };
  }
  const { next: counter, timeShift } = verdict;
  await store.changes.moveOn(id, state, { counter, timeShift, rolloutState: 'enrolled' });
  return { value: true, detail: () => ({ serial, rollout_state: 'enrolled' }), audit };
}

/** What whoever has the new token is asked, in privacyIDEA's words. */
export const askForCode = 'Please enter a valid OTP value of the new token.';

function assertSameType({ serial, type }: Credential, parameters: Parameters): void {
  if (!parameters.type || parameters.type.toLowerCase() === type) return;
  throw new WireError(
    'tokenAdmin',
    `The token ${serial} already exists with type ${type}. It can not be initialized with type ${parameters.type.slice(0, 40)}.`,
  );
}
