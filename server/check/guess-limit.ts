import type { GuessCounts } from '../store/guesses.ts';
import type { Person } from '../store/people.ts';
import type { CheckSubject } from './find-subject.ts';

/** So many wrong guesses, each so soon after the one before, and nothing more is looked at until that time has passed. */
interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

const quarterHour = { most: 20, withinMs: 15 * 60_000 } as const;

/** An address may be that of a login client with many people behind it: any success there starts the count anew. */
const limits = {
  account: quarterHour,
  name: quarterHour,
  token: quarterHour,
  address: { most: 100, withinMs: 5 * 60_000 },
  'login-address': { most: 100, withinMs: 5 * 60_000 },
} as const satisfies Readonly<Record<string, Limit>>;

/** What guesses of a check count on. */
type One = readonly [kind: keyof typeof limits, name: string];

/** Whom it is about, and from where it comes. */
export type Guessed = readonly [about: One, from: One];

export function guessed(subject: CheckSubject | undefined, typedName: string, client: string): Guessed {
  const at: One =
    subject?.kind === 'person'
      ? // The same password through any of the realms a person is in.
        ['account', `${subject.person.resolver} ${subject.person.userId}`]
      : subject?.kind === 'serial'
        ? ['token', String(subject.credentials[0]?.id)]
        : ['name', typedName.slice(0, 300)];
  return [at, ['address', client]];
}

/**
 * A password at `/auth`: one count with the person's wrong codes, which it does not wipe out when it is right; but the
 * address counts by itself, so that a portal where all log in by password comes to rest.
 */
export function guessedPassword(person: Person, client: string): Guessed {
  return [guessed({ kind: 'person', person, credentials: [] }, '', client)[0], ['login-address', client]];
}

/** Whether wrong codes count there, too. */
export function isOfCodes(counted: string): boolean {
  return !counted.startsWith('login-address ');
}

/** How guesses stand before a check. */
export interface GuessStanding {
  /** The seconds to wait when there were too many of late. What is turned away is not counted, so that the wait ends. */
  readonly waitSeconds: number;
  /** What a success wipes out. */
  readonly counted: readonly string[];
}

export async function guessStanding(counts: GuessCounts, about: Guessed, now: Date): Promise<GuessStanding> {
  const known = await counts.of([nameOf(about[0]), nameOf(about[1])]);
  const waits = about.map((one) => {
    const found = known.get(nameOf(one));
    const { most, withinMs } = limits[one[0]];
    return found === undefined || found.count < most ? 0 : Date.parse(found.lastAt) + withinMs - now.getTime();
  });
  return { waitSeconds: Math.max(0, Math.ceil(Math.max(...waits) / 1000)), counted: [...known.keys()] };
}

export async function countGuess(counts: GuessCounts, about: Guessed, now: Date): Promise<void> {
  for (const one of about) {
    const since = new Date(now.getTime() - limits[one[0]].withinMs).toISOString();
    await counts.add(nameOf(one), now.toISOString(), since);
  }
}

function nameOf([kind, name]: One): string {
  return `${kind} ${name}`;
}
