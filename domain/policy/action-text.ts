import type { Actions, ActionValue } from './policy.ts';

/**
 * Reads `a, b=1, c=text with \, escaped comma`. Quotes and escapes stay: only whoever uses a value resolves them.
 * Repeated names are all returned, so that a caller can refuse them.
 */
export function parseActionText(text: string): readonly (readonly [name: string, value: ActionValue])[] {
  return text
    .split(/(?<!\\),/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [part, true] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    });
}

/** Writes actions so that `parseActionText` reads the same. */
export function actionText(actions: Actions): string {
  return Object.entries(actions)
    .map(([name, value]) => (value === true ? name : `${name}=${value.replace(/(?<!\\),/g, '\\,')}`))
    .join(', ');
}

/** A value as a person is meant to see it: without its single quotes, `\,` as a comma. */
export function plainText(value: string): string {
  return unquoted(value).replaceAll('\\,', ',');
}

/** The words of a value: split at blanks unless it is quoted. */
export function words(value: string): readonly string[] {
  if (isQuoted(value)) return [unquoted(value)];
  return value.split(/\s+/).filter((word) => word !== '');
}

function isQuoted(value: string): boolean {
  return value.length >= 2 && value.startsWith("'") && value.endsWith("'");
}

function unquoted(value: string): string {
  return isQuoted(value) ? value.slice(1, -1) : value;
}
