import { expect, test } from 'vitest';
import { pages } from '../../../domain/paper/paper-size.ts';
import { askedPage, giveExactSize } from '../../../electron/shell/exact-page-size.ts';

const pdf = (box: string) => Buffer.from(`1 0 obj\n<</Type /Page /MediaBox [${box}]\n/Rotate 0>>\nxref\n`);

test('every page gets its true size, and not a byte moves', () => {
  const file = Buffer.concat([pdf('0 0 594.95996 841.91998'), pdf('0 0 594.95996 841.91998')]);
  const { length } = file;
  giveExactSize(file, pages.a4);
  expect(file).toHaveLength(length);
  expect(file.toString().match(/\[0 0 595\.28 841\.89 *\]/g)).toHaveLength(2);
  expect(file.toString()).toContain('/Rotate 0>>\nxref');
});

test('a page whose size has no room is left as it is', () => {
  const file = pdf('0 0 252 102');
  giveExactSize(file, { widthMm: 89, heightMm: 36 });
  expect(file.toString()).toContain('[0 0 252 102]');
});

test('no page is asked for that would be written without decimals', () => {
  for (let mm = 20; mm <= 300; mm += 0.1) {
    const points = Math.round(askedPage({ widthMm: mm, heightMm: 50 }).width * 72);
    expect(points % 6, `${mm} mm`).not.toBe(0);
    expect(Math.abs(points - (mm * 72) / 25.4)).toBeLessThan(1.6);
  }
});
