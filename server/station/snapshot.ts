import { createHash } from 'node:crypto';
import type { Snapshot } from '../../domain/contract/station.ts';
import type { Installation } from '../installation.ts';
import type { Person } from '../store/people.ts';
import { guidelines } from './guidelines.ts';

/** What a station needs to work offline, and its version: a hash of everything in it but the time. */
export function makeSnapshot(installation: Installation): Snapshot {
  const { store, now } = installation;
  const people = store.people.all();
  const owners = new Map(people.map((person) => [person.id, person]));
  const content: Omit<Snapshot, 'version' | 'serverTime'> = {
    realms: store.people.realms().map(({ name }) => name),
    people: people.map(snapshotPerson),
    tokens: store.credentials.living().map((credential) => ({
      serial: credential.serial,
      tokenSerial: credential.tokenSerial ?? '',
      type: credential.type,
      active: credential.active === 1,
      revoked: credential.revoked === 1,
      owner: ownerOf(credential.ownerId, owners),
    })),
    policies: [],
    controllers: [...store.admins.controllers()],
    guidelines,
  };
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
  return { version, serverTime: now().toISOString(), ...content };
}

function snapshotPerson({ realm, username, userId, givenName, surname, email, office }: Person) {
  return { realm, username, userId, givenName, surname, email, office };
}

function ownerOf(id: number | null, owners: ReadonlyMap<number, Person>) {
  const owner = id === null ? undefined : owners.get(id);
  return owner === undefined ? null : { realm: owner.realm, username: owner.username };
}
