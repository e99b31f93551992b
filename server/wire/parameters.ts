import { parse } from 'node:querystring';
import { WireError } from './wire-error.ts';

/** The parameters of a request: query, form and JSON merged, JSON last. Each is one text. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/**
 * Merges as privacyIDEA does: a body that begins like a JSON object is JSON whatever its content type says, anything
 * else a form. Objects are refused, and lists but of the few names that may be one.
 */
export function mergeParameters(url: string, body: Buffer | undefined): Parameters {
  const merged: Record<string, string> = Object.create(null);
  const at = url.indexOf('?');
  if (at >= 0) addForm(merged, url.slice(at + 1));
  if (body !== undefined && body.length > 0) {
    const text = body.toString('utf8').trim();
    if (text.startsWith('{')) addJson(merged, text);
    else if (text.startsWith('[')) throw new WireError('parameter', 'The body must be a form or a JSON object.');
    else addForm(merged, text);
  }
  return merged;
}

/** Parameters that may be a list of texts, in JSON, or one text with commas. */
const lists = new Set(['realms', 'resolvers', 'serials', 'tokenrealm', 'tokenrealms', 'type_list']);

/** The parts of a text with commas. */
export function listOf(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A parameter that must be there, and not empty. */
export function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (!value) throw new WireError('parameter', `Missing parameter: '${name}'`);
  return value;
}

/** privacyIDEA's truth: `1`, `true`, in any case. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 'true'].includes(value.toLowerCase());
}

/** A whole number in a range, or the default when there is none. */
export function wholeNumber(value: string | undefined, fallback: number, least: number, most: number): number {
  if (value === undefined || value === '') return fallback;
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < least || number > most) {
    throw new WireError(
      'parameter',
      `A whole number from ${least} to ${most} is needed, not '${value.slice(0, 20)}'.`,
      {
        reason: 'whole-number',
        values: { least, most, given: value.slice(0, 20) },
      },
    );
  }
  return number;
}

function addForm(merged: Record<string, string>, text: string): void {
  for (const [name, value] of Object.entries(parse(text))) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) merged[name] = last;
  }
}

function addJson(merged: Record<string, string>, text: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new WireError('parameter', 'The body begins like JSON and is none.', { cause });
  }
  for (const [name, value] of Object.entries(parsed as Record<string, unknown>)) {
    if (value === null) continue;
    if (Array.isArray(value) && lists.has(name) && value.every((item) => typeof item === 'string')) {
      merged[name] = value.join(',');
      continue;
    }
    if (typeof value === 'object')
      throw new WireError('parameter', `Parameter '${name.slice(0, 40)}' must be one value.`);
    merged[name] = String(value);
  }
}
