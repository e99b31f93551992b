const alphabet = 'cbdefghijklnrtuv';

/** Bytes in the sixteen letters that most keyboard layouts share (Yubico's modhex). */
export function modhex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += alphabet.charAt(byte >> 4) + alphabet.charAt(byte & 15);
  return text;
}

/** The bytes of a modhex text in either case, if it is one. */
export function fromModhex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let place = 0; place < bytes.length; place += 1) {
    const high = alphabet.indexOf(text.charAt(2 * place).toLowerCase());
    const low = alphabet.indexOf(text.charAt(2 * place + 1).toLowerCase());
    if (high < 0 || low < 0) return undefined;
    bytes[place] = (high << 4) | low;
  }
  return bytes;
}
