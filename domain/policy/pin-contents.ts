import { digitsAndLetters, letters, specialCharacters } from './password-contents.ts';

const classes: Readonly<Record<string, string>> = { c: letters, n: '0123456789', s: specialCharacters };

/** What a PIN is drawn from and must hold one of each of; `allowed`, where given, is all it may hold. */
export interface PinContents {
  readonly drawnFrom: string;
  readonly required: readonly string[];
  readonly forbidden: string;
  readonly allowed?: string;
}

export const anyPinContents: PinContents = { drawnFrom: digitsAndLetters, required: [], forbidden: '' };

/**
 * Reads `cn` (at least one of each), `+cn` (at least one of either), `-s` (none of these) and `[abc]` (only these);
 * classes are c for letters, n for digits, s for special characters.
 */
export function parsePinContents(text: string): PinContents | undefined {
  const listed = /^\[(.+)\]$/.exec(text)?.[1];
  if (listed !== undefined) {
    const allowed = [...new Set(listed)].join('');
    return /^[!-~]+$/.test(allowed) ? { drawnFrom: allowed, required: [], forbidden: '', allowed } : undefined;
  }
  const match = /^([+-]?)([cns]+)$/.exec(text);
  if (!match) return undefined;
  const named = [...new Set(match[2])].map((letter) => classes[letter] ?? '');
  const union = named.join('');
  if (match[1] === '+') return { drawnFrom: union, required: [union], forbidden: '' };
  if (match[1] === '') return { drawnFrom: union, required: named, forbidden: '' };
  const rest = [...Object.values(classes).join('')].filter((character) => !union.includes(character)).join('');
  return rest === '' ? undefined : { drawnFrom: rest, required: [], forbidden: union };
}

/** Whether a PIN is what the contents ask for. */
export function pinFollows(contents: PinContents, pin: string): boolean {
  const characters = [...pin];
  return (
    contents.required.every((some) => characters.some((character) => some.includes(character))) &&
    !characters.some((character) => contents.forbidden.includes(character)) &&
    (contents.allowed === undefined || characters.every((character) => contents.allowed?.includes(character)))
  );
}
