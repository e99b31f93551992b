import { WireError } from '../wire/wire-error.ts';

/** The name of an SMTP server or SMS gateway. */
export function routeName(text: string | undefined): string {
  if (text === undefined || !/^[\w .@-]{1,100}$/.test(text)) {
    throw new WireError('parameter', "A name is 1 to 100 letters, digits, blanks, '_', '.', '@' or '-'.", {
      reason: 'name-form',
    });
  }
  return text;
}
