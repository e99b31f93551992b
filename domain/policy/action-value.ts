import { plainText, words } from './action-text.ts';
import type { ActionDefinition } from './definition.ts';
import { durationMinutes } from './duration.ts';
import type { ActionValue } from './policy.ts';

/** On, off, what the words of the value mean, or `undefined` when it cannot be read. */
export type ReadValue = boolean | string | readonly string[] | undefined;

const on = /^(?:1|true|yes|on)$/i;
const off = /^(?:0|false|no|off)$/i;

/** LinOTP's numbers and names of otppin. */
const pinSources: Readonly<Record<string, string>> = {
  '0': 'tokenpin',
  token_pin: 'tokenpin',
  '1': 'userstore',
  password: 'userstore',
  '2': 'none',
  only_otp: 'none',
  '3': 'ignore_pin',
};

/** What a value means, whichever way it was written: the forms of privacyIDEA 2.1, of today and of LinOTP. */
export function readValue(definition: ActionDefinition, value: ActionValue): ReadValue {
  if (definition.reading === 'flag') return value === true || on.test(plainText(value));
  const text = value === true ? 'true' : definition.freeText ? plainText(value) : words(value).join(' ');
  switch (definition.name) {
    case 'autoassignment':
      return on.test(text) ? 'any_pin' : off.test(text) ? false : text;
    case 'passthru':
      return on.test(text) ? 'userstore' : off.test(text) ? false : text;
    case 'otppin':
      return Object.hasOwn(pinSources, text.toLowerCase()) ? pinSources[text.toLowerCase()] : text.toLowerCase();
    case 'otp_pin_random':
      return text === '-1' || text === '0' ? false : numeral(text);
    case 'losttoken_valid':
      return String(durationMinutes(text) ?? text);
    default:
      if (value === true) return undefined;
      if (definition.reading === 'union') return words(value).map((word) => word.toLowerCase());
      return definition.type === 'int' ? numeral(text) : text;
  }
}

/** `007` and `7` are the same number and no conflict. */
function numeral(text: string): string | undefined {
  return /^\d{1,15}$/.test(text) ? String(Number(text)) : undefined;
}
