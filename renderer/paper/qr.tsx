import { qrPath } from './qr-path.ts';

/** Light modules around a code, without which no reader finds it (ISO/IEC 18004, 5.3.8). */
const quietZone = 4;

/** A QR code for paper, with its quiet zone, in the sharp edges of a drawing. */
export function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = qrPath(text);
  const side = size + 2 * quietZone;
  return (
    <svg
      className="qr"
      role="img"
      aria-label={label}
      viewBox={`${-quietZone} ${-quietZone} ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
