import { useState } from 'react';
import type { GroupChangeAsked, LockedOutRow } from '../../domain/contract/administration/trust.ts';
import type { Failure } from '../../domain/failure.ts';
import { useAction } from '../keydesk.ts';

/** Makes the change, saying how many it locks out; answers whether it was made. */
type Make = (locksOut: number) => Promise<boolean>;

interface Asked {
  readonly change: GroupChangeAsked;
  readonly people: readonly LockedOutRow[];
  /** The list is another than the one that was read before. */
  readonly changed: boolean;
  readonly make: Make;
}

export interface ChangeOfGroup {
  /** Whom the change would lock out, when it would: to be read before it is made. */
  readonly asked: Asked | undefined;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Asks whom it locks out; makes it at once when that is nobody. */
  readonly go: (change: GroupChangeAsked, make: Make) => Promise<void>;
  /** The list was read. */
  readonly goOn: () => Promise<void>;
  readonly back: () => void;
}

/** A change of a group, made only after it was read whom it locks out; a list that changed meanwhile is read again. */
export function useChangeOfGroup(): ChangeOfGroup {
  const lockout = useAction('groups/lockout');
  const [asked, setAsked] = useState<Asked>();
  return {
    asked,
    busy: lockout.busy,
    failure: lockout.failure,
    go: async (change, make) => {
      const answer = await lockout.run({ change });
      if (answer === undefined) return;
      const { after: people } = answer.value;
      if (people.length > 0) setAsked({ change, people, changed: false, make });
      else await make(0);
    },
    goOn: async () => {
      if (asked === undefined) return;
      if (await asked.make(asked.people.length)) return setAsked(undefined);
      const answer = await lockout.run({ change: asked.change });
      if (answer === undefined || usersOf(answer.value.after) === usersOf(asked.people)) return;
      setAsked({ ...asked, people: answer.value.after, changed: true });
    },
    back: () => setAsked(undefined),
  };
}

/** Who is on a list, to know it again. */
export function usersOf(people: readonly LockedOutRow[]): string {
  return people
    .map(({ user }) => user)
    .sort()
    .join(' ');
}
