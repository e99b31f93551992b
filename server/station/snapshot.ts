import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Snapshot } from '../../domain/contract/station.ts';
import { policyToWire } from '../../domain/policy/policy-to-wire.ts';
import { isAllowed } from '../../domain/trust/groups.ts';
import type { Installation } from '../installation.ts';
import { senderSetting } from '../letter/letter-text.ts';
import { contentRevision } from '../store/content-revision.ts';
import type { Person } from '../store/people.ts';
import type { Station } from '../store/stations.ts';
import { toldConflicts } from '../trust/conflict-acts.ts';
import { controllersOn } from '../trust/controllers.ts';
import { groupsByPerson } from '../trust/gate-people.ts';
import { groupsOf } from '../trust/group-acts.ts';
import { rolloutFacts } from '../trust/rollout.ts';
import { guidelinesNow } from './guidelines.ts';
import { madeOnce } from './made-once.ts';
import { shipmentsTold } from './shipments-told.ts';

type Content = Omit<Snapshot, 'version' | 'serverTime' | 'stationOffice'>;

/** What stations are told, ready to be sent: made once, and again only when something in it may have changed. */
interface ReadySnapshot {
  readonly version: string;
  /** JSON of everything but version and time, without its opening brace. */
  readonly rest: Buffer;
  /** The same, compressed; made for the first station that asks for it. */
  readonly packedRest: () => Promise<Buffer>;
}

const pack = promisify(gzip);
const kept = new WeakMap<Installation['store'], () => Promise<ReadySnapshot>>();

/** What a station needs to work offline, as it is now. A repeated call costs next to nothing. */
export function readySnapshot(installation: Installation): Promise<ReadySnapshot> {
  const { store } = installation;
  let current = kept.get(store);
  if (current === undefined) {
    current = remembered(installation);
    kept.set(store, current);
  }
  return current();
}

/** The bytes of a snapshot with the server's time in it. */
export async function snapshotBytes(
  snapshot: ReadySnapshot,
  station: Pick<Station, 'office'>,
  now: Date,
  packed: boolean,
): Promise<Buffer> {
  const { rest, packedRest } = snapshot;
  const own = { version: versionFor(snapshot, station), serverTime: now.toISOString(), stationOffice: station.office };
  const head = Buffer.from(`${JSON.stringify(own).slice(0, -1)},`);
  // Compressed parts in a row are one compressed whole (RFC 1952, 2.2).
  return packed ? Buffer.concat([await pack(head), await packedRest()]) : Buffer.concat([head, rest]);
}

/** One and the same for all stations of an office. */
export function versionFor({ version }: Pick<ReadySnapshot, 'version'>, { office }: Pick<Station, 'office'>): string {
  return office === null ? version : `${version}.${office}`;
}

function remembered({ store, now: clock }: Installation): () => Promise<ReadySnapshot> {
  const revision = contentRevision(store.db);
  // Who controls trust may change with the day.
  const day = () => clock().toISOString().slice(0, 10);
  return madeOnce(
    // The sender is a setting of the wire's, which the revision of what stations are told does not count.
    async () => `${await revision()} ${day()} ${await senderOf(store)}`,
    () => makeSnapshot(store, clock()),
    { nowMs: () => performance.now(), wait: (ms) => setTimeout(ms, undefined, { ref: false }) },
  );
}

/** The version is a hash of everything in it but the time. */
async function makeSnapshot(store: Installation['store'], now: Date): Promise<ReadySnapshot> {
  const json = JSON.stringify(await contentOf(store, now));
  const rest = Buffer.from(json.slice(1));
  let packedRest: Promise<Buffer> | undefined;
  return {
    version: createHash('sha256').update(json).digest('hex').slice(0, 32),
    rest,
    packedRest: () => {
      packedRest ??= pack(rest);
      return packedRest;
    },
  };
}

async function contentOf(store: Installation['store'], now: Date): Promise<Content> {
  const controllers = await controllersOn(store, now.toISOString().slice(0, 10));
  const people = await store.people.all();
  const owners = new Map(people.map((person) => [person.id, person]));
  const groups = await groupsOf(store);
  const memberOf = groupsByPerson(await store.groups.memberships());
  return {
    realms: (await store.people.realms()).map(({ name }) => name),
    people: people.map((person) => ({
      ...snapshotPerson(person),
      requireToken: isAllowed(groups, memberOf.get(person.id) ?? [], 'require_token'),
    })),
    tokens: (await store.credentials.living()).map((credential) => ({
      serial: credential.serial,
      tokenSerial: credential.tokenSerial ?? '',
      type: credential.type,
      active: credential.active === 1,
      revoked: credential.revoked === 1,
      owner: ownerOf(credential.ownerId, owners),
    })),
    policies: (await store.policies.all())
      .map(({ policy }) => policy)
      .filter(({ active, scope }) => active && scope === 'enrollment')
      .map(policyToWire),
    controllers: controllers.filter(({ permissions }) => permissions.includes('control_trust')).map(({ name }) => name),
    trust: controllers.map(({ name, person, offices, everywhere, permissions, own, loans, until }) => ({
      permissions: [...permissions],
      name,
      person: person === undefined ? null : { realm: person.realm, username: person.username },
      offices: [...offices],
      everywhere,
      until,
      own: { permissions: [...own.permissions], offices: [...own.offices] },
      loans: [...loans],
    })),
    stock: (await store.tokens.all()).map(({ serial, model, state, office }) => ({ serial, model, state, office })),
    shipments: await shipmentsTold(store),
    offices: (await store.offices.all()).map(({ id, name }) => ({ id, name })),
    conflicts: [...(await toldConflicts(store, now))],
    guidelines: await guidelinesNow(store),
    queue: (await store.issuanceQueue.all()).map(({ realm, username, office, queuedAt }) => ({
      realm,
      username,
      office,
      since: queuedAt,
    })),
    rollout: await rolloutFacts(store, now),
    contact: (await store.settings.get('contact')) ?? '',
    sender: await senderOf(store),
  };
}

async function senderOf({ systemSettings }: Pick<Installation['store'], 'systemSettings'>): Promise<string> {
  return (await systemSettings.text(senderSetting)) ?? '';
}

function snapshotPerson({ realm, username, userId, givenName, surname, email, office }: Person) {
  return { realm, username, userId, givenName, surname, email, office };
}

function ownerOf(id: number | null, owners: ReadonlyMap<number, Person>) {
  const owner = id === null ? undefined : owners.get(id);
  return owner === undefined ? null : { realm: owner.realm, username: owner.username };
}
