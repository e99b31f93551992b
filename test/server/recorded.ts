import { readFileSync } from 'node:fs';

/** One exchange that was recorded from a running privacyIDEA. */
export interface Exchange {
  readonly title: string;
  readonly request: string;
  readonly form?: Record<string, string>;
  readonly header?: string;
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a reply is whatever the server said; tests look into it
  readonly reply: any;
}

const text = readFileSync(new URL('privacyidea-exchanges.json', import.meta.url), 'utf8');
export const { exchanges } = JSON.parse(text) as { readonly exchanges: readonly Exchange[] };

export function exchange(title: string): Exchange {
  const found = exchanges.find((candidate) => candidate.title === title);
  if (found === undefined) throw new Error(`no exchange '${title}' was recorded`);
  return found;
}

/** The members a reply has, down to the types of its values; lists by their first element. */
export function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shape(member)]));
}
