/** Gives so many random bytes of the system's generator. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * A number from 0 up to but without `below` (at most 256), each as likely as any other: bytes from the last incomplete
 * run of `below` are thrown away.
 */
export function drawNumber(random: RandomBytes, below: number): number {
  if (!Number.isInteger(below) || below < 1 || below > 256) throw new RangeError(`cannot draw below ${below}`);
  const limit = 256 - (256 % below);
  for (;;) {
    const [byte = 255] = random(1);
    if (byte < limit) return byte % below;
  }
}

/** Characters of an ASCII alphabet as bytes, which the caller wipes. */
export function drawText(random: RandomBytes, alphabet: string, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => alphabet.charCodeAt(drawNumber(random, alphabet.length)));
}

/** Puts bytes in any order, each as likely as any other, in place. */
export function shuffle(random: RandomBytes, bytes: Uint8Array): Uint8Array {
  for (let last = bytes.length - 1; last > 0; last -= 1) {
    const other = drawNumber(random, last + 1);
    [bytes[last], bytes[other]] = [bytes[other] ?? 0, bytes[last] ?? 0];
  }
  return bytes;
}
