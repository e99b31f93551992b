import { setImmediate } from 'node:timers/promises';
import type { RolloutFacts } from '../../domain/contract/rollout.ts';
import { everyone, type Groups, groupsAround, isAllowed } from '../../domain/trust/groups.ts';
import { isLockedOut } from '../../domain/trust/lockout.ts';
import { officeOf } from '../../domain/trust/own-office.ts';
import type { Store } from '../store/store.ts';
import { controllersOn } from './controllers.ts';
import { groupsOf } from './groups-of.ts';
import type { Alike, Counted as Count } from './rollout-count.ts';

const paceDays = 14;

/** A person of whom a token is required, who has one, or who is in the queue for one is somebody who is to get one. */
interface Counted extends Alike {
  readonly needs: boolean;
  /** The office they belong to; without an id when nobody made it. */
  readonly place: { readonly id: string; readonly name: string };
}

/** How far the organisation is with its tokens, by what was counted of its people and tokens. */
export async function rolloutFacts(store: Store, now: Date, { people: alike, tokens }: Count): Promise<RolloutFacts> {
  const [groups, given, offices, controllers, contact] = await Promise.all([
    groupsOf(store),
    givenLately(store, now),
    store.offices.all(),
    controllersOn(store, now.toISOString().slice(0, 10)),
    store.settings.get('contact'),
  ]);
  const places = new Map([...new Set(alike.map(({ office }) => office))].map((text) => [text, placeOf(text, offices)]));
  const people = alike.map((some): Counted => {
    const required = isAllowed(groups, some.memberOf, 'require_token');
    const place = places.get(some.office) ?? placeOf(some.office, offices);
    return { ...some, needs: required || some.has !== 'nothing' || some.queued, place };
  });
  const byPlace = inGroups(people, ({ place }) => [placeKey(place)]);
  const tokensOf = (...states: readonly string[]) => sum(tokens.filter(({ state }) => states.includes(state)));
  return {
    ...needAndHave(people),
    queued: sum(people.filter(({ queued }) => queued)),
    lockedOut: sum(people.filter((some) => isLockedOut(groups, some))),
    tokens: {
      known: sum(tokens),
      free: tokensOf('in stock', 'blank'),
      away: tokensOf('in transit'),
      spoilt: tokensOf('returned', 'quarantined'),
    },
    contact: (contact ?? '').trim() !== '',
    offices: [...offices, ...unmade(people)].map(({ id, name }) => {
      const here = byPlace.get(placeKey({ id, name })) ?? [];
      const shelf = tokens.filter(
        ({ state, office }) => id !== '' && office === id && (state === 'in stock' || state === 'blank'),
      );
      return {
        id,
        name,
        controllers: controllers
          .filter((one) => one.permissions.includes('control_trust') && one.controls.offices.includes(id))
          .map(({ name: controller }) => controller),
        ...needAndHave(here),
        queued: sum(here.filter(({ queued }) => queued)),
        shelf: sum(shelf),
      };
    }),
    groups: groupFacts(groups, people),
    given: given.map(({ office, hour, count }) => ({ office: officeOf(office, offices)?.id ?? '', hour, count })),
  };
}

/** Day by day, so that a fortnight of a large roll-out is not read in one go. */
async function givenLately(store: Store, now: Date): Promise<Awaited<ReturnType<Store['rollout']['given']>>> {
  const dayMs = 86_400_000;
  const found: Awaited<ReturnType<Store['rollout']['given']>>[number][] = [];
  let from = new Date(now.getTime() - paceDays * dayMs).toISOString();
  for (let ago = paceDays - 1; ago >= -1; ago -= 1) {
    const day = new Date(now.getTime() - ago * dayMs).toISOString().slice(0, 10);
    const to = ago === -1 ? '9' : day;
    found.push(...(await store.rollout.given(from, to)));
    from = to;
    await setImmediate();
  }
  return found;
}

function sum(some: readonly { readonly count: number }[]): number {
  return some.reduce((total, { count }) => total + count, 0);
}

function needAndHave(people: readonly Counted[]) {
  const need = people.filter(({ needs }) => needs);
  return { need: sum(need), have: sum(need.filter(({ has }) => has === 'token')) };
}

function placeOf(text: string, offices: readonly Counted['place'][]): Counted['place'] {
  return officeOf(text, offices) ?? { id: '', name: text.trim() };
}

function placeKey({ id, name }: Counted['place']): string {
  return JSON.stringify([id, name]);
}

function inGroups(people: readonly Counted[], groupsFor: (some: Counted) => readonly string[]) {
  const members = new Map<string, Counted[]>();
  for (const some of people) {
    for (const id of groupsFor(some)) {
      const inside = members.get(id);
      if (inside === undefined) members.set(id, [some]);
      else inside.push(some);
    }
  }
  return members;
}

/** Offices that people who are to get a token name, and nobody made. */
function unmade(people: readonly Counted[]) {
  const names = people.filter(({ needs, place }) => needs && place.id === '').map(({ place }) => place.name);
  return [...new Set(names)].sort().map((name) => ({ id: '', name }));
}

function groupFacts(groups: Groups, people: readonly Counted[]): RolloutFacts['groups'] {
  const members = inGroups(people, ({ memberOf }) => groupsAround(groups, memberOf));
  return [...groups.values()].map(({ id, name, settings }) => {
    const inside = id === everyone ? people : (members.get(id) ?? []);
    return {
      id,
      name,
      requires: settings.require_token === 'allow',
      required: isAllowed(groups, [id], 'require_token'),
      people: sum(inside),
      ...needAndHave(inside),
    };
  });
}
