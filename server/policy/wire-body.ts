import { parse } from 'node:querystring';
import { WireError } from '../wire/wire-error.ts';

/** The fields of a request about policies: unlike elsewhere, JSON may hold lists and objects. JSON wins over the form. */
export function wireBody(url: string, body: Buffer | undefined): Readonly<Record<string, unknown>> {
  const at = url.indexOf('?');
  const text = (body ?? Buffer.alloc(0)).toString('utf8').trim();
  const json = text.startsWith('{') ? parsed(text) : {};
  const form = text.startsWith('{') ? {} : lastOf(text);
  return { ...(at < 0 ? {} : lastOf(url.slice(at + 1))), ...form, ...json };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new WireError('parameter', 'The body begins like JSON and is none.', { cause });
  }
}

function lastOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parse(text)).flatMap(([name, value = '']): [string, string][] => {
      const last = Array.isArray(value) ? value.at(-1) : value;
      return last === undefined ? [] : [[name, last]];
    }),
  );
}
