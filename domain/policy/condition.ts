import { KeydeskError } from '../failure.ts';
import { durationMinutes } from './duration.ts';
import { longestSubject, parseExpression } from './expression.ts';
import { type Condition, type Policy, whenMissingValues } from './policy.ts';
import { type Problem, problem } from './problem.ts';
import type { Fact, PolicyRequest } from './request.ts';

/** Where the left side of a condition comes from. */
export const conditionSections = [
  'userinfo',
  'tokeninfo',
  'token',
  'HTTP Request header',
  'HTTP Environment',
  'Request Data',
] as const;

type Compare = (left: Fact, right: string, at: Date) => boolean;

const equals: Compare = (left, right) => text(left) === right;
const contains: Compare = (left, right) => (Array.isArray(left) ? left : [text(left)]).includes(right);
const holds: Compare = (left, right) => text(left).toLowerCase().includes(right.toLowerCase());
const matches: Compare = (left, right) => {
  const subject = text(left);
  return subject.length <= longestSubject && (expressionOf(right).pattern?.test(subject) ?? false);
};
const isIn: Compare = (left, right) => partsOf(right).includes(text(left));
const smaller: Compare = (left, right) => Number(text(left)) < Number(right);
const bigger: Compare = (left, right) => Number(text(left)) > Number(right);
const before: Compare = (left, right) => Date.parse(text(left)) < Date.parse(right);
const after: Compare = (left, right) => Date.parse(text(left)) > Date.parse(right);
const withinLast: Compare = (left, right, at) => {
  return at.getTime() - Date.parse(text(left)) < (durationMs(right) ?? 0);
};
const not =
  (compare: Compare): Compare =>
  (left, right, at) =>
    !compare(left, right, at);

/** privacyIDEA's comparators. */
const comparators: Readonly<Record<string, Compare>> = {
  equals,
  '!equals': not(equals),
  contains,
  '!contains': not(contains),
  string_contains: holds,
  '!string_contains': not(holds),
  matches,
  '!matches': not(matches),
  in: isIn,
  '!in': not(isIn),
  '<': smaller,
  '>': bigger,
  date_before: before,
  date_after: after,
  date_within_last: withinLast,
  '!date_within_last': not(withinLast),
};

/** Their names, for an editor to choose from. */
export const comparatorNames: readonly string[] = Object.keys(comparators);

function text(fact: Fact): string {
  return Array.isArray(fact) ? fact.join(',') : String(fact);
}

/** An expression may begin with `(?i)`, as in Python, for any case. */
function expressionOf(right: string): ReturnType<typeof parseExpression> {
  return right.startsWith('(?i)') ? parseExpression(right.slice(4), true) : parseExpression(right);
}

/** Values with commas between; one with a comma in it stands in quotes. */
function partsOf(right: string): readonly string[] {
  return [...right.matchAll(/(?:^|,) *(?:"((?:[^"\\]|\\.)*)" *(?=,|$)|([^,]*))/g)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain.trimEnd() : quoted.replace(/\\(.)/g, '$1'),
  );
}

/** privacyIDEA's durations, `30s` and `1y` among them, or ours. */
function durationMs(right: string): number | undefined {
  const [, count, unit = ''] = /^\s*\+?\s*(\d{1,6})\s*([sy])\s*$/.exec(right) ?? [];
  if (count !== undefined) return Number(count) * (unit === 's' ? 1_000 : 365 * 86_400_000);
  const minutes = durationMinutes(right);
  return minutes === undefined ? undefined : minutes * 60_000;
}

/** Whether all active conditions hold; what the request lacks counts as the condition says, or is an error. */
export function conditionsHold(policy: Policy, request: PolicyRequest): boolean {
  if (request.facts === 'any') return true;
  return policy.conditions.every((condition) => !condition.active || conditionHolds(policy.name, condition, request));
}

/** Something a condition looks at. */
export type Looked = Pick<Condition, 'section' | 'key'>;

/** What active conditions of a policy look at and the request does not have. */
export function missingData({ conditions }: Policy, { facts }: Pick<PolicyRequest, 'facts'>): readonly Looked[] {
  return conditions
    .filter((condition) => condition.active && factOf(facts, condition) === undefined)
    .map(({ section, key }) => ({ section, key }));
}

function conditionHolds(policy: string, condition: Condition, request: PolicyRequest): boolean {
  const left = factOf(request.facts, condition);
  if (left !== undefined) {
    return comparators[condition.comparator]?.(left, condition.value, request.at) ?? false;
  }
  if (condition.whenMissing === 'condition_is_true') return true;
  if (condition.whenMissing === 'condition_is_false') return false;
  throw new KeydeskError('policy/missing-data', { policy, section: condition.section, key: condition.key });
}

function factOf(facts: PolicyRequest['facts'], { section, key }: Condition): Fact | undefined {
  const known = facts === 'any' ? undefined : facts?.[section];
  if (!known) return undefined;
  if (Object.hasOwn(known, key)) return known[key];
  if (section !== 'HTTP Request header') return undefined;
  return Object.entries(known).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** Why a condition can never be compared. */
export function conditionProblems(condition: Condition): readonly Problem[] {
  const { section, key, comparator, value } = condition;
  if (key === '' || value === '' || !whenMissingValues.includes(condition.whenMissing)) {
    return [problem('conditions', 'condition-malformed', { section, key })];
  }
  if (!conditionSections.some((one) => one === section))
    return [problem('conditions', 'condition-section', { section })];
  if (!Object.hasOwn(comparators, comparator)) return [problem('conditions', 'condition-comparator', { comparator })];
  const readable =
    comparator === '<' || comparator === '>'
      ? Number.isFinite(Number(value))
      : comparator === 'date_before' || comparator === 'date_after'
        ? !Number.isNaN(Date.parse(value))
        : /within_last$/.test(comparator)
          ? durationMs(value) !== undefined
          : true;
  if (!readable) return [problem('conditions', 'condition-value', { comparator, value })];
  const { error } = /matches$/.test(comparator) ? expressionOf(value) : { error: undefined };
  return error ? [problem('conditions', error.code, { entry: value, reason: error.reason })] : [];
}
