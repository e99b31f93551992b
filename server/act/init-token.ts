import { challengeUrl, renderUrl } from '../../domain/policy/challenge-url.ts';
import { suiteInfo } from '../check/check-answer.ts';
import { askAbout } from '../check/policy-facts.ts';
import type { Installation } from '../installation.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { notify } from '../notices/notify.ts';
import { asked } from '../policy/policy-error.ts';
import { type Credential, newCredential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Right } from '../store/rights.ts';
import { isTrue } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { alreadyAssigned } from './assignment.ts';
import { assertChangeable } from './changeable.ts';
import { enrolmentDetail } from './enrolment-detail.ts';
import { keptPinOf, randomPin } from './new-pin.ts';
import { newSerial } from './new-serial.ts';
import type { Act, Outcome } from './perform.ts';
import { type InitRequest, type InitType, initType, readInit } from './read-init.ts';
import type { RequestFacts } from './request-facts.ts';
import { personOf, type Target } from './target.ts';
import { assertRealms } from './token-settings.ts';
import { toldPin } from './told-pin.ts';

interface PreparedInit {
  readonly wanted: InitRequest;
  readonly serial: string;
  /** `undefined`: no PIN was sent, so an older one stays. */
  readonly pinHash: string | null | undefined;
  /** A random PIN that is to be printed, alone and in a letter when one was asked for: told once. */
  readonly told: Readonly<Record<string, unknown>>;
}

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
};

/**
 * `POST /token/init`. On a serial that is there, the credential ends and another begins in its place: with the new
 * key, counter 0 and no failures; owner, PIN, realms, description and information stay unless the request names others.
 */
export const initToken: Act<PreparedInit> = {
  name: 'token/init',
  right: ({ parameters }) => enrolRight[initType(parameters)],
  target: 'new serial',
  async prepare(installation, facts, target) {
    const { rules } = installation;
    const { pin } = facts.parameters;
    const person = personOf(target);
    if (pin) await rules.mayAct(facts, 'enrollpin', person);
    const wanted = readInit(facts.parameters, (await installation.settings()).newToken);
    try {
      const serial = wanted.serial ?? (await newSerial(installation.store.credentials, wanted.type));
      const toDraw = await rules.randomPinAtInit(facts, person, wanted.type);
      const chosen = toDraw === undefined ? pin : randomPin(toDraw);
      if (chosen) await rules.mayBePin(facts, person, wanted.type, chosen);
      return {
        wanted,
        serial,
        pinHash: chosen === undefined ? undefined : await keptPinOf(installation, facts, person, chosen),
        told: toDraw?.letter === true && chosen ? await toldPin(installation, facts, person, serial, chosen) : {},
      };
    } catch (error) {
      wanted.seed.fill(0);
      throw error;
    }
  },
  run: (installation, facts, target, prepared) => init(installation, facts, target, prepared),
  release: ({ wanted }) => void wanted.seed.fill(0),
};

async function init(
  installation: Installation,
  facts: RequestFacts,
  { credentials: [old], person: named, owners: [owner] }: Target,
  { wanted, serial, pinHash, told }: PreparedInit,
): Promise<Outcome> {
  const { store, keys, rules } = installation;
  if (old !== undefined) assertSuccessor(old, wanted, named, owner);
  const person = named ?? owner;
  const at = facts.at.toISOString();
  const realms = await realmsOf(installation, facts, wanted, old, named);
  await rules.mayHold(facts, { person, realms, type: wanted.type, serial });
  if (old !== undefined) await store.credentials.end(old.id, at);
  const { type, seed, otpLength, hash, publicId, timeShift, settings } = wanted;
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
  for (const [name, value] of Object.entries(wanted.info)) {
    if (value === undefined) await store.info.remove(id, name);
    else await store.info.set(id, name, value);
  }
  const { label, issuer, image } = await rules.appName(facts, person, serial);
  const url = type === 'qr' ? await pairingUrl(installation, facts, person, serial, realms) : undefined;
  const isDrawn = isTrue(facts.parameters.genkey);
  return {
    value: true,
    detail: () => ({
      ...enrolmentDetail({ ...begun, seed, label, issuer, image, url, suite: wanted.info[suiteInfo], isDrawn }),
      ...told,
    }),
    audit: { serial, type, ...about(person), ...(old === undefined ? {} : { ended: old.id }) },
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
