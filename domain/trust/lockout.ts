import { effective, type Group, type Groups } from './groups.ts';

/** A person as far as the gate is concerned. */
export interface GatePerson {
  readonly id: string;
  readonly name: string;
  readonly office: string;
  readonly memberOf: readonly string[];
  readonly hasToken: boolean;
}

/** Somebody who could log in before a change and could not after it. */
export interface LockedOut {
  readonly person: GatePerson;
  /** The ways by which the token is required of them. */
  readonly because: readonly (readonly string[])[];
}

/** Who is locked out as the groups stand: a token is required of them and they have none. */
export function lockedOut(groups: Groups, people: readonly GatePerson[]): readonly LockedOut[] {
  return people.flatMap((person) => {
    if (person.hasToken) return [];
    const { setting, because } = effective(groups, person.memberOf, 'require_token');
    return setting === 'allow' ? [{ person, because }] : [];
  });
}

/** Who would be locked out by a change of groups and is not now. */
export function newlyLockedOut(before: Groups, after: Groups, people: readonly GatePerson[]): readonly LockedOut[] {
  const already = new Set(lockedOut(before, people).map(({ person }) => person.id));
  return lockedOut(after, people).filter(({ person }) => !already.has(person.id));
}

/** The groups as they would be with one of them changed. */
export function withGroup(groups: Groups, changed: Group): Groups {
  return new Map(groups).set(changed.id, changed);
}
