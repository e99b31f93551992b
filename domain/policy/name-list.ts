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
  /** What every match begins with: tells most names apart without the expression. */
  readonly prefix: string;
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
  const fixed = ignoreCase || text.includes('|') ? '' : (/^[^\\^$.*+?()[\]{}|]*/.exec(text)?.[0] ?? '');
  const repeated = /^[*?{]/.test(text.slice(fixed.length));
  return pattern ? [{ text, prefix: repeated ? fixed.slice(0, -1) : fixed, pattern }] : [];
}

/** Whether the list holds the name. The empty name is what a request without a user has: no list holds it, not even `*`. */
export function inNameList(list: NameList, name: string): boolean {
  if (name === '') return false;
  const looked = list.ignoreCase ? name.toLowerCase() : name;
  if (list.excluded.has(looked)) return false;
  if (list.any || list.names.has(looked)) return true;
  return (
    name.length <= longestSubject &&
    list.expressions.some(({ prefix, pattern }) => name.startsWith(prefix) && pattern.test(name))
  );
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
