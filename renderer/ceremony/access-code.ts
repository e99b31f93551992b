import { takeSecret } from '../controls/secret-field.tsx';

/** Six bytes from twelve hex digits (blanks between them allowed); the field is empty afterwards. */
export function takeAccessCode(field: HTMLInputElement | null): Uint8Array<ArrayBuffer> | undefined {
  const typed = takeSecret(field);
  const code = new Uint8Array(6);
  let digits = 0;
  try {
    for (const byte of typed) {
      if (byte === 0x20 || byte === 0x3a) continue;
      const value = hexValue(byte);
      if (value === undefined || digits === 12) return undefined;
      const place = digits >> 1;
      code[place] = ((code[place] ?? 0) << 4) | value;
      digits += 1;
    }
    return digits === 12 ? code : undefined;
  } finally {
    typed.fill(0);
  }
}

function hexValue(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : undefined;
}
