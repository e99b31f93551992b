import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { modhex } from '../../domain/otp/modhex.ts';

/** Every form in which a secret's bytes could lie about. */
export function forms(secret: Uint8Array): readonly (readonly [string, Buffer])[] {
  const raw = Buffer.from(secret);
  const hex = raw.toString('hex');
  const texts: readonly (readonly [string, string])[] = [
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['base32', base32(secret)],
    ['base64', raw.toString('base64').replace(/=+$/, '')],
    ['base64url', raw.toString('base64url')],
    ['modhex', modhex(secret)],
    ['numbers', [...raw].join(',')],
  ];
  return [
    ['raw', raw],
    ...texts.map(([name, text]) => [name, Buffer.from(text)] as const),
    ...texts.map(([name, text]) => [`${name} UTF-16`, Buffer.from(text, 'utf16le')] as const),
    ['raw as UTF-16', Buffer.from(raw.toString('latin1'), 'utf16le')],
  ];
}

function base32(secret: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
}

/** The forms of a secret that are in there. */
export function found(haystack: Buffer, secret: Uint8Array): readonly string[] {
  return forms(secret).flatMap(([name, form]) => (haystack.includes(form) ? [name] : []));
}

/** Whether a short code of digits is in there: as a word of its own, for such digits are in every hash by chance. */
export function saysCode(haystack: Buffer, code: string): boolean {
  const whole = new RegExp(`(?<![0-9A-Za-z_-])${code}(?![0-9A-Za-z_-])`);
  return [haystack.toString('latin1'), haystack.toString('latin1').replaceAll('\0', '')].some((text) =>
    whole.test(text),
  );
}

/** Every file below a folder. */
export function filesIn(directory: string): readonly string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
