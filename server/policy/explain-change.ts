import { setImmediate } from 'node:timers/promises';
import { type Looked, missingData } from '../../domain/policy/condition.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Circumstances } from '../../domain/policy/request.ts';
import { type Affected, whatIf } from '../../domain/policy/what-if.ts';
import type { Installation } from '../installation.ts';
import { countRealm, type RealmPart, realmPart } from '../store/realm-part.ts';
import { tokenRequiredOf } from '../trust/token-required.ts';
import { userInfo } from './condition-facts.ts';

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
  /** What the draft's conditions look at and nobody said: they count as each of them says. */
  readonly unknown: readonly Looked[];
  /** From after which name the next part goes on; `null` at the end. */
  readonly next: string | null;
}

/** The attributes that everybody has, whatever they are. */
const nobody = { username: '', userId: '', givenName: '', surname: '', email: '', mobile: '', phone: '' };

/** How many are looked at before others have their turn. */
const sliceSize = 100;

/** Who of a part of a realm would get other answers if the draft were saved over the policy of its name, and which. */
export async function explainChange(
  { store }: Installation,
  draft: Policy,
  part: RealmPart,
  circumstances: Circumstances,
): Promise<AffectedPart> {
  const saved = (await store.policies.all()).map(({ policy }) => policy);
  const affected = whatIf(saved, draft);
  const said = circumstances.facts === 'any' ? {} : circumstances.facts;
  const page = await realmPart(store.db, part);
  const required = await tokenRequiredOf(store);
  const people: AffectedPart['people'][number][] = [];
  for (let at = 0; at < page.length; at += sliceSize) {
    const some = page.slice(at, at + sliceSize);
    const isRequired = await required(some.map(({ id }) => id));
    const slice = some.map((person) => ({
      ...person,
      user: person.username,
      realm: part.realm,
      tokenRequired: isRequired.has(person.id),
      facts: { userinfo: userInfo(person) },
    }));
    for (const { person, changes } of affected(slice, circumstances)) {
      const { username, resolver, givenName, surname } = person;
      people.push({ username, resolver, givenname: givenName, surname, changes });
    }
    await setImmediate();
  }
  return {
    people,
    looked: page.length,
    unknown: missingData(draft, { facts: { ...said, userinfo: userInfo(nobody) } }),
    total: await countRealm(store.db, part.realm),
    next: page.length === part.limit ? (page.at(-1)?.username ?? null) : null,
  };
}
