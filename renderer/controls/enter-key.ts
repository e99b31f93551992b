const ownUse =
  'button, a:not([aria-current="page"]), input, textarea, select, summary, table, [role="listbox"], [role="grid"]';

/** Neither one that is busy, nor one of a screen that is hidden and only keeps what is on it. */
const pressable = 'button[data-enter]:enabled:not([aria-disabled="true"], [hidden] *)';

/** Whether Enter there belongs to what has the focus. The link to the page one is on leads nowhere, so it has no use for it. */
export function usesEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(ownUse) !== null;
}

/** Whether a dialog waits for its answer; one that sleeps does not. */
export function isAsked(): boolean {
  return document.querySelector(':is([role="dialog"], [role="alertdialog"]):not(.asleep *)') !== null;
}

/** Whether Enter there would send off what ends something for a person; a field of text is filled in with intent. */
function endsByEnter(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement) || !['radio', 'checkbox'].includes(target.type)) return false;
  return target.form?.querySelector('[type="submit"][data-kind^="refuse"]') != null;
}

/**
 * The buttons that say Enter on them are pressed by it wherever the focus is, unless that has its own use for the key.
 * What ends something for a person says no key: it is pressed where it has the focus itself.
 */
export function followEnter(window: Window): void {
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && endsByEnter(event.target)) event.preventDefault();
    if (event.key !== 'Enter' || event.defaultPrevented || event.repeat || usesEnter(event.target)) return;
    if (isAsked()) return;
    const [said, ...more] = document.querySelectorAll<HTMLButtonElement>(pressable);
    if (said === undefined || more.length > 0) return;
    event.preventDefault();
    said.click();
  });
}
