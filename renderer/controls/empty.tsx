import type { ReactNode } from 'react';

interface EmptyProps {
  /** What will be here. */
  readonly what: string;
  /** How to begin. */
  readonly begin: string;
  readonly children?: ReactNode;
}

export function Empty({ what, begin, children }: EmptyProps) {
  return (
    <div className="empty">
      <p className="what">{what}</p>
      <p className="quiet">{begin}</p>
      {children}
    </div>
  );
}
