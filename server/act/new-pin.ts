import { randomInt } from 'node:crypto';
import { hashPin } from '../check/pin.ts';
import { WireError } from '../wire/wire-error.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A PIN's hash; nothing for no PIN. */
export async function pinHashOf(pin: string | undefined): Promise<string | null> {
  if (!pin) return null;
  if (pin.length > 200) throw new WireError('parameter', 'A PIN has at most 200 characters.');
  const bytes = Buffer.from(pin);
  try {
    return await hashPin(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** Letters and digits, each as likely as the other. */
export function randomPin(length: number): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}
