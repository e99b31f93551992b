import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Moves the focus to a heading whenever what it stands for changes, unless a field beside it took the focus itself. A
 * title that is only said in another language is the same title.
 */
export function useHeadingFocus(what: string): RefObject<HTMLHeadingElement | null> {
  const { language } = useTranslation().i18n;
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef<{ readonly what: string; readonly language: string }>(undefined);
  // At every drawing: the heading may come after what it stands for, once that has been read.
  useEffect(() => {
    if (heading.current === null) return;
    const before = last.current;
    last.current = { what, language };
    if (before?.what === what) return;
    // Where the language itself is what the heading stands for, it was chosen to be read in.
    if (before !== undefined && before.language !== language && what !== language) return;
    const active = document.activeElement;
    const around = heading.current.closest('main, form, section');
    if (active?.matches('input, textarea') && around?.contains(active)) return;
    heading.current.focus();
  });
  return heading;
}
