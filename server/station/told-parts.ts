import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Groups } from '../../domain/trust/groups.ts';
import { isAllowed } from '../../domain/trust/groups.ts';
import { otherwise, type Standings, standingsNow } from '../store/standings.ts';
import type { Store } from '../store/store.ts';
import type { Standing, ToldList } from '../store/told-rows.ts';
import { groupsOf } from '../trust/groups-of.ts';
import type { PeopleRead } from '../trust/people-read.ts';
import { type Alike, type Counted, countPeople, countTokens, sumOf } from '../trust/rollout-count.ts';

/** A part of what stations are told, ready to be sent. */
export interface ToldPart {
  /** Of its content and nothing else: equal parts have equal hashes, at any server and at any time. */
  readonly hash: string;
  /** The rows as JSON, one behind the other with commas, compressed. */
  readonly packed: Buffer;
  /** How long they are before that. */
  readonly bytes: number;
}

interface Piece extends ToldPart {
  readonly counted?: Counted;
  readonly shipment?: { readonly sentAt: string; readonly isOpen: boolean } | undefined;
}

interface Known {
  readonly standings: Standings;
  readonly at: Date;
  readonly pieces: ReadonlyMap<string, Piece>;
}

/** As many as anybody looks back at on a desk; the server keeps all of them. */
const arrivedShipments = 50;
const lists: readonly ToldList[] = ['people', 'tokens', 'stock', 'queue', 'shipments'];
const pack = promisify(gzip);

/** The lists as they are now, and what is counted of them. */
interface ToldLists {
  readonly parts: ReadonlyMap<string, ToldPart>;
  readonly counted: Counted;
  /** What kinds of people there are. */
  readonly people: PeopleRead<Alike>;
}

/**
 * Keeps the lists that stations are told, in parts: only what may have changed is read again, one part at a time, and
 * everybody else is served in between; `mustGoOn` throws when nobody wants it any more. What somebody has may lapse as time
 * passes. A part that stands at another revision
 * was changed, or was put back with its database; no revision comes twice.
 */
export function toldParts(store: Store, mustGoOn: () => void = () => {}): (at: Date) => Promise<ToldLists> {
  let known: Known | undefined;

  return async (at) => {
    const standings = await standingsNow(store);
    const before = known;
    const names =
      before === undefined
        ? await all(lists)
        : await named(otherwise(before.standings, standings), await store.toldRows.lapsed(before.at, at));
    const groups = await groupsOf(store);
    const pieces = new Map(before?.pieces);
    for (const [list, part] of names) {
      const name = `${list}/${part}`;
      const piece = await madeOf(store, groups, list, part, at, pieces.get(name));
      if (piece === undefined) pieces.delete(name);
      else pieces.set(name, piece);
      await setImmediate();
      mustGoOn();
    }
    known = { standings, at, pieces };
    return {
      parts: told(pieces),
      counted: await sumOf([...pieces.values()].flatMap(({ counted }) => counted ?? [])),
      people: { standings, parts: peopleIn(pieces) },
    };
  };

  async function all(some: readonly ToldList[]): Promise<readonly (readonly [ToldList, string])[]> {
    const found: (readonly [ToldList, string])[] = [];
    for (const list of some) for (const part of await store.toldRows.parts(list)) found.push([list, part]);
    return found;
  }

  async function named(changed: readonly Standing[], lapsed: readonly string[]) {
    const of = lists.flatMap((list) => {
      const parts = changed.filter((one) => one.list === list && one.part !== '*').map(({ part }) => part);
      return [...new Set([...parts, ...(list === 'people' ? lapsed : [])])].map((part) => [list, part] as const);
    });
    if (!changed.some(({ list, part }) => list === 'people' && part === '*')) return of;
    return [...of.filter(([list]) => list !== 'people'), ...(await all(['people']))];
  }
}

function peopleIn(pieces: ReadonlyMap<string, Piece>): ReadonlyMap<string, readonly Alike[]> {
  return new Map(
    [...pieces].flatMap(([name, { counted }]) =>
      name.startsWith('people/') && counted !== undefined ? [[name.slice('people/'.length), counted.people]] : [],
    ),
  );
}

async function madeOf(
  store: Store,
  groups: Groups,
  list: ToldList,
  part: string,
  at: Date,
  before: Piece | undefined,
): Promise<Piece | undefined> {
  const { rows, ...facts } = await rowsOf(store, groups, list, part, at);
  if (rows.length === 0) return undefined;
  const text = JSON.stringify(rows).slice(1, -1);
  const hash = hashOf(text);
  if (before?.hash === hash) return { ...before, ...facts };
  return { hash, packed: await pack(text), bytes: text.length, ...facts };
}

/** The hash of a part's content. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

async function rowsOf(
  store: Store,
  groups: Groups,
  list: ToldList,
  part: string,
  at: Date,
): Promise<{
  readonly rows: readonly unknown[];
  readonly counted?: Counted;
  readonly shipment?: NonNullable<Piece['shipment']>;
}> {
  const { toldRows } = store;
  switch (list) {
    case 'people': {
      const people = await toldRows.people(part, at);
      const required = new Map<string, boolean>();
      const rows = people.map(({ id, memberOf, has, queued, again, ...person }) => {
        const key = memberOf.join(' ');
        const requireToken = required.get(key) ?? isAllowed(groups, memberOf, 'require_token');
        required.set(key, requireToken);
        return { ...person, requireToken };
      });
      const counted = people
        .filter(({ again }) => !again)
        .map(({ office, memberOf, has, queued }) => ({ office, memberOf, has, queued }));
      return { rows, counted: countPeople(counted) };
    }
    case 'tokens': {
      const credentials = await toldRows.credentials(part);
      const rows = credentials.map(({ serial, tokenSerial, type, active, revoked, ownerRealm, ownerUsername }) => ({
        serial,
        tokenSerial: tokenSerial ?? '',
        type,
        active: active === 1,
        revoked: revoked === 1,
        owner: ownerRealm === null ? null : { realm: ownerRealm, username: ownerUsername },
      }));
      return { rows };
    }
    case 'stock': {
      const tokens = await toldRows.tokens(part);
      return { rows: tokens, counted: countTokens(tokens.map(({ state, office }) => ({ state, office }))) };
    }
    case 'queue':
      return { rows: await toldRows.queue(part) };
    case 'shipments': {
      const shipment = await store.shipments.find(part);
      if (shipment === undefined) return { rows: [] };
      const tokens = (await store.shipments.tokens(part)).map(({ token, outcome }) => ({ serial: token, outcome }));
      const { sentBy, ...rest } = shipment;
      const isOpen = tokens.some(({ outcome }) => outcome === 'on its way');
      return { rows: [{ ...rest, controller: sentBy, tokens }], shipment: { sentAt: rest.sentAt, isOpen } };
    }
  }
}

/** Every shipment in which something is on its way, and the newest of the others; all of everything else. */
function told(pieces: ReadonlyMap<string, Piece>): ReadonlyMap<string, ToldPart> {
  const arrived = [...pieces]
    .flatMap(([name, { shipment }]) => (shipment === undefined || shipment.isOpen ? [] : [{ name, shipment }]))
    .sort((a, b) => (a.shipment.sentAt < b.shipment.sentAt ? 1 : -1))
    .slice(arrivedShipments);
  const untold = new Set(arrived.map(({ name }) => name));
  return new Map([...pieces].filter(([name]) => !untold.has(name)));
}
