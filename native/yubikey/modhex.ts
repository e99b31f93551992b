/** Keys that lie on the same place on most keyboard layouts, as digits 0 to 15. */
const alphabet = 'cbdefghijklnrtuv';

export function modhex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += alphabet.charAt(byte >> 4) + alphabet.charAt(byte & 0x0f);
  return text;
}

/** The bytes of a modhex text in either case, or `undefined` when it is none. */
export function fromModhex(text: string): Uint8Array | undefined {
  const digits = [...text.toLowerCase()].map((key) => alphabet.indexOf(key));
  if (digits.length % 2 !== 0 || digits.includes(-1)) return undefined;
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => {
    return ((digits[2 * index] ?? 0) << 4) | (digits[2 * index + 1] ?? 0);
  });
}
