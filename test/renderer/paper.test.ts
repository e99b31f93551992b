import { describe, expect, test } from 'vitest';
import { pages } from '../../domain/paper/paper-size.ts';
import { fittingLine, fittingSize } from '../../renderer/paper/fit.ts';
import { manifestPages } from '../../renderer/paper/manifest-pages.ts';

describe('a manifest', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, at) => at);

  test('has every token once and in order, whatever their number, and room for the signatures on its last page', () => {
    for (const size of Object.values(pages)) {
      const [full = 0] = manifestPages(rows(500), size).map((page) => page.length);
      const only = manifestPages(rows(500), size).length;
      expect(only).toBeGreaterThan(10);
      for (let count = 0; count < 200; count += 1) {
        const parted = manifestPages(rows(count), size);
        expect(parted.flat()).toEqual(rows(count));
        expect(parted.at(-1)?.length ?? 0).toBeLessThan(full);
        expect(parted.every((page) => page.length <= full)).toBe(true);
        if (count > 0) expect(parted.every((page) => page.length > 0)).toBe(true);
      }
    }
  });

  test('of nothing is one page to be signed', () => {
    expect(manifestPages([], pages.a4)).toEqual([[]]);
  });
});

describe('the type size that fits', () => {
  const room = { widthMm: 100, heightMm: 20, largest: 28, smallest: 6 };

  test('is the largest for a short name, and smaller the longer it is', () => {
    expect(fittingSize('Amara Okafor', room)).toBe(28);
    const sizes = [40, 80, 160, 320].map((length) => fittingSize('n'.repeat(length), room));
    expect(sizes).toEqual([...sizes].sort((one, other) => other - one));
    expect(new Set(sizes).size).toBe(4);
  });

  test('is smaller for wide letters than for narrow ones', () => {
    expect(fittingSize('W'.repeat(100), room)).toBeLessThan(fittingSize('i'.repeat(100), room));
    expect(fittingSize('王'.repeat(100), room)).toBeLessThan(fittingSize('a'.repeat(100), room));
  });

  test('counts the lines of a text that has some', () => {
    expect(fittingSize('a\nb\nc\nd', room)).toBeLessThan(fittingSize('a b c d', room));
  });

  test('is never below what people read', () => {
    expect(fittingSize('W'.repeat(5000), room)).toBe(6);
  });

  test('of one line fills the width, and no more than is wanted', () => {
    expect(fittingLine('3201 0451', 1000, 24)).toBe(24);
    expect(fittingLine('3201 0451', 20, 24)).toBeLessThan(24);
  });
});
