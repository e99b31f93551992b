/** The size of one sheet or label. */
export interface PaperSize {
  readonly widthMm: number;
  readonly heightMm: number;
}

export const pages = {
  a4: { widthMm: 210, heightMm: 297 },
  letter: { widthMm: 215.9, heightMm: 279.4 },
} as const satisfies Record<string, PaperSize>;

export type PageName = keyof typeof pages;
export const pageNames = ['a4', 'letter'] as const satisfies readonly PageName[];

/** Labels that desks have: Brother DK-11209, Dymo 99012, Brother DK-11240 and their like. */
export const labels: readonly PaperSize[] = [
  { widthMm: 62, heightMm: 29 },
  { widthMm: 89, heightMm: 36 },
  { widthMm: 102, heightMm: 59 },
];

/** What a desk prints on until somebody chooses. */
export const paperAtFirst = { page: 'a4', label: { widthMm: 62, heightMm: 29 } } as const;

/** What a label printer can be told and a label still hold. */
export const labelBounds = { least: 20, most: 210 } as const;

/** Whether a label of this size can be printed, and what is on it be read. */
export function isLabelSize({ widthMm, heightMm }: PaperSize): boolean {
  const isWithin = (side: number) => side >= labelBounds.least && side <= labelBounds.most;
  return isWithin(widthMm) && isWithin(heightMm);
}
