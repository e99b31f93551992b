import { compilePolicy } from '../../domain/policy/compiled-policy.ts';
import { conflictsAmong } from '../../domain/policy/conflicts.ts';
import { longestSubject, parseExpression } from '../../domain/policy/expression.ts';
import { blankPolicy, type Policy } from '../../domain/policy/policy.ts';
import type { Measurement } from '../measurement.ts';

const policies = 1000;
const rounds = 7;

/** What it takes to look for contradictions among a thousand policies, each for a realm of its own. */
export async function benchConflicts(): Promise<Measurement> {
  const many = Array.from(
    { length: policies },
    (_, place): Policy => ({
      ...blankPolicy,
      name: `policy ${place}`,
      scope: 'authentication',
      action: { otppin: place % 2 === 0 ? 'none' : 'userstore' },
      realm: [`realm${place}`],
    }),
  );
  const compiled = medianMs(() => many.map(compilePolicy));
  const looked = medianMs(() => conflictsAmong(many));
  const value = looked / compiled;
  return {
    name: `contradictions among ${policies} policies, each with each`,
    value,
    unit: 'times',
    target: '<= 20',
    against: `compiling them, ${compiled.toPrecision(3)} ms (median of ${rounds})`,
    met: value <= 20,
  };
}

/** What the longest names cost the most costly expressions that are taken. */
export async function benchExpressions(): Promise<Measurement> {
  const worst = ['.*a.*b', '[a-z]*[a-z]*x', '(?:aa)*(?:aa)*b', 'a*a*b', `${'a?'.repeat(17)}${'a'.repeat(17)}`];
  const names = ['a'.repeat(longestSubject), `${'a'.repeat(longestSubject - 1)}!`, 'ab'.repeat(longestSubject / 2)];
  const patterns = (texts: readonly string[]) =>
    texts.map((text) => {
      const { pattern } = parseExpression(text);
      if (pattern === undefined) throw new Error(`${text} is refused`);
      return pattern;
    });
  const ask = (some: readonly RegExp[]) => {
    for (const pattern of some) for (const name of names) pattern.test(name);
  };
  const [costly, plain] = [patterns(worst), patterns(worst.map(() => '[ab]*b!'))];
  const value = medianMs(() => ask(costly));
  const straight = medianMs(() => ask(plain));
  return {
    name: `the ${worst.length} most costly expressions, each on ${names.length} names of ${longestSubject} characters`,
    value,
    unit: 'ms',
    target: '<= 50',
    against: `an expression with one way to match, ${straight.toPrecision(3)} ms (median of ${rounds})`,
    met: value <= 50,
  };
}

function medianMs(work: () => unknown): number {
  const took = Array.from({ length: rounds }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  return took.sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
}
