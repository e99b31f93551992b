import { useCallback, useState } from 'react';
import type { GroupChangeAsked, LockedOutPage } from '../../domain/contract/administration/trust.ts';
import { asFailure, type Failure } from '../../domain/failure.ts';
import { ask } from '../keydesk.ts';

interface LockedOutPages {
  readonly people: LockedOutPage['people'];
  /** Asks for those that follow; nothing when these are all. */
  readonly more: (() => void) | undefined;
  readonly failure: Failure | undefined;
}

/** A list of people who are locked out, from its first page on. */
export function useLockedOut(change: GroupChangeAsked | null, first: LockedOutPage): LockedOutPages {
  const [{ people, next }, setRead] = useState<Pick<LockedOutPage, 'people' | 'next'>>(first);
  const [failure, setFailure] = useState<Failure>();
  const more = useCallback(() => {
    if (next === null) return;
    setFailure(undefined);
    ask('groups/lockout', { change, past: next }).then(
      (page) =>
        // Whoever was asked twice has come already.
        setRead((read) => (read.next === next ? { people: [...read.people, ...page.people], next: page.next } : read)),
      (error: unknown) => setFailure(asFailure(error)),
    );
  }, [change, next]);
  return { people, more: next === null ? undefined : more, failure };
}
