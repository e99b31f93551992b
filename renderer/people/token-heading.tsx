import type { ReactNode } from 'react';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Serial } from '../tokens/tokens-serial.tsx';

/** The serial at the head of its page, and the state beside it. */
export function TokenHeading({ serial, children }: { readonly serial: string; readonly children: ReactNode }) {
  const heading = useHeadingFocus(serial);
  return (
    <header className="token-heading">
      <h1 ref={heading} tabIndex={-1}>
        <Serial serial={serial} />
      </h1>
      <span className="large" role="status">
        {children}
      </span>
    </header>
  );
}
