/** Where text is typed. */
const field = 'input, textarea, [contenteditable]';

/** Ctrl+A marks what is in a field; outside of one it would mark the whole window, and nothing of that is to be copied. */
export function keepSelectAll(window: Window): void {
  window.addEventListener('keydown', (event) => {
    const isSelectAll = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'a';
    if (isSelectAll && !(event.target instanceof Element && event.target.closest(field))) event.preventDefault();
  });
}
