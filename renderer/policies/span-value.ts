import { readValue } from '../../domain/policy/action-value.ts';
import type { ActionDefinition } from '../../domain/policy/definition.ts';
import type { ActionValue } from '../../domain/policy/policy.ts';
import { spanWords } from '../i18n/span.ts';

/** The actions whose value, once it is read, is a time: so many seconds each. */
const secondsOf: Readonly<Record<string, number>> = { losttoken_valid: 60, jwt_validity: 1 };

/** The value of an action as it took effect, where it is a time: as people say it. */
export function spanOf(action: string, effective: string, language: string): string | undefined {
  const seconds = secondsOf[action];
  return seconds === undefined || !/^\d{1,12}$/.test(effective)
    ? undefined
    : spanWords(Number(effective) * seconds, language);
}

/** The value of an action as somebody writes it, where it is a time: as people say it. */
export function writtenSpan(definition: ActionDefinition, value: ActionValue, language: string): string | undefined {
  const read = secondsOf[definition.name] === undefined || value === true ? undefined : readValue(definition, value);
  return typeof read === 'string' ? spanOf(definition.name, read, language) : undefined;
}
