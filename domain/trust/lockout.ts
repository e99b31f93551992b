import { effective, type Group, type Groups } from './groups.ts';

/** A person as far as the gate is concerned. */
export interface GatePerson {
  readonly id: string;
  readonly name: string;
  readonly office: string;
  readonly memberOf: readonly string[];
  /**
   * The best of what is in their hands; what is only disabled can be enabled again. `revoked` stands for all that the gate
   * asks for and takes no code of: what was revoked, has expired, is used up, waits for its enrolment or is a simple pass.
   */
  readonly has: 'token' | 'revoked' | 'nothing';
}

/** Somebody who could log in before a change and could not after it. */
export interface LockedOut {
  readonly person: GatePerson;
  /** The ways by which the token is required of them; none when they are asked for the code of a revoked one anyway. */
  readonly because: readonly (readonly string[])[];
}

/**
 * Who is locked out as the groups stand: a token is required of them and they have none, or all they have is revoked
 * or as good as that: the gate asks for it and takes no code of it.
 */
export function lockedOut(groups: Groups, people: readonly GatePerson[]): readonly LockedOut[] {
  return people.flatMap((person) => {
    if (person.has === 'token') return [];
    if (person.has === 'revoked') return [{ person, because: [] }];
    const { setting, because } = effective(groups, person.memberOf, 'require_token');
    return setting === 'allow' ? [{ person, because }] : [];
  });
}

/** Who would be locked out by a change of groups, or of who is in them, and is not now. */
export function newlyLockedOut(
  before: Groups,
  after: Groups,
  people: readonly GatePerson[],
  peopleAfter: readonly GatePerson[] = people,
): readonly LockedOut[] {
  const already = new Set(lockedOut(before, people).map(({ person }) => person.id));
  return lockedOut(after, peopleAfter).filter(({ person }) => !already.has(person.id));
}

/** A change of groups as it would be: one saved, one removed, somebody put into one or taken out. */
export type GroupChange =
  | { readonly kind: 'saved'; readonly group: Group }
  | { readonly kind: 'removed'; readonly group: string }
  | { readonly kind: 'joined' | 'left'; readonly group: string; readonly person: string };

/** Who would be locked out by a change and is not now. */
export function lockedOutBy(change: GroupChange, groups: Groups, people: readonly GatePerson[]): readonly LockedOut[] {
  switch (change.kind) {
    case 'saved':
      return newlyLockedOut(groups, withGroup(groups, change.group), people);
    case 'removed':
      return newlyLockedOut(groups, new Map([...groups].filter(([id]) => id !== change.group)), people);
    default: {
      const concerned = people.filter(({ id }) => id === change.person);
      const after = concerned.map((person) => ({
        ...person,
        memberOf:
          change.kind === 'joined'
            ? [...person.memberOf, change.group]
            : person.memberOf.filter((id) => id !== change.group),
      }));
      return newlyLockedOut(groups, groups, concerned, after);
    }
  }
}

/** The groups as they would be with one of them changed. */
export function withGroup(groups: Groups, changed: Group): Groups {
  return new Map(groups).set(changed.id, changed);
}
