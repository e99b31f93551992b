import { expect, test } from 'vitest';
import type { IssuanceRecord } from '../../domain/record.ts';
import { withoutSealed } from '../../electron/ipc/records.ts';

const seed = { keyId: 'k1', enc: 'c2VlZC1lbmM', ciphertext: 'c2VlZC1jaXBoZXI' };
const pin = { keyId: 'k1', enc: 'cGluLWVuYw', ciphertext: 'cGluLWNpcGhlcg' };

test.each([
  ['an issuance', { kind: 'issued', credential: { slot: 1, seed }, pin }],
  ['a spare written anew', { kind: 'act', act: { what: 'reprogrammed', credential: { slot: 1, seed } } }],
])('tells the window under which key the seed of %s is sealed, and no sealed byte', (_, record) => {
  const shown = JSON.stringify(withoutSealed(record as unknown as IssuanceRecord));
  expect(shown).toContain('"seed":{"sealed":true,"keyId":"k1"}');
  for (const { enc, ciphertext } of [seed, pin]) {
    expect(shown).not.toContain(enc);
    expect(shown).not.toContain(ciphertext);
  }
});
