import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSmall } from '../../../electron/shell/request-size.ts';

test('takes no request, and what the window sends: plain fields, bytes, a drawing', () => {
  expect(isSmall(undefined)).toBe(true);
  expect(isSmall({})).toBe(true);
  expect(isSmall({ query: 'Þór', limit: 50, after: undefined })).toBe(true);
  expect(isSmall({ pin: new Uint8Array(1024), again: new Uint8Array(1024) })).toBe(true);
  expect(isSmall({ kind: 'signature', drawing: 'M'.repeat(100_000), language: 'en' })).toBe(true);
});

test('takes nothing but a plain object', () => {
  const others = [
    1,
    'x',
    true,
    null,
    [],
    [{}],
    new Date(),
    new Map(),
    new Set(),
    new Error('x'),
    /x/,
    new Uint8Array(4),
  ];
  for (const other of [...others, new ArrayBuffer(4), () => 1]) expect(isSmall(other), String(other)).toBe(false);
});

test('takes no class, map or date inside it either', () => {
  for (const inner of [new Date(), new Map(), new (class Thing {})()]) expect(isSmall({ inner })).toBe(false);
});

test('refuses what is too long, too wide, too deep or turns in a circle', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  let deep: unknown = 0;
  for (let level = 0; level < 10_000; level += 1) deep = { deep };
  expect(isSmall({ text: 'a'.repeat(131_073) })).toBe(false);
  expect(isSmall({ bytes: new Uint8Array(262_145) })).toBe(false);
  expect(isSmall({ list: new Array(1001).fill(0) })).toBe(false);
  expect(isSmall(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [index, index])))).toBe(false);
  expect(isSmall(circle)).toBe(false);
  expect(isSmall(deep)).toBe(false);
});

test('answers for anything at all', () => {
  fc.assert(
    fc.property(fc.anything({ withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true }), (any) => {
      expect(typeof isSmall(any)).toBe('boolean');
    }),
  );
});

test('looks at no more than a request may have, however much there is', () => {
  let looks = 0;
  const endless = (): object => {
    const get = () => {
      looks += 1;
      return endless();
    };
    const part = { enumerable: true, get };
    return Object.defineProperties({}, { one: part, other: part, third: part });
  };
  expect(isSmall(endless())).toBe(false);
  expect(looks).toBeLessThanOrEqual(1003);
});
