import { useEffect, useRef } from 'react';
import { usesEnter } from './enter-key.ts';
import { toFirstFault } from './fault-focus.ts';

/** Enter and Escape wherever the focus is, unless a control or a dialog has its own use for them. */
export function useStepKeys(next: (() => void) | undefined, onEscape: (() => void) | undefined): void {
  const latest = useRef({ next, onEscape });
  useEffect(() => {
    latest.current = { next, onEscape };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.repeat ||
        document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
      )
        return;
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
