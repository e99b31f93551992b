import { plainText, words } from './action-text.ts';
import { readValue } from './action-value.ts';
import type { ActionDefinition } from './definition.ts';
import { durationMinutes } from './duration.ts';
import { passwordAlphabet } from './password-contents.ts';
import { parsePinContents } from './pin-contents.ts';
import type { ActionValue } from './policy.ts';
import { type Problem, type ProblemCode, problem } from './problem.ts';
import { hasTag, unknownTags } from './tag.ts';
import { tokenTypes } from './token-type.ts';
import { httpsHost } from './web-address.ts';

/** What the installation allows beyond the rules of the actions themselves. */
export interface ValueRules {
  /** The hosts that qrtanurl may name; any, when not given. */
  readonly urlHosts?: readonly string[];
  /** The RADIUS servers that passthru may name; none, when not given. */
  readonly radiusServers?: readonly string[];
  /** The names of the groups whose people log in only with a token; none, when not given. */
  readonly requiringGroups?: readonly string[];
}

const flagWords = /^(?:0|1|true|false)$/i;

/** Why the value can never work for the action. */
export function valueProblems(
  definition: ActionDefinition,
  written: ActionValue,
  rules: ValueRules,
): readonly Problem[] {
  const action = definition.name;
  const refuse = (code: ProblemCode, context: Problem['context'] = {}) => [
    problem('action', code, { action, ...context }),
  ];
  if (definition.reading === 'flag') {
    return written === true || flagWords.test(plainText(written)) ? [] : refuse('value-not-flag', { value: written });
  }
  const text = written === true ? '' : plainText(written).trim();
  if (text === '') return written === true && mayBeBare(action) ? [] : refuse('value-missing');
  const value = definition.freeText || written === true ? text : words(written).join(' ');
  if (!definition.freeText && definition.reading !== 'union' && /\s/.test(value) && action !== 'losttoken_valid') {
    return refuse('value-unknown', { value });
  }
  switch (familyOf(action)) {
    case 'losttoken_valid':
      return durationMinutes(value) === undefined ? refuse('value-duration', { value }) : [];
    case 'losttoken_PW_contents':
      return passwordAlphabet(value) === '' ? refuse('value-empty-pool', { value }) : [];
    case 'otp_pin_contents':
    case 'type_otp_pin_contents':
    case 'type_contents':
      return parsePinContents(value) ? [] : refuse('value-contents', { value });
    case 'otp_pin_random':
      return value === '-1' || value === '0' ? [] : numberProblems(definition, value, refuse);
    case 'passthru':
      return passthruAllowed(value, rules) ? [] : refuse('value-unknown', { value });
    case 'challenge_response':
      return words(value)
        .filter((type) => !tokenTypes.some((known) => known === type.toLowerCase()))
        .flatMap((type) => refuse('value-type-unknown', { value: type }));
    case 'qrtanurl':
    case 'qrtanurl_init':
    case 'appimageurl':
      return [...urlProblems(value, rules, refuse), ...tagProblems(definition, value, refuse)];
    case 'emailtext':
      if (value.startsWith('file:') && !/^file:[A-Za-z0-9_-][A-Za-z0-9_.-]*$/.test(value)) {
        return refuse('value-file', { value });
      }
      return tagProblems(definition, value, refuse);
    default:
      if (definition.type === 'int') return numberProblems(definition, value, refuse);
      return [...choiceProblems(definition, written, refuse), ...tagProblems(definition, value, refuse)];
  }
}

/** Actions of one family have values of one form. */
function familyOf(action: string): string {
  return action
    .replace(/^[a-z]+(?=_otp_pin_contents)/, 'type')
    .replace(/^[a-z]+\.(?=contents$|length$)/, 'type_')
    .replace(/\..*/, '');
}

type Refuse = (code: ProblemCode, context?: Problem['context']) => readonly Problem[];

function mayBeBare(action: string): boolean {
  return action === 'autoassignment' || action === 'passthru';
}

function passthruAllowed(value: string, rules: ValueRules): boolean {
  return value === 'userstore' || flagWords.test(value) || (rules.radiusServers ?? []).includes(value);
}

function numberProblems(definition: ActionDefinition, value: string, refuse: Refuse): readonly Problem[] {
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = definition;
  const inRange = /^\d{1,15}$/.test(value) && Number(value) >= least && Number(value) <= most;
  return inRange ? [] : refuse('value-not-number', { value, least, most });
}

function choiceProblems(definition: ActionDefinition, written: ActionValue, refuse: Refuse): readonly Problem[] {
  const read = readValue(definition, written);
  return [read ?? []]
    .flat()
    .filter((word) => word !== false && definition.values && !definition.values.includes(String(word)))
    .flatMap((word) => refuse('value-unknown', { value: String(word) }));
}

function urlProblems(value: string, rules: ValueRules, refuse: Refuse): readonly Problem[] {
  const host = httpsHost(value);
  if (host === undefined) return refuse('value-url', { value });
  const allowed = !rules.urlHosts || rules.urlHosts.some((one) => one.toLowerCase() === host);
  return allowed ? [] : refuse('value-url-host', { host });
}

function tagProblems(definition: ActionDefinition, value: string, refuse: Refuse): readonly Problem[] {
  if (!definition.tags) return [];
  return unknownTags(value, definition.tags).flatMap((tag) => refuse('value-tag-unknown', { tag }));
}

/** What is legal but worth knowing before the action is saved. */
export function valueWarnings(
  definition: ActionDefinition,
  written: ActionValue,
  { requiringGroups = [] }: ValueRules = {},
): readonly Problem[] {
  const read = readValue(definition, written);
  if (read === undefined || read === false) return [];
  const warn = (code: ProblemCode) => [problem('action', code, { action: definition.name })];
  const overruled =
    requiringGroups.length > 0 && (definition.name === 'passthru' || definition.name === 'passOnNoToken')
      ? [
          problem('action', 'token-required', {
            action: definition.name,
            groups: requiringGroups.join(', ').slice(0, 200),
          }),
        ]
      : [];
  if (definition.dangerous) return [...warn('dangerous'), ...overruled];
  const text = typeof read === 'string' ? read : '';
  switch (definition.name) {
    case 'encrypt_pin':
      return warn('pin-readable');
    case 'smstext':
    case 'emailtext':
      return hasTag(text, 'otp') || text.startsWith('file:') ? [] : warn('text-without-otp');
    case 'passthru':
      return [...warn('self-deletion'), ...overruled];
    case 'otppin':
      return text === 'none' || text === 'ignore_pin' ? warn('single-factor') : [];
    case 'qrtanurl':
      return text.includes('<password>') ? warn('password-in-url') : [];
    default:
      return [];
  }
}
