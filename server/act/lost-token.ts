import { randomBytes } from 'node:crypto';
import { drawLostTokenPassword, lostTokenEnd } from '../../domain/policy/lost-token.ts';
import type { Installation } from '../installation.ts';
import { sealSeed } from '../keys/seed-at-rest.ts';
import { readLetterWish, writeLetter } from '../letter/write-letter.ts';
import { tellOwner } from '../notices/tell-owner.ts';
import { type Credential, newCredential } from '../store/credentials.ts';
import type { Person } from '../store/people.ts';
import { WireError } from '../wire/wire-error.ts';
import { assertChangeable } from './changeable.ts';
import type { Act, Outcome } from './perform.ts';
import type { RequestFacts } from './request-facts.ts';
import type { Target } from './target.ts';

/** The password that takes the token's place, and the letter that tells it when one was asked for. */
interface PreparedLoss {
  readonly ownerId: number;
  readonly password: Uint8Array;
  readonly validMinutes: number;
  readonly letter: Readonly<Record<string, unknown>>;
}

/**
 * `POST /token/lost/<serial>`: a password takes the place of a lost token for some days, behind the PIN the token had.
 * The token is disabled and stays its owner's; found again, it can be enabled. Limits do not count here: who is at the
 * limit gets a replacement too. Once more for the same token, the password is another.
 */
export const loseToken: Act<PreparedLoss> = {
  name: 'token/lost',
  right: 'losttoken',
  target: 'serial',
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
  const settings = await installation.rules.lostToken(facts, owner);
  const wish = readLetterWish(facts.parameters);
  const password = drawLostTokenPassword(randomBytes, settings);
  const { validMinutes } = settings;
  if (wish === undefined) return { ownerId: owner.id, password, validMinutes, letter: {} };
  const letter = await writeLetter(installation.store.systemSettings, wish, {
    kind: 'password',
    secret: Buffer.from(password).toString('latin1'),
    person: owner,
    serial: replacementOf(credential),
    at: facts.at,
    until: new Date(toTheMinute(facts.at, validMinutes)),
  });
  return { ownerId: owner.id, password, validMinutes, letter: { letter } };
}

async function lose(
  installation: Installation,
  facts: RequestFacts,
  { credentials: [credential], person, owners }: Target,
  { ownerId, password, validMinutes, letter }: PreparedLoss,
): Promise<Outcome> {
  if (credential === undefined) throw new Error('the serial was looked for');
  if (ownerOf(credential, person, owners).id !== ownerId) throw unowned();
  assertChangeable(credential);
  const { store, keys } = installation;
  const serial = replacementOf(credential);
  const before = await store.credentials.bySerial(serial);
  if (before !== undefined && before.type !== 'pw') {
    throw new WireError(
      'tokenAdmin',
      `The token ${serial} already exists with type ${before.type}. It can not be initialized with type pw.`,
    );
  }
  const at = facts.at.toISOString();
  if (before !== undefined) await store.credentials.end(before.id, at);
  await store.credentials.add({
    ...newCredential,
    serial,
    type: 'pw',
    otpLength: password.length,
    seed: sealSeed(keys.storeKey, serial, password),
    pinHash: credential.pinHash,
    ownerId,
    realms: await store.tokenRealms.of(credential.id),
    description: `temporary replacement for ${credential.serial}`,
    begunAt: at,
    assignedAt: at,
    validUntil: toTheMinute(facts.at, validMinutes),
  });
  await tellOwner(installation, credential, 'reported lost', facts.admin.name);
  const value = {
    disable: await store.changes.setActive(credential.id, false),
    end_date: lostTokenEnd(facts.at, validMinutes),
    init: true,
    password: Buffer.from(password).toString('latin1'),
    pin: true,
    serial,
    user: true,
    valid_to: 'xxxx',
    ...letter,
  };
  return { value, audit: { replacement: serial } };
}

/** The serial of what stands in for a lost token. */
export function replacementOf({ serial }: Credential): string {
  return `lost${serial}`;
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

function unowned(): WireError {
  return new WireError('lostUnowned', 'You can only define a lost token for an assigned token.');
}

/** The end as it is told: without its seconds. */
function toTheMinute(now: Date, minutes: number): string {
  return new Date(Math.floor(now.getTime() / 60_000 + minutes) * 60_000).toISOString();
}
