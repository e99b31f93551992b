import { expect, test } from 'vitest';
import { readReceiptCode, receiptCode } from '../../../domain/paper/receipt-code.ts';

const record = '0123456789abcdef0123456789abcdef';
const contentHash = 'fedcba9876543210'.repeat(4);

test('names record, hash and place, in capitals', () => {
  expect(receiptCode({ record, contentHash, position: 90411 })).toBe(
    `KEYDESK1:0123456789ABCDEF0123456789ABCDEF:${'FEDCBA9876543210'.repeat(4)}:90411`,
  );
});

test('is read back as it was, with a place and without', () => {
  for (const code of [
    { record, contentHash, position: 0 },
    { record, contentHash },
  ]) {
    expect(readReceiptCode(receiptCode(code))).toEqual(code);
  }
});

test('is read in small letters and with the breaks of a copied line', () => {
  const text = receiptCode({ record, contentHash, position: 7 }).toLowerCase();
  expect(readReceiptCode(` ${text.slice(0, 50)}\n${text.slice(50)} `)).toEqual({ record, contentHash, position: 7 });
});

test.each([
  ['another word in front', receiptCode({ record, contentHash }).replace('KEYDESK1', 'KEYDESK2')],
  ['a hash that is too short', receiptCode({ record, contentHash: contentHash.slice(1) })],
  ['an id that is too long', receiptCode({ record: `${record}0`, contentHash })],
  ['a place that is no number', `${receiptCode({ record, contentHash })}:12X`],
  ['nothing', ''],
])('is not made of %s', (_what, text) => {
  expect(readReceiptCode(text)).toBeUndefined();
});
