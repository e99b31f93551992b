import { effective, type Group, type Groups, isAllowed } from './groups.ts';

/** What decides whether somebody can log in. */
export interface GateStanding {
  readonly memberOf: readonly string[];
  /**
   * The best of what is in their hands; what is only disabled can be enabled again. `revoked` stands for all that the gate
   * asks for and takes no code of: what was revoked, has expired, is used up, waits for its enrolment or is a simple pass.
   */
  readonly has: 'token' | 'revoked' | 'nothing';
}

/** A person as far as the gate is concerned. */
export interface GatePerson extends GateStanding {
  readonly id: string;
  readonly name: string;
  readonly office: string;
}

/** Somebody who could log in before a change and could not after it. */
export interface LockedOut<T = GatePerson> {
  readonly person: T;
  /** The ways by which the token is required of them; none when they are asked for the code of a revoked one anyway. */
  readonly because: readonly (readonly string[])[];
}

/**
 * Whether somebody is locked out as the groups stand: a token is required of them and they have none, or all they have is
 * revoked or as good as that: the gate asks for it and takes no code of it.
 */
export function isLockedOut(groups: Groups, { memberOf, has }: GateStanding): boolean {
  if (has === 'nothing') return isAllowed(groups, memberOf, 'require_token');
  return has === 'revoked';
}

/** Who is locked out as the groups stand. */
export function lockedOut<T extends GateStanding>(groups: Groups, people: readonly T[]): readonly LockedOut<T>[] {
  return people
    .filter((person) => isLockedOut(groups, person))
    .map((person) => ({
      person,
      because: person.has === 'revoked' ? [] : effective(groups, person.memberOf, 'require_token').because,
    }));
}

/** Who would be locked out by a change of groups, or of the groups that each is in, and is not now. */
export function newlyLockedOut<T extends GateStanding>(
  before: Groups,
  after: Groups,
  people: readonly T[],
  memberOfAfter: (person: T) => readonly string[] = ({ memberOf }) => memberOf,
): readonly LockedOut<T>[] {
  return lockedOut(
    after,
    people
      .filter((person) => !isLockedOut(before, person))
      .map((person) => ({ ...person, memberOf: memberOfAfter(person) })),
  );
}

/** A change of groups as it would be: one saved, one removed, somebody put into one or taken out. */
export type GroupChange =
  | { readonly kind: 'saved'; readonly group: Group }
  | { readonly kind: 'removed'; readonly group: string }
  | { readonly kind: 'joined' | 'left'; readonly group: string; readonly personId: number };

type ChangeOfOne = Extract<GroupChange, { readonly kind: 'joined' | 'left' }>;

/** It is about one person: nobody else is asked about. */
export function isOfOne(change: GroupChange): change is ChangeOfOne {
  return change.kind === 'joined' || change.kind === 'left';
}

/** Who of some people would be locked out by a change and is not now; of one that is about a person, that person is asked about. */
export function lockedOutBy<T extends GateStanding>(
  change: GroupChange,
  groups: Groups,
  people: readonly T[],
): readonly LockedOut<T>[] {
  switch (change.kind) {
    case 'saved':
    case 'removed':
      return newlyLockedOut(groups, groupsAfter(groups, change), people);
    case 'joined':
      return newlyLockedOut(groups, groups, people, ({ memberOf }) => [...memberOf, change.group]);
    case 'left':
      return newlyLockedOut(groups, groups, people, ({ memberOf }) => memberOf.filter((id) => id !== change.group));
  }
}

/** Whether a change of a group can make a difference to whom a token is required of: mostly it cannot, and nobody is asked about. */
export function mayLockOut(groups: Groups, change: GroupChange): boolean {
  if (isOfOne(change)) return true;
  return requirementOf(groups) !== requirementOf(groupsAfter(groups, change));
}

function requirementOf(groups: Groups): string {
  return JSON.stringify(
    [...groups.values()]
      .map(({ id, settings, within }) => [id, settings.require_token ?? '', [...within].sort()] as const)
      .filter(([, setting, within]) => setting !== '' || within.length > 0)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function groupsAfter(groups: Groups, change: Exclude<GroupChange, ChangeOfOne>): Groups {
  if (change.kind === 'saved') return withGroup(groups, change.group);
  return new Map([...groups].filter(([id]) => id !== change.group));
}

/** The groups as they would be with one of them changed. */
export function withGroup(groups: Groups, changed: Group): Groups {
  return new Map(groups).set(changed.id, changed);
}
