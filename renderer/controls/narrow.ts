/** Whether the window is too narrow, as it stands, for every column of a list; the same width as in theme/frame.css. */
export function isNarrow(): boolean {
  return window.matchMedia('(max-width: 899px)').matches;
}
