import type { SpareView } from '../../domain/contract/reprogram.ts';

/** Whether a token may still hold what somebody else knows: it had another life, and is not written anew yet. */
function holdsOld({ before, stage }: Pick<SpareView, 'before' | 'stage'>): boolean {
  return before !== 'blank' && before !== 'in stock' && stage !== 'done';
}

/** What may hold an old owner's secret comes first; then the newest. */
export function inOrder<T extends Pick<SpareView, 'before' | 'stage'>>(spares: readonly T[]): readonly T[] {
  const newest = [...spares].reverse();
  return [...newest.filter(holdsOld), ...newest.filter((spare) => !holdsOld(spare))];
}
