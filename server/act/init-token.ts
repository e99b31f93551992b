import type { Installation } from '../installation.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { type Credential, newCredential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import type { Right } from '../store/rights.ts';
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

interface PreparedInit {
  readonly wanted: InitRequest;
  /** `undefined`: no PIN was sent, so an older one stays. */
  readonly pinHash: string | null | undefined;
  /** A random PIN whose letter is to be printed: told once. */
  readonly letter: string | undefined;
}

const enrolRight: Readonly<Record<InitType, Right>> = {
  hotp: 'enrollHOTP',
  totp: 'enrollTOTP',
  yubikey: 'enrollYUBIKEY',
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
    const wanted = readInit(facts.parameters);
    try {
      const toDraw = await rules.randomPinAtInit(facts, person, wanted.type);
      const chosen = toDraw === undefined ? pin : randomPin(toDraw);
      if (chosen) await rules.mayBePin(facts, person, wanted.type, chosen);
      return {
        wanted,
        pinHash: chosen === undefined ? undefined : await keptPinOf(installation, facts, person, chosen),
        letter: toDraw?.letter === true ? chosen : undefined,
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
  { wanted, pinHash, letter }: PreparedInit,
): Promise<Outcome> {
  const { store, keys, rules } = installation;
  if (old !== undefined) assertSuccessor(old, wanted, named, owner);
  const person = named ?? owner;
  const at = facts.at.toISOString();
  const serial = wanted.serial ?? (await newSerial(store.credentials, wanted.type));
  const realms = await realmsOf(installation, facts, wanted, old, named);
  await rules.mayHold(facts, { person, realms, type: wanted.type, serial });
  if (old !== undefined) await store.credentials.end(old.id, at);
  const { type, seed, otpLength, publicId, timeShift, settings } = wanted;
  const begun = {
    ...newCredential,
    description: old?.description ?? '',
    tokenSerial: old?.tokenSerial ?? null,
    slot: old?.slot ?? null,
    ...withoutLimitsOfUse(settings),
    serial,
    type,
    otpLength,
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
  await store.changes.set(id, settings);
  if (old !== undefined) await store.info.copy(old.id, id);
  for (const [name, value] of Object.entries(wanted.info)) await store.info.set(id, name, value);
  const { label, issuer, image } = await rules.appName(facts, person, serial);
  return {
    value: true,
    detail: () => ({
      ...enrolmentDetail({ ...begun, seed, label, issuer, image }),
      ...(letter === undefined ? {} : { pin: letter }),
    }),
    audit: { serial, type, ...about(person), ...(old === undefined ? {} : { ended: old.id }) },
  };
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
