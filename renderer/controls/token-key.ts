interface Key {
  readonly key: string;
  /** Which key it was, whatever the layout makes of it (W3C UI Events code). */
  readonly code: string;
}

const digitPlace = /^(?:Digit|Numpad)(\d)$/;
/** The letters of modhex, which Yubico chose because they are at the same place on most layouts, not on all. */
const letterPlace = /^Key([B-LNRTUV])$/;
const typed = /^[0-9cbdefghijklnrtuv]$/i;

/**
 * What a token meant by a key. It presses the keys of an American keyboard, so on others its digits come as what stands
 * there: `&é"'(-` on a French one, `+ěščřž` on a Czech one.
 */
export function tokenCharacter({ key, code }: Key): string {
  return digitPlace.exec(code)?.[1] ?? letterPlace.exec(code)?.[1]?.toLowerCase() ?? key;
}

/** Whether a token may have pressed it: a digit or a letter of modhex, by what it types or by where it is. */
export function mayBeToken({ key, code }: Key): boolean {
  return key.length === 1 && (typed.test(key) || digitPlace.test(code) || letterPlace.test(code));
}

interface Pressed extends Key {
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly preventDefault: () => void;
}

/** In a field for codes that a hand may type as well: no code has the characters in it that stand where digits are. */
export function takeDigits(event: Pressed): void {
  const digit = digitPlace.exec(event.code)?.[1];
  const types = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!types || digit === undefined || /^[0-9a-z]$/i.test(event.key)) return;
  event.preventDefault();
  document.execCommand('insertText', false, digit);
}
