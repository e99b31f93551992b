import { setImmediate } from 'node:timers/promises';
import type { TokenState } from '../../domain/token.ts';
import type { GateStanding } from '../../domain/trust/lockout.ts';

/** People who are alike as far as tokens go: how many of an office are in the same groups and stand the same. */
export interface Alike extends GateStanding {
  readonly office: string;
  readonly queued: boolean;
  readonly count: number;
}

/** How many tokens are where. */
interface Lying {
  readonly state: TokenState;
  readonly office: string | null;
  readonly count: number;
}

/** What the roll-out is counted from: a hundred thousand people are some hundred kinds of people. */
export interface Counted {
  readonly people: readonly Alike[];
  readonly tokens: readonly Lying[];
}

export function countPeople(people: readonly Omit<Alike, 'count'>[]): Counted {
  return {
    people: alike(
      people.map((person) => ({ ...person, count: 1 })),
      personKey,
    ),
    tokens: [],
  };
}

export function countTokens(tokens: readonly Omit<Lying, 'count'>[]): Counted {
  return {
    people: [],
    tokens: alike(
      tokens.map((token) => ({ ...token, count: 1 })),
      tokenKey,
    ),
  };
}

/** The sum of many counts; lets others go on in between. */
export async function sumOf(counts: readonly Counted[]): Promise<Counted> {
  let people: readonly Alike[] = [];
  let tokens: readonly Lying[] = [];
  for (let from = 0; from < counts.length; from += 10) {
    const some = counts.slice(from, from + 10);
    people = alike([people, ...some.map((count) => count.people)].flat(), personKey);
    tokens = alike([tokens, ...some.map((count) => count.tokens)].flat(), tokenKey);
    await setImmediate();
  }
  return { people, tokens };
}

function alike<T extends { readonly count: number }>(some: readonly T[], key: (one: T) => string): readonly T[] {
  const found = new Map<string, { one: T; count: number }>();
  for (const one of some) {
    const name = key(one);
    const known = found.get(name);
    if (known === undefined) found.set(name, { one, count: one.count });
    else known.count += one.count;
  }
  return [...found.values()].map(({ one, count }) => ({ ...one, count }));
}

function personKey({ office, memberOf, has, queued }: Alike): string {
  return `${has} ${queued} ${memberOf.join(' ')} \n${office}`;
}

function tokenKey({ state, office }: Lying): string {
  return `${state}\n${office}`;
}
