import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus to a heading whenever what it stands for changes, unless a field beside it took the focus itself. */
export function useHeadingFocus(what: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows what the heading stands for
  useEffect(() => {
    const active = document.activeElement;
    const around = heading.current?.closest('main, form, section');
    if (active?.matches('input, textarea') && around?.contains(active)) return;
    heading.current?.focus();
  }, [what]);
  return heading;
}
