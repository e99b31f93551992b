import { createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { RecordsDetail } from '../../renderer/records/records-detail.tsx';
import { draw, untranslated, wordsOf } from './draw.ts';
import { kinds, sealedPin, sealedSeed, someReceipt, someRecord } from './some-records.ts';

async function drawRecord(detail: ReturnType<typeof someRecord>, language: 'en' | 'de' = 'en') {
  return draw(createElement(RecordsDetail, { id: detail.id }), language, [[['records/get', detail.id], detail]]);
}

describe('a record on the screen', () => {
  for (const language of ['en', 'de'] as const) {
    for (const kind of kinds) {
      it(`says what a record of the kind '${kind}' means, in ${language}`, async () => {
        const markup = await drawRecord(someRecord(kind), language);
        expect(untranslated(markup)).toEqual([]);
        expect(wordsOf(markup)).toContain('Maria Koch');
        expect(markup).not.toContain('[object Object]');
      });
    }
  }

  it('never shows what is sealed, not even as ciphertext', async () => {
    const markup = await drawRecord(someRecord('issued'));
    for (const { enc, ciphertext } of [sealedSeed, sealedPin]) {
      expect(markup).not.toContain(enc);
      expect(markup).not.toContain(ciphertext);
    }
    expect(wordsOf(markup).match(/Sealed to the server \(key k1\)/g)).toHaveLength(2);
  });

  it('says that a record the server refuses is kept, and offers it again', async () => {
    const markup = await drawRecord(
      someRecord('issued', { delivery: 'refused', failure: { code: 'sync/conflict', context: {} } }),
    );
    expect(wordsOf(markup)).toContain('Both are kept. Nothing was overwritten.');
    expect(markup).toMatch(/<button[^>]*>Offer it again<\/button>/);
  });

  it('names the place and head of the receipt when it is for this record', async () => {
    const detail = someRecord('issued', { delivery: 'delivered', receipt: someReceipt('e'.repeat(64)) });
    const words = wordsOf(await drawRecord(detail));
    expect(words).toContain('Yes: id and hash agree');
    expect(words).toContain('90411');
  });

  it('says so when a receipt is for another record', async () => {
    const detail = someRecord('issued', { delivery: 'delivered', receipt: someReceipt('0'.repeat(64)) });
    const words = wordsOf(await drawRecord(detail));
    expect(words).toContain('No: it is for another record');
    expect(words).not.toContain('Yes: id and hash agree');
  });

  it('speaks of no receipt for a practice record, which never leaves the desk', async () => {
    const words = wordsOf(
      await drawRecord(someRecord('issued', { delivery: 'practice', practice: true, sequence: 0 })),
    );
    expect(words).toContain('it never leaves this desk');
    expect(words).not.toContain("The server's receipt");
  });

  it('names nobody when a ceremony ended before anybody was chosen', async () => {
    const words = wordsOf(await drawRecord(someRecord('stopped', { holderName: '' })));
    expect(words).toContain('Stopped before anybody was chosen');
  });
});
