import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus to a heading whenever what it stands for changes, unless a field beside it took the focus itself. */
export function useHeadingFocus(what: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef<string>(undefined);
  // At every drawing: the heading may come after what it stands for, once that has been read.
  useEffect(() => {
    if (heading.current === null || last.current === what) return;
    last.current = what;
    const active = document.activeElement;
    const around = heading.current.closest('main, form, section');
    if (active?.matches('input, textarea') && around?.contains(active)) return;
    heading.current.focus();
  });
  return heading;
}
