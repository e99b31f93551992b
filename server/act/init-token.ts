import { challengeUrl, renderUrl } from '../../domain/policy/challenge-url.ts';
import { beginChallenge } from '../check/begin-challenge.ts';
import { suiteInfo } from '../check/check-answer.ts';
import { askAbout } from '../check/policy-facts.ts';
import { sendCodes } from '../check/send-codes.ts';
import { isSent } from '../check/use-code.ts';
import type { Installation } from '../installation.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { notify } from '../notices/notify.ts';
import { asked } from '../policy/policy-error.ts';
import { type Credential, newCredential } from '../store/credentials.ts';
import { isPending } from '../store/pending-state.ts';
import type { Person } from '../store/people.ts';
import type { Right } from '../store/rights.ts';
import { isTrue, type Parameters } from '../wire/parameters.ts';
import { notFound, WireError } from '../wire/wire-error.ts';
import { alreadyAssigned } from './assignment.ts';
import { assertChangeable } from './changeable.ts';
import { enrolmentDetail } from './enrolment-detail.ts';
import { askForCode, type Finishing, finishEnrolment, prepareFinish } from './finish-enrolment.ts';
import { keptPinOf, randomPin } from './new-pin.ts';
import { newSerial } from './new-serial.ts';
import type { Act, Outcome } from './perform.ts';
import { type InitRequest, type InitType, initType, readInit } from './read-init.ts';
import { madeLength } from './read-key.ts';
import type { RequestFacts } from './request-facts.ts';
import { personOf, type Target } from './target.ts';
import { assertRealms } from './token-settings.ts';
import { toldPin } from './told-pin.ts';
import { type TwoStep, twoStepDetail, twoStepInfo, twoStepOf } from './two-step.ts';

interface Beginning {
  readonly kind: 'beginning';
  readonly wanted: InitRequest;
  readonly serial: string;
  /** `undefined`: no PIN was sent, so an older one stays. */
  readonly pinHash: string | null | undefined;
  /** A random PIN that is to be printed, alone and in a letter when one was asked for: told once. */
  readonly told: Readonly<Record<string, unknown>>;
  readonly twoStep: TwoStep | undefined;
}

type PreparedInit = Beginning | Finishing;

const enrolRight: Readonly<Record<InitType, Right>> = {
  hotp: 'enrollHOTP',
  totp: 'enrollTOTP',
  yubikey: 'enrollYUBIKEY',
  sms: 'enrollSMS',
  email: 'enrollEMAIL',
  qr: 'enrollQR',
  ocra: 'enrollOCRA',
  pw: 'enrollPW',
  spass: 'enrollSPASS',
  registration: 'enrollREGISTRATION',
};

/**
 * `POST /token/init`. On a serial that is there, the credential ends and another begins in its place: with the new
 * key, counter 0 and no failures; owner, PIN, realms, description and information stay unless the request names others.
 * An enrolment that waits for the client's part or the first code goes on instead, unless it is to begin anew
 * (`rollover`).
 */
export const initToken: Act<PreparedInit> = {
  name: 'token/init',
  right: ({ parameters }, target) => enrolRight[waiting(target, parameters)?.type ?? initType(parameters)],
  target: 'new serial',
  byAnother: true,
  prepare(installation, facts, target) {
    const old = waiting(target, facts.parameters);
    return old === undefined ? prepareInit(installation, facts, target) : prepareFinish(installation, facts, old);
  },
  run(installation, facts, target, prepared) {
    if (prepared.kind === 'beginning') return init(installation, facts, target, prepared);
    return finishEnrolment(installation, facts, target.credentials[0], personOf(target), prepared);
  },
  release(prepared) {
    if (prepared.kind === 'beginning') prepared.wanted.seed.fill(0);
    if (prepared.kind === 'client part') prepared.seed.fill(0);
  },
};

/** The credential whose enrolment goes on by this request. */
function waiting(target: Target | undefined, { rollover }: Parameters): Credential | undefined {
  const old = target?.credentials[0];
  return old !== undefined && isPending(old.rolloutState) && !isTrue(rollover) ? old : undefined;
}

