interface Point {
  readonly x: number;
  readonly y: number;
}

const box = { width: 600, height: 200 } as const;
const longest = 100_000;

/**
 * Strokes as an SVG path (`d` only) in a 600 x 200 box, in whole units; a dot is a line to itself.
 * What would make it longer than a record takes is left out from the end.
 */
export function signaturePath(strokes: readonly (readonly Point[])[], area: typeof box | Size): string {
  const place = ({ x, y }: Point) =>
    `${inside((x / area.width) * box.width, box.width)} ${inside((y / area.height) * box.height, box.height)}`;
  let path = '';
  for (const stroke of strokes) {
    const [first, ...rest] = stroke.map(place);
    if (first === undefined) continue;
    const moves = rest.filter((point, index) => point !== [first, ...rest][index]);
    const drawn = `M${first}${(moves.length === 0 ? [first] : moves).map((point) => `L${point}`).join('')}`;
    if (path.length + drawn.length > longest) break;
    path += drawn;
  }
  return path;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function inside(value: number, limit: number): number {
  return Math.min(limit, Math.max(0, Math.round(value)));
}
