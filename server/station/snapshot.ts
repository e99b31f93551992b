import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip, gzipSync } from 'node:zlib';
import type { RolloutFacts } from '../../domain/contract/rollout.ts';
import type { StationManifest, ToldRest } from '../../domain/contract/station-parts.ts';
import { policyToWire } from '../../domain/policy/policy-to-wire.ts';
import type { Installation } from '../installation.ts';
import { senderSetting } from '../letter/letter-text.ts';
import { contentRevision } from '../store/content-revision.ts';
import type { Station } from '../store/stations.ts';
import { toldConflicts } from '../trust/conflict-acts.ts';
import { controllersOn } from '../trust/controllers.ts';
import type { PeopleRead } from '../trust/people-read.ts';
import { rolloutFacts } from '../trust/rollout.ts';
import type { Alike } from '../trust/rollout-count.ts';
import { WireError } from '../wire/wire-error.ts';
import { guidelinesNow } from './guidelines.ts';
import { madeOnce } from './made-once.ts';
import { hashOf, type ToldPart, toldParts } from './told-parts.ts';

/** What stations are told, ready to be sent: made again only where something in it may have changed. */
export interface ReadySnapshot {
  /** A hash of everything in it but the time. */
  readonly version: string;
  readonly parts: ReadonlyMap<string, ToldPart>;
  readonly rest: ToldRest;
  readonly rollout: RolloutFacts;
  /** What kinds of people there are. */
  readonly people: PeopleRead<Alike>;
}

interface Making {
  readonly ready: () => Promise<ReadySnapshot>;
  readonly end: () => Promise<void>;
}

/** After how long a desk asks a server that was stopped again. */
const stoppedSeconds = 5;
const pack = promisify(gzip);
const unpack = promisify(gunzip);
const kept = new WeakMap<Installation['store'], Making>();

/** What a station needs to work offline, as it is now. A repeated call costs next to nothing. */
export function readySnapshot(installation: Installation): Promise<ReadySnapshot> {
  return makingOf(installation).ready();
}

/** The server ends: what is being made is abandoned, and this answers once nothing of it reads the database any more. */
export function endSnapshots(installation: Installation): Promise<void> {
  return makingOf(installation).end();
}

function makingOf(installation: Installation): Making {
  const current = kept.get(installation.store) ?? remembered(installation);
  kept.set(installation.store, current);
  return current;
}

/** The lists as a snapshot names them, in the order of its parts. */
const lists = ['people', 'tokens', 'stock', 'queue', 'shipments'] as const;

/** The bytes of the whole snapshot with the server's time in it, for desks that ask for no parts. */
export async function snapshotBytes(
  snapshot: ReadySnapshot,
  station: Pick<Station, 'office'>,
  now: Date,
  packed: boolean,
): Promise<Buffer> {
  const own = { version: versionFor(snapshot, station), serverTime: now.toISOString(), stationOffice: station.office };
  const head = JSON.stringify({ ...own, ...snapshot.rest, rollout: snapshot.rollout });
  const pieces: (string | ToldPart)[] = [head.slice(0, -1)];
  for (const list of lists) {
    pieces.push(`,${JSON.stringify(list)}:[`);
    const parts = [...snapshot.parts].filter(([name]) => name.startsWith(`${list}/`)).sort(byPlace);
    for (const [at, [, part]] of parts.entries()) pieces.push(...(at === 0 ? [part] : [',', part]));
    pieces.push(']');
  }
  return joined([...pieces, '}'], packed);
}