async function prepareInit(installation: Installation, facts: RequestFacts, target: Target): Promise<Beginning> {
  const { rules } = installation;
  const { pin } = facts.parameters;
  const person = personOf(target);
  if (pin) await rules.mayAct(facts, 'enrollpin', person);
  const type = initType(facts.parameters);
  const twoStep = await twoStepOf(rules, facts, person, type);
  const isOfPassword = type === 'registration' || type === 'pw';
  const password = isOfPassword ? await rules.drawn(facts, person, type) : undefined;
  const parameters = twoStep === undefined ? facts.parameters : { ...facts.parameters, genkey: '1' };
  const { newToken } = await installation.settings();
  const wanted = readInit(parameters, newToken, { partLength: twoStep?.serverSize, password });
  try {
    const serial = wanted.serial ?? (await newSerial(installation.store.credentials, wanted.type));
    const toDraw = await rules.randomPinAtInit(facts, person, wanted.type);
    const chosen = toDraw === undefined ? pin : randomPin(toDraw);
    if (chosen) await rules.mayBePin(facts, person, wanted.type, chosen);
    return {
      kind: 'beginning',
      wanted,
      twoStep,
      serial,
      pinHash: chosen === undefined ? undefined : await keptPinOf(installation, facts, person, chosen),
      told: toDraw?.letter === true && chosen ? await toldPin(installation, facts, person, serial, chosen) : {},
    };
  } catch (error) {
    wanted.seed.fill(0);
    throw error;
  }
}

async function init(
  installation: Installation,
  facts: RequestFacts,
  { credentials: [old], person: named, owners: [owner] }: Target,
  { wanted, serial, pinHash, told, twoStep }: Beginning,
): Promise<Outcome> {
  const { store, keys, rules } = installation;
  if (old === undefined && isTrue(facts.parameters.rollover)) throw notFound('token');
  if (old !== undefined) {
    assertSuccessor(old, wanted, named, owner);
    if (!isPending(old.rolloutState)) await rules.mayAct(facts, 'token_rollover', owner);
  }
  const person = named ?? owner;
  const at = facts.at.toISOString();
  const realms = await realmsOf(installation, facts, wanted, old, named);
  await rules.mayHold(facts, { person, realms, type: wanted.type, serial });
  if (old !== undefined) await store.credentials.end(old.id, at);
  const { type, seed, otpLength, hash, publicId, timeShift, settings } = wanted;
  const waitsForCode = twoStep === undefined && (await rules.waitsForCode(facts, person, type));
  const begun = {
    ...newCredential,
    description: old?.description ?? '',
    tokenSerial: old?.tokenSerial ?? null,
    slot: old?.slot ?? null,
    ...withoutLimitsOfUse(settings),
    serial,
    type,
    otpLength,
    hash,
    publicId,
    timeShift,
    seed: sealSeed(keys.storeKey, serial, seed),
    pinHash: pinHash === undefined ? (old?.pinHash ?? null) : pinHash,
    ownerId: person?.id ?? null,
    realms,
    begunAt: at,
    assignedAt: person === undefined ? null : ((named === undefined ? old?.assignedAt : undefined) ?? at),
    active: twoStep === undefined ? (1 as const) : (0 as const),
    rolloutState: twoStep !== undefined ? 'clientwait' : waitsForCode ? 'verify' : '',
  };
  const id = await store.credentials.add(begun);
  if (person !== undefined) {
    await notify(installation, person, old?.ownerId === person.id ? 'replaced' : 'issued', {
      serial,
      by: facts.admin.name,
    });
  }
  await store.changes.set(id, settings);
  if (old !== undefined) await store.info.copy(old.id, id);
  for (const [name, value] of Object.entries({ ...wanted.info, ...aboutParts(twoStep) })) {
    if (value === undefined) await store.info.remove(id, name);
    else await store.info.set(id, name, value);
  }
  const { label, issuer, image } = await rules.appName(facts, person, serial);
  const url = type === 'qr' ? await pairingUrl(installation, facts, person, serial, realms) : undefined;
  const isDrawn = isTrue(facts.parameters.genkey);
  const parts = twoStep && twoStepDetail(twoStep, madeLength[hash]);
  const suite = wanted.info[suiteInfo];
  const asking = waitsForCode ? await askFor(installation, facts, person, await store.credentials.byId(id)) : undefined;
  return {
    value: true,
    detail: async (outside) => ({
      ...enrolmentDetail({ ...begun, seed, label, issuer, image, url, suite, isDrawn, twoStep: parts }),
      ...told,
      ...(asking === undefined ? {} : { verify: { message: await asking(outside) } }),
    }),
    audit: { serial, type, ...about(person), ...(old === undefined ? {} : { ended: old.id }) },
  };
}

