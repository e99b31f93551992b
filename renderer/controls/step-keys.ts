import { useContext, useEffect, useRef } from 'react';
import { Asleep } from './asleep.ts';
import { isAsked, usesEnter } from './enter-key.ts';
import { toFirstFault } from './fault-focus.ts';

/** Enter and Escape wherever the focus is, unless a control or a dialog has its own use for them. */
export function useStepKeys(next: (() => void) | undefined, onEscape: (() => void) | undefined): void {
  const asleep = useContext(Asleep);
  const latest = useRef({ next, onEscape, asleep });
  useEffect(() => {
    latest.current = { next, onEscape, asleep };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (latest.current.asleep || event.defaultPrevented || event.repeat || isAsked()) return;
      if (event.key === 'Escape') latest.current.onEscape?.();
      if (event.key === 'Enter' && !usesEnter(event.target)) {
        latest.current.next?.();
        toFirstFault(document);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
