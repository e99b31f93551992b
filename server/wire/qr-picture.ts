import { generate } from 'lean-qr';
import { toPngDataURL } from 'lean-qr/extras/node_export';

/** A QR code as a picture in an address, on white: on nothing, it cannot be read where the page is dark. */
export function qrPicture(text: string): string {
  return toPngDataURL(generate(text), { scale: 4, on: [0, 0, 0, 255], off: [255, 255, 255, 255] });
}
