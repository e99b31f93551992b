import type { ImportKind } from '../domain/import-kind.ts';

/** What a file is, by its beginning. */
export function looksLike({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): ImportKind | null {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (/<(\w+:)?KeyContainer\b/.test(start)) return 'pskc';
  if (/<Tokens\b|<Token\s+serial=/i.test(start)) return 'aladdin-xml';
  if (/^\s*</.test(start)) return null;
  const line = start.split(/\r?\n/).find((one) => one.trim() !== '' && !one.startsWith('#')) ?? '';
  const cells = line.split(',');
  if (/^(Yubico OTP|OATH-HOTP|Static Password|Challenge-Response|LOGGING START)/.test(line)) return 'yubikeycsv';
  if (cells.length >= 6 && /^\d+$/.test(cells[0] ?? '') && /^[cbdefghijklnrtuv]*$/.test(cells[1] ?? ''))
    return 'yubikeycsv';
  if (cells.length >= 2 && /\.(csv|txt)$/i.test(name)) return 'oathcsv';
  return null;
}
