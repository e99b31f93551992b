import type { PaperSize } from '../../domain/paper/paper-size.ts';

/*
 * Chromium rounds a page to whole points, then to its grid of 1/300 of an inch: A4 comes out 0.3 points narrow. Each page
 * of the PDF is given its true size afterwards.
 */
const pointsPerMm = 72 / 25.4;
const pointsPerInch = 72;
/** Six points are a whole number of grid units: such a size is written without decimals. */
const written = 6;
const mediaBox = '/MediaBox [';

/** The page to ask of Chromium, in inches: one that it writes with decimals, so that the true size has room there. */
export function askedPage({ widthMm, heightMm }: PaperSize): { readonly width: number; readonly height: number } {
  const asked = (mm: number) => {
    const points = Math.round(mm * pointsPerMm);
    return (points % written === 0 ? points + 1 : points) / pointsPerInch;
  };
  return { width: asked(widthMm), height: asked(heightMm) };
}

/** Gives each page its size (PDF 32000-1, 7.7.3.3), in as many bytes as before, so that nothing after it moves. */
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
