/** The answer to what was asked is on the screen by then. */
const drawnMs = 60;

/** Takes the focus to the first field that is not right, when something was asked for and a field stands in the way. */
export function followFaults(window: Window): void {
  window.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement) toFirstFault(target);
  });
}

/** The same where Enter goes on without a form being sent. */
export function toFirstFault(around: ParentNode): void {
  setTimeout(() => {
    const fault = around.querySelector('[aria-invalid="true"]');
    if (fault === null || document.activeElement?.closest('[aria-invalid="true"]')) return;
    const field = fault.matches('input, textarea, select, button') ? fault : fault.querySelector('input, button');
    if (field instanceof HTMLElement) field.focus();
  }, drawnMs);
}