/** What the second step has to know; nothing of an older enrolment stays. */
function aboutParts(twoStep: TwoStep | undefined): Readonly<Record<string, string | undefined>> {
  return {
    [twoStepInfo.clientSize]: twoStep?.clientSize.toString(),
    [twoStepInfo.difficulty]: twoStep?.difficulty.toString(),
  };
}

/** How the first code is asked for: a code that is sent goes out when the token is durable. */
async function askFor(
  installation: Installation,
  facts: RequestFacts,
  person: Person | undefined,
  credential: Credential | undefined,
): Promise<(outside: Installation) => Promise<string>> {
  if (credential === undefined || !isSent(credential)) return async () => askForCode;
  const request = { ...facts, policies: await installation.policies(), settings: await installation.settings() };
  const begun = await beginChallenge(installation, request, {}, person, [credential]);
  return async (outside) => {
    const { parts } = await sendCodes(outside, begun, facts.client);
    return parts[0]?.message ?? 'The code could not be sent. Begin the enrolment anew (rollover).';
  };
}

/** qrtanurl_init: where the app of a QR token tells that it is paired. */
async function pairingUrl(
  installation: Installation,
  facts: RequestFacts,
  person: Person | undefined,
  serial: string,
  realms: readonly string[],
): Promise<string | undefined> {
  const request = { ...facts, policies: await installation.policies() };
  const question = await askAbout(installation, request, person);
  const { value, policies } = asked(() => challengeUrl(question, realms, { action: 'qrtanurl_init' }));
  for (const name of policies) facts.tookEffect.add(name);
  return value && renderUrl(value, { serial, transactionId: '', user: person?.username ?? '', password: '' });
}

/** Whether the credential may take the place of the one that has the serial. */
function assertSuccessor(old: Credential, { type }: InitRequest, named: Person | undefined, owner: Person | undefined) {
  assertChangeable(old);
  if (old.type !== type) {
    throw new WireError(
      'tokenAdmin',
      `The token ${old.serial} already exists with type ${old.type}. It can not be initialized with type ${type}.`,
    );
  }
  if (named !== undefined && owner !== undefined && owner.id !== named.id) throw alreadyAssigned(owner);
}

/** Those the request names, the person's, and those it was in. */
async function realmsOf(
  { store }: Installation,
  { parameters }: RequestFacts,
  wanted: InitRequest,
  old: Credential | undefined,
  named: Person | undefined,
): Promise<readonly string[]> {
  const own = named?.realm ?? parameters.realm?.toLowerCase();
  const realms = new Set([
    ...(old === undefined ? [] : await store.tokenRealms.of(old.id)),
    ...wanted.realms,
    ...(own ? [own] : []),
  ]);
  await assertRealms(store, [...realms]);
  return [...realms];
}

function withoutLimitsOfUse({ maxTries, maxSuccesses, ...others }: InitRequest['settings']) {
  return others;
}

function about(person: Person | undefined): Record<string, string> {
  return person === undefined ? {} : { user: person.username, realm: person.realm, resolver: person.resolver };
}
