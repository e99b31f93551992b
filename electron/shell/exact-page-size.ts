import type { PaperSize } from '../../domain/paper/paper-size.ts';

const pointsPerMm = 72 / 25.4;
const mediaBox = '/MediaBox [';

/**
 * Chromium rounds a page to whole 1/300 of an inch: A4 comes out 0.3 points narrow, a label of 29 mm 0.1 points short.
 * Each page gets its true size (PDF 32000-1, 7.7.3.3), in as many bytes, so that nothing after it moves.
 */
export function giveExactSize(pdf: Buffer, { widthMm, heightMm }: PaperSize): void {
  const wanted = `0 0 ${points(widthMm)} ${points(heightMm)}`;
  for (let at = pdf.indexOf(mediaBox); at !== -1; at = pdf.indexOf(mediaBox, at + 1)) {
    const from = at + mediaBox.length;
    const to = pdf.indexOf(']', from);
    if (to !== -1 && to - from >= wanted.length) pdf.write(wanted.padEnd(to - from), from, 'latin1');
  }
}

function points(mm: number): string {
  return String(Number((mm * pointsPerMm).toFixed(2)));
}
