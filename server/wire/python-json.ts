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
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort(byCodePoint)) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${pythonString(key)}: ${pythonJson(member)}`);
  }
  return `{${members.join(', ')}}`;
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

const plain = /^[\x20-\x7e]*$/;

function pythonString(text: string): string {
  const json = JSON.stringify(text);
  if (plain.test(json)) return json;
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
