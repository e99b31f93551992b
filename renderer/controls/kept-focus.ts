import { type RefObject, useLayoutEffect } from 'react';

/** A dialog that closes gives the focus back by itself, and a screen that opens takes it: they come first. */
const othersFirstMs = 150;

/** Keeps the focus on the screen when the control that has it is switched off or taken away: it goes to what is left there. */
export function useKeptFocus(control: RefObject<HTMLElement | null>, isDisabled: boolean): void {
  useLayoutEffect(() => {
    const here = control.current;
    if (!isDisabled || here === null || document.activeElement !== here) return;
    const beside = here.parentElement?.querySelector<HTMLElement>('button:not(:disabled)');
    if (beside) beside.focus();
    else passOn(here);
  }, [control, isDisabled]);
  useLayoutEffect(
    () => () => {
      if (control.current !== null && document.activeElement === control.current) passOn(control.current);
    },
    [control],
  );
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
