import { type RefObject, useLayoutEffect, useRef } from 'react';

/** A dialog that closes gives the focus back by itself, and a screen that opens takes it: they come first. */
const othersFirstMs = 150;

/** Keeps the focus on the screen when the control that has it is switched off or taken away: it goes to what is left there. */
export function useKeptFocus(control: RefObject<HTMLElement | null>, isDisabled: boolean): void {
  const lost = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const here = control.current;
    if (!isDisabled || here === null) return;
    if (document.activeElement === here) return passBeside(here);
    // Some browsers have taken the focus from it by now, others do so at the next frame.
    if (lost.current === here) passBeside(here);
    lost.current = null;
  }, [control, isDisabled]);
  useLayoutEffect(() => {
    const here = control.current;
    if (here === null) return;
    const left = () => {
      lost.current = here.matches(':disabled') ? here : null;
    };
    here.addEventListener('focusout', left);
    return () => here.removeEventListener('focusout', left);
  }, [control]);
  useLayoutEffect(
    () => () => {
      if (control.current !== null && document.activeElement === control.current) passOn(control.current);
    },
    [control],
  );
}

function passBeside(from: HTMLElement): void {
  const beside = from.parentElement?.querySelector<HTMLElement>('button:not(:disabled)');
  if (beside) beside.focus();
  else passOn(from);
}

function passOn(from: HTMLElement): void {
  const around: HTMLElement[] = [];
  for (let one = from.parentElement; one !== null; one = one.parentElement) around.push(one);
  setTimeout(() => {
    if (document.activeElement !== document.body) return;
    for (const one of around.filter(({ isConnected }) => isConnected)) {
      if (one.matches('[role="dialog"], [role="alertdialog"]')) return one.focus();
      const heading = one.querySelector<HTMLElement>(':is(h1, h2, h3)[tabindex="-1"]');
      if (heading !== null) return heading.focus();
    }
  }, othersFirstMs);
}
