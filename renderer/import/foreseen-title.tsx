import { useEffect, useRef } from 'react';
import { announce } from '../controls/announcer.tsx';
import { type Meaning, Sign } from '../controls/sign.tsx';

interface ForeseenTitleProps {
  readonly meaning: Meaning;
  readonly children: string;
}

/** What would come of a file, in one sentence: seen and told, also where the button of the next step takes the focus then. */
export function ForeseenTitle({ meaning, children }: ForeseenTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const told = useRef(children);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'nearest' });
    announce(told.current);
  }, []);
  return (
    <h3 ref={heading} tabIndex={-1}>
      <Sign meaning={meaning}>{children}</Sign>
    </h3>
  );
}
