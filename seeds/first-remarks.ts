import type { ImportRemark } from '../domain/import-remark.ts';

/** The first remarks, and how many there were. */
export interface Told {
  readonly count: number;
  readonly first: readonly ImportRemark[];
}

/** How many remarks are told of a file, however many there are. */
export const mostTold = 20;

/** Counts remarks and keeps the first of them. */
export function firstRemarks(): { readonly add: (remark: ImportRemark) => void; readonly told: () => Told } {
  const first: ImportRemark[] = [];
  let count = 0;
  return {
    add(remark) {
      count += 1;
      if (first.length < mostTold) first.push(remark);
    },
    told: () => ({ count, first }),
  };
}
