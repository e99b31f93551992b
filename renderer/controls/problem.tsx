import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { announce } from './announcer.tsx';
import { failureWords } from './failure-words.ts';
import { Shape } from './sign.tsx';

interface ProblemProps {
  readonly failure: Failure;
  /** The button that does what the third line says. */
  readonly children?: ReactNode;
  /** `waiting` when it mends itself. */
  readonly meaning?: 'refused' | 'waiting';
}

/** A failure in its three lines: what happened, what is safe, what to do. */
export function Problem({ failure, children, meaning = 'refused' }: ProblemProps) {
  const { t } = useTranslation();
  const { what, safe, todo } = failureWords(t, failure);
  const told = useRef<HTMLElement>(null);
  useEffect(() => {
    announce(`${what} ${safe} ${todo}`, 'assertive');
    // The answer to what was just asked for is seen, too, wherever in its form it stands.
    if (told.current?.closest('form')) told.current.scrollIntoView({ block: 'nearest' });
  }, [what, safe, todo]);
  return (
    <section ref={told} className="problem" data-meaning={meaning} data-code={failure.code}>
      <Shape meaning={meaning} />
      <div className="stack">
        <p className="what">{what}</p>
        <p>{safe}</p>
        <p>{todo}</p>
        {children !== undefined && <div className="row actions">{children}</div>}
      </div>
    </section>
  );
}
