import { isExpression, longestSubject, parseExpression } from './expression.ts';

/** A list of names ready to be looked into: found by text, `*` or expression, and not excluded by text. */
export interface NameList {
  readonly any: boolean;
  readonly names: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
  readonly expressions: readonly Expression[];
  readonly ignoreCase: boolean;
}

interface Expression {
  readonly text: string;
  /** What every match begins and ends with: tells most names apart without the expression. */
  readonly prefix: string;
  readonly suffix: string;
  readonly pattern: RegExp;
}

/** How a list of one dimension is read: resolvers know neither exclusions nor expressions. */
export interface NameListRules {
  readonly ignoreCase?: boolean;
  readonly exclusions?: boolean;
  readonly expressions?: boolean;
}

export function compileNameList(values: readonly string[], rules: NameListRules = {}): NameList {
  const { ignoreCase = false, exclusions = true, expressions = true } = rules;
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  return {
    any: values.includes('*'),
    names: new Set(values.map(fold)),
    excluded: new Set(exclusions ? values.filter(isExclusion).map((value) => fold(value.slice(1))) : []),
    expressions: expressions
      ? values.filter(isOnlyExpression).flatMap((value) => compileExpression(value, ignoreCase))
      : [],
    ignoreCase,
  };
}

export function isExclusion(value: string): boolean {
  return /^[-!]./.test(value);
}

function isOnlyExpression(value: string): boolean {
  return value !== '*' && !isExclusion(value) && isExpression(value);
}

function compileExpression(text: string, ignoreCase: boolean): readonly Expression[] {
  const { pattern } = parseExpression(text, ignoreCase);
  if (!pattern) return [];
  const fixed = ignoreCase || text.includes('|') ? { prefix: '', suffix: '' } : fixedEnds(text);
  return [{ text, ...fixed, pattern }];
}

const plain = '[^\\\\^$.*+?()[\\]{}|]*';
const plainStart = new RegExp(`^${plain}`);
const plainEnd = new RegExp(`${plain}$`);

/** The plain text at both ends, without the character that a repetition may leave out or an escape means otherwise. */
function fixedEnds(text: string): { readonly prefix: string; readonly suffix: string } {
  const start = plainStart.exec(text)?.[0] ?? '';
  const end = plainEnd.exec(text)?.[0] ?? '';
  return {
    prefix: /^[*?{]/.test(text.slice(start.length)) ? start.slice(0, -1) : start,
    suffix: text.endsWith(`\\${end}`) ? end.slice(1) : end,
  };
}

/** Whether the list holds the name. The empty name is what a request without a user has: no list holds it, not even `*`. */
export function inNameList(list: NameList, name: string): boolean {
  if (name === '') return false;
  const looked = list.ignoreCase ? name.toLowerCase() : name;
  if (list.excluded.size > 0 && list.excluded.has(looked)) return false;
  if (list.any || list.names.has(looked)) return true;
  if (list.expressions.length === 0 || name.length > longestSubject) return false;
  for (const { prefix, suffix, pattern } of list.expressions) {
    if (name.startsWith(prefix) && name.endsWith(suffix) && pattern.test(name)) return true;
  }
  return false;
}

/** Whether both lists hold a name that one of them spells out; an empty list of values holds every name. */
export function nameListsMeet(one: NameList | undefined, other: NameList | undefined): boolean {
  if (!one || !other) return true;
  const spelled = [...one.names, ...other.names].filter((name) => name !== '*');
  return (
    (one.any && other.any) ||
    spelled.some((name) => inNameList(one, name) && inNameList(other, name)) ||
    one.expressions.some(({ text }) => other.any || other.expressions.some((own) => own.text === text)) ||
    (one.any && other.expressions.length > 0)
  );
}
