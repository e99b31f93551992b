import { useState } from 'react';
import type { GroupChangeAsked, LockedOutPage } from '../../domain/contract/administration/trust.ts';
import type { Failure } from '../../domain/failure.ts';
import { useAction } from '../keydesk.ts';

/** Makes the change, saying how many it locks out; answers whether it was made. */
type Make = (locksOut: number) => Promise<boolean>;

interface Asked {
  readonly change: GroupChangeAsked;
  /** The first of them. */
  readonly page: LockedOutPage;
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
      const page = answer.value;
      if (page.count > 0) setAsked({ change, page, changed: false, make });
      else await make(0);
    },
    goOn: async () => {
      if (asked === undefined) return;
      if (await asked.make(asked.page.count)) return setAsked(undefined);
      const answer = await lockout.run({ change: asked.change });
      if (answer === undefined || usersOf(answer.value) === usersOf(asked.page)) return;
      setAsked({ ...asked, page: answer.value, changed: true });
    },
    back: () => setAsked(undefined),
  };
}

/** Who is on a list, to know it again. */
export function usersOf({ count, people }: LockedOutPage): string {
  const users = people.map(({ user }) => user).sort();
  return [count, ...users].join(' ');
}
