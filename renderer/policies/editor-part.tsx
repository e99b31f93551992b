import { type ReactNode, useId } from 'react';
import type { Policy } from '../../domain/policy/policy.ts';
import type { PolicyField } from '../../domain/policy/problem.ts';

/** What each part of the editor works on: the draft, how it changes, and what is wrong with a field. */
export interface PartProps {
  readonly policy: Policy;
  readonly change: (changes: Partial<Policy>) => void;
  readonly fault: (field: PolicyField) => string | undefined;
}

/** A part of the editor under its heading. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="policy-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
