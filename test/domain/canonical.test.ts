import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Canonical, canonical } from '../../domain/canonical.ts';

const values = fc.letrec<{ value: Canonical }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 8 }), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

describe('canonical', () => {
  it('writes the same text whatever order the members were made in', () => {
    expect(canonical({ b: 1, a: [true, null, 'ü"\n'] })).toBe('{"a":[true,null,"ü\\"\\n"],"b":1}');
    expect(canonical({ a: [true, null, 'ü"\n'], b: 1 })).toBe(canonical({ b: 1, a: [true, null, 'ü"\n'] }));
  });

  it('orders keys by code unit, as RFC 8785 section 3.2.3 does', () => {
    expect(canonical({ '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 })).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    );
  });

  it('leaves out members that are undefined', () => {
    expect(canonical({ a: undefined, b: 'x' })).toBe('{"b":"x"}');
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the number %s', (number) => {
    expect(() => canonical({ number })).toThrow(TypeError);
  });

  it('is read back by JSON.parse as the same value, and written again as the same text', () => {
    fc.assert(
      fc.property(values, (value) => {
        const text = canonical(value);
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