function byPlace([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

/** What a desk compares with what it has: the hash of each part. */
export function manifestFor(snapshot: ReadySnapshot, station: Pick<Station, 'office'>, now: Date): StationManifest {
  return {
    version: versionFor(snapshot, station),
    serverTime: now.toISOString(),
    stationOffice: station.office,
    parts: Object.fromEntries([...snapshot.parts].map(([name, { hash }]) => [name, hash])),
  };
}

/** An answer has about so many bytes before it is compressed; what is left is asked for again. */
const longestAnswerBytes = 1_000_000;

/** Some of the parts that a desk asks for, as they are now: as many as one answer holds, at least one that is there. */
export function partsBytes(snapshot: ReadySnapshot, names: readonly string[], packed: boolean): Promise<Buffer> {
  const pieces: (string | ToldPart)[] = ['{"parts":{'];
  let bytes = 0;
  for (const name of new Set(names)) {
    const part = snapshot.parts.get(name);
    if (part === undefined) continue;
    if (bytes > 0 && bytes + part.bytes > longestAnswerBytes) break;
    const comma = bytes === 0 ? '' : ',';
    pieces.push(`${comma}${JSON.stringify(name)}:{"hash":${JSON.stringify(part.hash)},"rows":[`, part, ']}');
    bytes += part.bytes;
  }
  return joined([...pieces, '}}'], packed);
}

/** Compressed parts in a row are one compressed whole (RFC 1952, 2.2). */
async function joined(pieces: readonly (string | ToldPart)[], packed: boolean): Promise<Buffer> {
  const buffers: Buffer[] = [];
  for (const piece of pieces) {
    if (typeof piece !== 'string') buffers.push(packed ? piece.packed : await unpack(piece.packed));
    else if (packed) buffers.push(piece.length > 1000 ? await pack(piece) : gzipSync(piece));
    else buffers.push(Buffer.from(piece));
  }
  return Buffer.concat(buffers);
}

/** One and the same for all stations of an office. */
export function versionFor({ version }: Pick<ReadySnapshot, 'version'>, { office }: Pick<Station, 'office'>): string {
  return office === null ? version : `${version}.${office}`;
}

function remembered({ store, now: clock }: Installation): Making {
  const revision = contentRevision(store.db);
  let isOver = false;
  const mustGoOn = () => {
    if (isOver)
      throw new WireError('busy', 'The server is being stopped. Try again.', { retryAfterSeconds: stoppedSeconds });
  };
  const underWay = new Set<Promise<unknown>>();
  function seenToEnd<T>(work: () => Promise<T>): Promise<T> {
    mustGoOn();
    const begun = work();
    const settled: Promise<unknown> = begun.then(
      () => underWay.delete(settled),
      () => underWay.delete(settled),
    );
    underWay.add(settled);
    return begun;
  }
  const lists = toldParts(store, mustGoOn);
  // Who controls trust may change with the day.
  const day = () => clock().toISOString().slice(0, 10);
  const ready = madeOnce(
    // The sender is a setting of the wire's, which the revision of what stations are told does not count.
    () => seenToEnd(async () => `${await revision(clock())} ${day()} ${await senderOf(store)}`),
    () => seenToEnd(() => makeSnapshot(store, lists, clock())),
    { nowMs: () => performance.now(), wait: (ms) => setTimeout(ms, undefined, { ref: false }) },
  );
  return {
    ready,
    end: async () => {
      isOver = true;
      await Promise.all(underWay);
    },
  };
}

async function makeSnapshot(
  store: Installation['store'],
  lists: ReturnType<typeof toldParts>,
  now: Date,
): Promise<ReadySnapshot> {
  const { parts, counted, people } = await lists(now);
  const rest = await restOf(store, now);
  const rollout = await rolloutFacts(store, now, counted);
  const all = new Map([...parts, ['rest', await partOf(rest)], ['rollout', await partOf(rollout)]]);
  const hashes = [...all].map(([name, { hash }]) => `${name} ${hash}`).sort();
  const version = createHash('sha256').update(hashes.join('\n')).digest('hex').slice(0, 32);
  return { version, parts: all, rest, rollout, people };
}

async function partOf(content: object): Promise<ToldPart> {
  const text = JSON.stringify(content);
  return { hash: hashOf(text), packed: await pack(text), bytes: text.length };
}

async function restOf(store: Installation['store'], now: Date): Promise<ToldRest> {
  const controllers = await controllersOn(store, now.toISOString().slice(0, 10));
  return {
    realms: (await store.people.realms()).map(({ name }) => name),
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
    offices: (await store.offices.all()).map(({ id, name }) => ({ id, name })),
    conflicts: [...(await toldConflicts(store, now))],
    guidelines: await guidelinesNow(store),
    contact: (await store.settings.get('contact')) ?? '',
    sender: await senderOf(store),
  };
}

async function senderOf({ systemSettings }: Pick<Installation['store'], 'systemSettings'>): Promise<string> {
  return (await systemSettings.text(senderSetting)) ?? '';
}
