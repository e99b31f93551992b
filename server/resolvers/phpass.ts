import { createHash, timingSafeEqual } from 'node:crypto';

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The form that web applications on MySQL keep: `$P$` or `$H$`, a cost, 8 characters of salt, 22 of MD5. */
export const phpassForm = /^\$[PH]\$[./0-9A-Za-z]{31}$/;

/** How often MD5 is run for a hash of this form. */
export function phpassRounds(hash: string): number {
  return 2 ** alphabet.indexOf(hash.charAt(3));
}

/** Whether a password has this hash of the Portable PHP password hashing framework (openwall.com/phpass). */
export function verifyPhpass(password: string, hash: string): boolean {
  const typed = Buffer.from(password);
  try {
    const md5 = (...parts: readonly (string | Buffer)[]) => {
      const made = createHash('md5');
      for (const part of parts) made.update(part);
      return made.digest();
    };
    let digest = md5(hash.slice(4, 12), typed);
    for (let rounds = phpassRounds(hash); rounds > 0; rounds -= 1) digest = md5(digest, typed);
    return timingSafeEqual(Buffer.from(encoded(digest)), Buffer.from(hash.slice(12)));
  } finally {
    typed.fill(0);
  }
}

/** Its base 64: three bytes to four characters, the lowest bits first. */
function encoded(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(at, at + 3);
    const value = one | (two << 8) | (three << 16);
    const characters = Math.min(bytes.length - at, 3) + 1;
    for (let place = 0; place < characters; place += 1) text += alphabet[(value >> (6 * place)) & 63];
  }
  return text;
}
