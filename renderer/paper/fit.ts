const mmPerPoint = 25.4 / 72;
const lineHeight = 1.25;

/** How wide letters are, in parts of the type size; on the generous side, since every system has its own sans. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uff60]/, 1.02],
  [/[MWmw@%—…]/, 0.96],
  [/[A-Z\u00c0-\u00de\u0386-\u03ab\u0400-\u042f&#]/, 0.72],
  [/[ iljtfrI.,:;'|!()[\]-]/, 0.4],
];

function widthOf(letter: string): number {
  return widths.find(([letters]) => letters.test(letter))?.[1] ?? 0.61;
}

/** How wide a line is, in parts of the type size. */
function emsOf(line: string): number {
  return [...line].reduce((sum, letter) => sum + widthOf(letter), 0);
}

/** How many lines a text takes at a type size; a word may be broken where a line ends. */
function linesOf(text: string, perLine: number): number {
  return text.split('\n').reduce((lines, line) => {
    const wide = emsOf(line);
    // Words that do not fit leave the end of a line empty, an eighth of it on average.
    const room = wide > perLine ? perLine * 0.88 : perLine;
    return lines + Math.max(1, Math.ceil(wide / room));
  }, 0);
}

interface Room {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Type sizes in points: the one for short texts, and the smallest that people read. */
  readonly largest: number;
  readonly smallest: number;
}

/** The largest type size in which the whole of a text fits its room, by half points. */
export function fittingSize(text: string, { widthMm, heightMm, largest, smallest }: Room): number {
  for (let size = largest; size > smallest; size -= 0.5) {
    const mm = size * mmPerPoint;
    if (linesOf(text, widthMm / mm) * mm * lineHeight <= heightMm) return size;
  }
  return smallest;
}

/** The type size, at most the largest, in which a text fits on one line. */
export function fittingLine(text: string, widthMm: number, largest: number): number {
  return Math.min(largest, widthMm / emsOf(text) / mmPerPoint);
}
