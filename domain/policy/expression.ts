import type { ProblemCode } from './problem.ts';

/** Longer names are matched by no expression. */
export const longestSubject = 256;

/** How many ways of matching an expression may have on the longest name. */
const mostPaths = 2 ** 17;
const longestExpression = 200;

const special = /[\\^$.*+?()[\]{}|]/;

/** Whether a value can be more than the text itself. */
export function isExpression(value: string): boolean {
  return special.test(value);
}

/** Why an expression is not taken, told to whoever wrote it. */
export const expressionFaults = [
  'too-long',
  'too-many-ways',
  'choice-in-repetition',
  'malformed',
  'escape',
  'nothing-to-repeat',
  'repetition-twice',
  'group',
  'group-open',
  'group-closed',
  'class-empty',
  'class-open',
] as const;
type ExpressionFault = (typeof expressionFaults)[number];

export type ParsedExpression =
  | { readonly pattern: RegExp; readonly error?: never }
  | { readonly pattern?: never; readonly error: { readonly code: ProblemCode; readonly reason: ExpressionFault } };

/**
 * Compiles an expression anchored on both ends. The ways it can match are counted before: a choice inside a repetition,
 * or more ways than a check has time for, is refused, so that no name can make an accepted one slow. Look-around,
 * back-references and inline flags are refused too.
 */
export function parseExpression(text: string, ignoreCase = false): ParsedExpression {
  if (text.length > longestExpression) return refuse('expression-cost', 'too-long');
  try {
    const paths = countPaths(text);
    if (paths > mostPaths) return refuse('expression-cost', 'too-many-ways');
    return { pattern: new RegExp(`^(?:${text})$`, ignoreCase ? 'i' : '') };
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.code, error.reason);
    if (error instanceof SyntaxError) return refuse('expression', 'malformed');
    throw error;
  }
}

function refuse(code: ProblemCode, reason: ExpressionFault): ParsedExpression {
  return { error: { code, reason } };
}

class Unreadable extends Error {
  readonly code: ProblemCode;
  readonly reason: ExpressionFault;

  constructor(code: ProblemCode, reason: ExpressionFault) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }
}

/** An upper bound of the ways in which the expression can be matched: the product of all its choices. */
function countPaths(text: string): number {
  let at = 0;
  const alternatives = (): number => {
    let paths = sequence();
    while (text[at] === '|') {
      at += 1;
      paths += sequence();
    }
    return paths;
  };
  const sequence = (): number => {
    let paths = 1;
    while (at < text.length && text[at] !== '|' && text[at] !== ')') {
      const inner = atom();
      const { ways, most } = repetition();
      if (most > 1 && inner > 1) throw new Unreadable('expression-cost', 'choice-in-repetition');
      paths *= inner * ways;
    }
    return paths;
  };
  const atom = (): number => {
    const character = text[at];
    at += 1;
    if (character === '(') return group();
    if (character === '[') {
      at = endOfClass(text, at);
    } else if (character === '\\') {
      if (!/^[dwsDWS]$|^[^0-9A-Za-z]$/.test(text[at] ?? '')) throw new Unreadable('expression', 'escape');
      at += 1;
    } else if (character !== undefined && '*+?'.includes(character)) {
      throw new Unreadable('expression', 'nothing-to-repeat');
    }
    return 1;
  };
  const group = (): number => {
    if (text.startsWith('?:', at)) at += 2;
    else if (text[at] === '?') throw new Unreadable('expression', 'group');
    const paths = alternatives();
    if (text[at] !== ')') throw new Unreadable('expression', 'group-open');
    at += 1;
    return paths;
  };
  const repetition = (): { readonly ways: number; readonly most: number } => {
    const match = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(text.slice(at, at + 16));
    if (!match) return { ways: 1, most: 1 };
    at += match[0].length;
    if (text[at] === '?') at += 1;
    if (/^(?:[*+?]|\{\d+,?\d*\})/.test(text.slice(at, at + 16))) throw new Unreadable('expression', 'repetition-twice');
    if (match[1] === undefined) {
      return match[0] === '?' ? { ways: 2, most: 1 } : { ways: longestSubject, most: longestSubject };
    }
    const least = Number(match[1]);
    const most = match[2] === '' ? least : match[3] === '' ? least + longestSubject : Number(match[3]);
    if (most > 2 * longestSubject) throw new Unreadable('expression-cost', 'too-many-ways');
    return { ways: Math.max(1, most - least + 1), most };
  };
  const paths = alternatives();
  if (at < text.length) throw new Unreadable('expression', 'group-closed');
  return paths;
}

/** The place after the `]` that ends the class begun before `from`. */
function endOfClass(text: string, from: number): number {
  let at = from;
  if (text[at] === '^') at += 1;
  if (text[at] === ']') throw new Unreadable('expression', 'class-empty');
  while (text[at] !== ']') {
    if (at >= text.length) throw new Unreadable('expression', 'class-open');
    if (text[at] === '\\') {
      if (!/^[dwsDWS]$|^[^0-9A-Za-z]$/.test(text[at + 1] ?? '')) throw new Unreadable('expression', 'escape');
      at += 1;
    }
    at += 1;
  }
  return at + 1;
}
