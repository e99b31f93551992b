/** A boot keyboard with one 8-byte feature report, as the OTP interface of a YubiKey describes itself (HID 1.11, appendix B and E). */
export const reportDescriptor = Buffer.from(
  [
    '0501 0906 a101 0507 19e0 29e7 1500 2501 7501 9508 8102 9501 7508 8101',
    '0508 9505 7501 1901 2905 9102 9501 7503 9101',
    '0507 9506 7508 1500 2565 1900 2965 8100 0903 7508 9508 b102 c0',
  ]
    .join('')
    .replace(/\s/g, ''),
  'hex',
);

const hidDescriptor = Buffer.from([9, 0x21, 0x10, 0x01, 0, 1, 0x22, reportDescriptor.length, 0]);

export function deviceDescriptor(productId: number, release: number): Buffer {
  const bytes = Buffer.from([18, 1, 0, 2, 0, 0, 0, 64, 0x50, 0x10, 0, 0, 0, 0, 1, 2, 0, 1]);
  bytes.writeUInt16LE(productId, 10);
  bytes.writeUInt16LE(release, 12);
  return bytes;
}

export function configurationDescriptor(): Buffer {
  const body = Buffer.concat([
    Buffer.from([9, 4, 0, 0, 1, 3, 1, 1, 0]),
    hidDescriptor,
    Buffer.from([7, 5, 0x81, 3, 8, 0, 10]),
  ]);
  return Buffer.concat([Buffer.from([9, 2, 9 + body.length, 0, 1, 1, 0, 0x80, 15]), body]);
}

const texts = ['', 'Yubico', 'YubiKey OTP'];

export function stringDescriptor(index: number): Buffer | undefined {
  if (index === 0) return Buffer.from([4, 3, 9, 4]);
  const text = texts[index];
  if (text === undefined) return undefined;
  const data = Buffer.from(text, 'utf16le');
  return Buffer.concat([Buffer.from([2 + data.length, 3]), data]);
}
