import type { Asked } from './compile.ts';
import { passwordAlphabet } from './password-contents.ts';
import { drawText, type RandomBytes } from './random-text.ts';
import { readChoice } from './read.ts';

export interface LostTokenSettings {
  readonly length: number;
  readonly alphabet: string;
  readonly validMinutes: number;
  readonly policies: readonly string[];
}

/** How a lost token is replaced; read for its owner. Without policies: 16 characters of Base58 for 10 days. */
export function lostTokenSettings(asked: Asked): LostTokenSettings {
  const contents = readChoice(asked, 'enrollment', 'losttoken_PW_contents');
  const valid = readChoice(asked, 'enrollment', 'losttoken_valid');
  const length = readChoice(asked, 'enrollment', 'losttoken_PW_length');
  return {
    length: Number(length.value ?? 16),
    alphabet: passwordAlphabet(contents.value ?? '8') || passwordAlphabet('8'),
    validMinutes: Number(valid.value ?? 10 * 1440),
    policies: [...new Set([...contents.policies, ...valid.policies, ...length.policies])],
  };
}

/** The password itself, as bytes that the caller wipes. */
export function drawLostTokenPassword(random: RandomBytes, settings: LostTokenSettings): Uint8Array {
  return drawText(random, settings.alphabet, settings.length);
}

/** When the replacement ends, to the minute, in local time with its offset: `2026-08-31T14:05+0200`. */
export function lostTokenEnd(now: Date, validMinutes: number): string {
  const end = new Date(now.getTime() + validMinutes * 60_000);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  const offset = -end.getTimezoneOffset();
  const size = Math.abs(offset);
  const date = `${end.getFullYear()}-${two(end.getMonth() + 1)}-${two(end.getDate())}`;
  return `${date}T${two(end.getHours())}:${two(end.getMinutes())}${offset < 0 ? '-' : '+'}${two(size / 60)}${two(size % 60)}`;
}
