import type { ReactNode } from 'react';

export type Meaning = 'waiting' | 'proven' | 'refused' | 'none';

/** One of the three meanings by its shape (a clock, a tick, a barred circle), with its word beside it. */
export function Sign({ meaning, children }: { readonly meaning: Meaning; readonly children?: ReactNode }) {
  return (
    <span className="sign" data-meaning={meaning}>
      {meaning !== 'none' && <Shape meaning={meaning} />}
      {children}
    </span>
  );
}

export function Shape({ meaning }: { readonly meaning: Exclude<Meaning, 'none'> }) {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      {meaning === 'waiting' && (
        <>
          <circle cx="10" cy="10" r="8" />
          <path d="M10 5.5V10l3 2.5" strokeLinecap="round" />
        </>
      )}
      {meaning === 'proven' && <path d="m3 10.5 4.5 5L17 4.5" strokeWidth="2.5" strokeLinecap="round" />}
      {meaning === 'refused' && (
        <>
          <path d="M6.3 1.5h7.4l4.8 4.8v7.4l-4.8 4.8H6.3l-4.8-4.8V6.3z" />
          <path d="m7 7 6 6m0-6-6 6" strokeLinecap="round" />
        </>
      )}
    </svg>
  );
}
