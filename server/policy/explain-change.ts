import { setImmediate } from 'node:timers/promises';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Circumstances } from '../../domain/policy/request.ts';
import { type Affected, whatIf } from '../../domain/policy/what-if.ts';
import type { Installation } from '../installation.ts';
import { countRealm, type RealmPart, realmPart } from '../store/realm-part.ts';

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
  /** From after which name the next part goes on; `null` at the end. */
  readonly next: string | null;
}

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
  const page = await realmPart(store.db, part);
  const people: AffectedPart['people'][number][] = [];
  for (let at = 0; at < page.length; at += sliceSize) {
    const slice = page
      .slice(at, at + sliceSize)
      .map((person) => ({ ...person, user: person.username, realm: part.realm }));
    for (const { person, changes } of affected(slice, circumstances)) {
      const { username, resolver, givenName, surname } = person;
      people.push({ username, resolver, givenname: givenName, surname, changes });
    }
    await setImmediate();
  }
  return {
    people,
    looked: page.length,
    total: await countRealm(store.db, part.realm),
    next: page.length === part.limit ? (page.at(-1)?.username ?? null) : null,
  };
}
