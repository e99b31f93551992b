import { useContext, useEffect, useState } from 'react';
import type { PolicyRow } from '../../domain/contract/administration/policies.ts';
import { blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import { SessionContext } from '../administration/session.ts';

/** A policy that is being written, and what it was made from; `seen` is null for a new one. */
export interface Draft {
  readonly policy: Policy;
  readonly others: PolicyRow['others'];
  readonly seen: { readonly name: string; readonly revision: string } | null;
}

/** What was written and not saved yet, by who wrote it, so that looking elsewhere does not lose it. Gone with the window. */
const kept = new Map<string, Draft>();

/** The draft of a policy, or of a new one; what was left unsaved is found again. */
export function useDraft(row: PolicyRow | undefined): {
  readonly draft: Draft;
  readonly change: (changes: Partial<Policy>) => void;
  /** Whether it was left unsaved earlier and found again. */
  readonly found: boolean;
  readonly isChanged: boolean;
  readonly drop: () => void;
} {
  const session = useContext(SessionContext);
  const [writer] = useState(session?.name ?? '');
  const key = JSON.stringify([writer, row?.policy.name ?? '']);
  const [found] = useState(() => kept.has(key));
  const [draft, setDraft] = useState<Draft>(() => kept.get(key) ?? begun(row));
  const [start] = useState(() => begun(row).policy);
  const isChanged = JSON.stringify(draft.policy) !== JSON.stringify(start);
  useEffect(() => {
    if (isChanged) kept.set(key, draft);
    else kept.delete(key);
  }, [key, draft, isChanged]);
  return {
    draft,
    found,
    isChanged,
    change: (changes) => setDraft((now) => ({ ...now, policy: { ...now.policy, ...changes } })),
    drop: () => {
      kept.delete(key);
      setDraft(begun(row));
    },
  };
}

function begun(row: PolicyRow | undefined): Draft {
  if (row === undefined) {
    return { policy: { ...blankPolicy, name: '', scope: 'authentication' }, others: {}, seen: null };
  }
  const { policy, others, revision } = row;
  return { policy, others, seen: { name: policy.name, revision } };
}
