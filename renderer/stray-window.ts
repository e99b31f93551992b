import { strayKeys } from './stray-keys.ts';

const listeners = new Set<() => void>();

/** Called when a token typed outside the code field. Returns the function that stops. */
export function onStray(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The attribute of the one field that takes a token's typing. */
export const codeFieldAttribute = 'data-code-field';

type Editable = HTMLInputElement | HTMLTextAreaElement;

/** Keeps a token's typing out of every field, button and list of the window but the code field. */
export function catchStrayKeys(window: Window): void {
  let target: Element | null = null;
  const given = new WeakSet<Event>();
  const keys = strayKeys(
    {
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    (released) => {
      if (isEditable(target)) insert(target, released.join(''));
      else
        for (const key of released) {
          const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
          given.add(event);
          target?.dispatchEvent(event);
        }
    },
    () => {
      for (const listener of listeners) listener();
    },
  );
  window.addEventListener(
    'keydown',
    (event) => {
      if (given.has(event)) return;
      const focused = window.document.activeElement;
      if (focused?.hasAttribute(codeFieldAttribute)) return keys.settle();
      if (focused !== target) keys.settle();
      target = focused;
      const modified = event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey;
      const stroke = {
        key: event.key,
        code: event.code,
        modified,
        inField: isEditable(focused),
        atMs: event.timeStamp,
      };
      if (keys.take(stroke) === 'hold') {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  window.addEventListener('pointerdown', keys.settle, true);
}

function isEditable(element: Element | null): element is Editable {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(element.type))
  );
}

/** As if typed: it can be undone, and the field tells its change. */
function insert(field: Editable, text: string): void {
  if (document.activeElement === field && document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}
