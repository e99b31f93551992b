import { randomBytes } from 'node:crypto';
import { drawLostTokenPassword, lostTokenEnd } from '../../domain/policy/lost-token.ts';
import type { Installation } from '../installation.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { readLetterWish, writeLetter } from '../letter/write-letter.ts';
import { tellOwner } from '../notices/tell-owner.ts';
import { type Credential, newCredential } from '../store/credentials.ts';
import { isPending } from '../store/pending-state.ts';
import type { Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import type { Act, Outcome } from './perform.ts';
import { madeLength } from './read-key.ts';
import { readStandIn, replacementOf, replacementText, type StandIn, standsInFor } from './replacement.ts';
import { byOf, type RequestFacts } from './request-facts.ts';
import type { Target } from './target.ts';

/** What takes the token's place, and the letter that tells its password when one was asked for. */
interface PreparedLoss {
  readonly ownerId: number;
  readonly standIn: StandIn;
  /** The password, or the seed of codes that are sent. */
  readonly password: Uint8Array;
  readonly validMinutes: number;
  readonly letter: Readonly<Record<string, unknown>>;
}

/**
 * `POST /token/lost/<serial>`: a password takes the place of a lost token for some days, behind the PIN the token had.
 * The token is disabled and stays its owner's; found again, it can be enabled. Limits do not count here: who is at the
 * limit gets a replacement too. Once more for the same token, the password is another. Codes that are sent may take its
 * place instead (`type`).
 */
export const loseToken: Act<PreparedLoss> = {
  name: 'token/lost',
  right: 'losttoken',
  target: 'serial',
  byAnother: true,
  prepare,
  run: lose,
  release: ({ password }) => void password.fill(0),
};

async function prepare(
  installation: Installation,
  facts: RequestFacts,
  { credentials: [credential], person, owners }: Target,
): Promise<PreparedLoss> {
  if (credential === undefined) throw new Error('the serial was looked for');
  const owner = ownerOf(credential, person, owners);
  assertChangeable(credential);
  assertUsed(facts, credential);
  const settings = await installation.rules.lostToken(facts, owner);
  const wish = readLetterWish(facts.parameters);
  const standIn = readStandIn(facts.parameters, owner);
  const { validMinutes } = settings;
  const common = { ownerId: owner.id, standIn, validMinutes };
  if (standIn.type !== 'pw') return { ...common, password: randomBytes(madeLength.sha1), letter: {} };
  const password = drawLostTokenPassword(randomBytes, settings);
  if (wish === undefined) return { ...common, password, letter: {} };
  const letter = await writeLetter(installation.store.systemSettings, wish, {
    kind: 'password',
    secret: Buffer.from(password).toString('latin1'),
    person: owner,
    serial: replacementOf(credential),
    at: facts.at,
    until: new Date(toTheMinute(facts.at, validMinutes)),
  });
  return { ...common, password, letter: { letter } };
}

async function lose(
  installation: Installation,
  facts: RequestFacts,
  { credentials: [credential], person, owners }: Target,
  { ownerId, standIn, password, validMinutes, letter }: PreparedLoss,
): Promise<Outcome> {
  if (credential === undefined) throw new Error('the serial was looked for');
  if (ownerOf(credential, person, owners).id !== ownerId) throw unowned();
  assertChangeable(credential);
  assertUsed(facts, credential);
  const { store, keys } = installation;
  const serial = replacementOf(credential);
  const before = await store.credentials.bySerial(serial);
  const { type } = standIn;
  if (before !== undefined && !standsInFor(before, credential)) {
    throw new WireError(
      'tokenAdmin',
      `The token ${serial} already exists with type ${before.type}. It can not be initialized with type ${type}.`,
    );
  }
  const at = facts.at.toISOString();
  if (before !== undefined) await store.credentials.end(before.id, at);
  const id = await store.credentials.add({
    ...newCredential,
    serial,
    type,
    ...(type === 'pw' ? { otpLength: password.length } : {}),
    seed: sealSeed(keys.storeKey, serial, password),
    pinHash: credential.pinHash,
    ownerId,
    realms: await store.tokenRealms.of(credential.id),
    description: replacementText(credential),
    begunAt: at,
    assignedAt: at,
    validUntil: toTheMinute(facts.at, validMinutes),
  });
  for (const [name, value] of Object.entries(standIn.type === 'pw' ? {} : standIn.info)) {
    await store.info.set(id, name, value);
  }
  await tellOwner(installation, credential, 'reported lost', facts.admin.name);
  const value = {
    disable: await store.changes.setActive(credential.id, false, byOf(facts)),
    end_date: lostTokenEnd(facts.at, validMinutes),
    init: true,
    ...(type === 'pw' ? { password: Buffer.from(password).toString('latin1') } : { type }),
    pin: true,
    serial,
    user: true,
    valid_to: 'xxxx',
    ...letter,
  };
  return { value, audit: { replacement: serial } };
}

function ownerOf({ serial, ownerId }: Credential, person: Person | undefined, owners: readonly Person[]): Person {
  if (person !== undefined && person.id !== ownerId) {
    const { username, realm, resolver } = person;
    const said = `User(login='${username}', realm='${realm}', resolver='${resolver}')`;
    throw new WireError('tokenAdmin', `The user ${said} does not own the token ${serial}`);
  }
  const owner = person ?? owners[0];
  if (owner === undefined) throw unowned();
  return owner;
}

/** Nobody gets for themselves a password in place of what lets nobody in: disabled, or not yet enrolled. */
function assertUsed({ person }: RequestFacts, { serial, active, rolloutState }: Credential): void {
  if (person === undefined || (active === 1 && !isPending(rolloutState))) return;
  throw new WireError('tokenAdmin', `${serial} is disabled or not enrolled yet: ask at the desk what to do.`);
}

function unowned(): WireError {
  return new WireError('lostUnowned', 'You can only define a lost token for an assigned token.');
}

/** The end as it is told: without its seconds. */
function toTheMinute(now: Date, minutes: number): string {
  return new Date(Math.floor(now.getTime() / 60_000 + minutes) * 60_000).toISOString();
}
