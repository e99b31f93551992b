import { splitYubicoOtp } from '../otp/yubico-otp.ts';
import { type TokenSerial, tokenSerial } from '../token.ts';

/** Why a scanned or typed line is no token's serial. */
export type ScanFault =
  | 'empty'
  | 'letters'
  | 'too long'
  | 'out of range'
  /** The barcode of the article, which is on every box (GTIN), not that of the token. */
  | 'article number'
  /** A token was touched and typed its code here. */
  | 'code of a token';

/** What a barcode scanner or a hand typed on one line: `S/N`, blanks and leading zeros do not count. */
export function readScan(line: string): { readonly serial: TokenSerial } | { readonly fault: ScanFault } {
  const text = line.trim();
  if (text === '') return { fault: 'empty' };
  if (splitYubicoOtp(text.toLowerCase()) !== undefined) return { fault: 'code of a token' };
  const bare = text.replace(/^(?:s\/?n|serial)[\s.:#-]*/i, '').replace(/[\s-]/g, '');
  if (!/^\d+$/.test(bare)) return { fault: 'letters' };
  if (isArticleNumber(bare)) return { fault: 'article number' };
  const serial = tokenSerial(bare);
  if (serial === undefined) return { fault: 'too long' };
  const number = Number(serial);
  return number === 0 || number > 0xffffffff ? { fault: 'out of range' } : { serial };
}

/** GTIN-12, -13 and -14 with their check digit (GS1 General Specifications, 7.9). */
function isArticleNumber(digits: string): boolean {
  if (digits.length < 12 || digits.length > 14) return false;
  const sum = [...digits]
    .reverse()
    .slice(1)
    .reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}
