/** A number that is written as a Python float: `1.0`, never `1`. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/**
 * JSON in the bytes of Python's `json.dumps(value, sort_keys=True)`: blanks after `,` and `:`, everything but ASCII
 * escaped. privacyIDEA signs replies in this form, so it is the form they are sent in.
 */
export function pythonJson(value: unknown): string {
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null || value === undefined) return 'null';
  if (value instanceof Float) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ', '}${pythonJson(item)}`;
    return `[${text}]`;
  }
  for (const key of sortedKeys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) text += `${text === '' ? '' : ', '}${pythonString(key)}: ${pythonJson(member)}`;
  }
  return `{${text}}`;
}

/** Most objects of the wire are written down in this order already. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  const isSorted = keys.every((key, at) => at === 0 || byCodePoint(keys[at - 1] ?? '', key) < 0);
  return isSorted ? keys : keys.sort(byCodePoint);
}

/** Python orders text by code point, JavaScript by UTF-16 unit: they differ where a character beyond U+FFFF meets one above the surrogates. */
function byCodePoint(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [unit, otherUnit] = [one.charCodeAt(at), other.charCodeAt(at)];
  if (Number.isNaN(unit) || Number.isNaN(otherUnit)) return one.length - other.length;
  return placeOf(unit) - placeOf(otherUnit);
}

/** A UTF-16 unit's place in the order of code points: surrogates stand for what lies beyond U+FFFF. */
function placeOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** What stands in JSON as it is. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function pythonString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
