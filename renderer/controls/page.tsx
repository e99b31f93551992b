import type { ReactNode } from 'react';
import { useHeadingFocus } from './heading-focus.ts';

interface PageProps {
  readonly title: string;
  /** Beside the title: a search field, a button. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** An ordinary screen: its title takes the focus when it opens; the rest of the height is its own. */
export function Page({ title, tools, children }: PageProps) {
  const heading = useHeadingFocus(title);
  return (
    <div className="page">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1} className="question">
          {title}
        </h1>
        {tools}
      </header>
      {children}
    </div>
  );
}
