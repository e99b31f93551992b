import { setImmediate } from 'node:timers/promises';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Circumstances } from '../../domain/policy/request.ts';
import { type Affected, whatIf } from '../../domain/policy/what-if.ts';
import type { Installation } from '../installation.ts';
import type { Person } from '../store/people.ts';
import { listPeople } from '../store/people-list.ts';
import { subjectOf } from './subject.ts';

/** Part of a realm, from after a name on. */
export interface RealmPart {
  readonly realm: string;
  /** The last name of the part before. */
  readonly after: string;
  /** How many people are looked at. */
  readonly limit: number;
}

interface AffectedPart {
  readonly people: readonly {
    readonly username: string;
    readonly resolver: string;
    readonly givenname: string;
    readonly surname: string;
    readonly changes: Affected['changes'];
  }[];
  readonly looked: number;
  readonly total: number;
  readonly next: string | null;
}

/** What a page looks at before it lets others have their turn. */
const sliceSize = 100;

/** Who of a part of a realm would get other answers if the draft were saved over the policy of its name, and which. */
export async function explainChange(
  installation: Installation,
  draft: Policy,
  { realm, after, limit }: RealmPart,
  circumstances: Circumstances,
): Promise<AffectedPart> {
  const { store } = installation;
  const saved = (await store.policies.all()).map(({ policy }) => policy);
  const everybody = await listPeople(store.db, { realm });
  const rest = everybody.filter(({ username }) => username > after);
  const page = rest.slice(0, limit);
  const people = [];
  for (let at = 0; at < page.length; at += sliceSize) {
    const slice = await Promise.all(page.slice(at, at + sliceSize).map((person) => withTokens(installation, person)));
    people.push(...whatIf(saved, draft, slice, circumstances));
    await setImmediate();
  }
  return {
    people: people.map(({ person, changes }) => ({
      username: person.user,
      resolver: person.resolver,
      givenname: person.givenName,
      surname: person.surname,
      changes,
    })),
    looked: page.length,
    total: everybody.length,
    next: rest.length > page.length ? (page.at(-1)?.username ?? null) : null,
  };
}

async function withTokens({ store }: Installation, person: Person) {
  const tokens = (await store.credentials.byOwner(person.id)).map(({ revoked }) => ({ revoked: revoked === 1 }));
  return { ...subjectOf(person), tokens, givenName: person.givenName, surname: person.surname };
}
