import type { TokenStatus } from '../session.ts';

/** Whether the programming sequence moved by one write: by one, to 0 when nothing is configured any more, or past 255. */
export function movedByOne(before: TokenStatus, after: TokenStatus): boolean {
  if (before.sequence === 255) return after.sequence === 0 || after.sequence === 1;
  const empty = !after.slots[1].configured && !after.slots[2].configured;
  return after.sequence === before.sequence + 1 || (empty && before.sequence > 0 && after.sequence === 0);
}

/** Whether a token shows exactly what it showed before, as it does when it refuses a write. */
export function unmoved(before: TokenStatus, after: TokenStatus): boolean {
  return (
    after.sequence === before.sequence &&
    after.slots[1].configured === before.slots[1].configured &&
    after.slots[2].configured === before.slots[2].configured
  );
}
