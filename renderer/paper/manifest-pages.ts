import type { PaperSize } from '../../domain/paper/paper-size.ts';

/** What a manifest's page is made of, in millimetres: everything above the first row, a row, the signatures, the foot. */
export const manifestMeasures = { margins: 28, head: 48, row: 11, tableHead: 9, signatures: 52, foot: 8 } as const;

/** Rows by pages: the head stands on each, the signatures below the last row, on a page of their own if need be. */
export function manifestPages<T>(rows: readonly T[], { heightMm }: PaperSize): readonly (readonly T[])[] {
  const { margins, head, row, tableHead, signatures, foot } = manifestMeasures;
  const room = heightMm - margins - head - tableHead - foot;
  const full = Math.floor(room / row);
  const last = Math.floor((room - signatures) / row);
  const pages: (readonly T[])[] = [];
  let rest = rows;
  while (rest.length > last) {
    // What does not fit above the signatures is parted so that the last page is never without a row.
    const taken = Math.min(full, rest.length - 1);
    pages.push(rest.slice(0, taken));
    rest = rest.slice(taken);
  }
  return [...pages, rest];
}
