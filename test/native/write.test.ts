import { expect, test } from 'vitest';
import { bench, failureOf, hotp, rfc4226Codes } from './token.ts';

test('an HOTP write types the codes of RFC 4226', async () => {
  const { token, session } = await bench();
  const status = await session.writeSlot(1, hotp());
  expect(status.sequence).toBe(1);
  expect(status.slots[1]).toEqual({ configured: true, touch: true });
  expect(rfc4226Codes.map(() => token.touch(1))).toEqual(rfc4226Codes.map((code) => `${code}\r`));
});

test('eight digits are typed when asked for', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp({ digits: 8 }));
  expect([1, 2, 3, 4].map(() => token.touch(1).trim())).toEqual(['84755224', '94287082', '37359152', '26969429']);
});

test('a start counter of 16 types the codes of 16 and 17', async () => {
  const { token, session } = await bench();
  await session.writeSlot(2, hotp({ counter: 16 }));
  expect([token.touch(2), token.touch(2)]).toEqual(['186581\r', '447589\r']);
});

test('a proven HOTP write takes no more reports than ykpersonalize: 13 reads and 8 writes', async () => {
  const { connection, session } = await bench();
  const before = connection.counts;
  await session.writeSlot(1, hotp());
  expect(connection.counts.reads - before.reads).toBeLessThanOrEqual(13);
  expect(connection.counts.writes - before.writes).toBeLessThanOrEqual(8);
});

test('progress rises from sent report to sent report and ends at 1', async () => {
  const { session } = await bench();
  const fractions: number[] = [];
  await session.writeSlot(1, hotp(), { onProgress: (fraction) => fractions.push(fraction) });
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.length).toBe(9);
  expect(fractions.at(-1)).toBe(1);
});

for (const taken of [false, true])
  for (const kept of [false, true])
    test(`pulled out at any report of a write (report ${taken ? 'taken' : 'lost'}, store ${kept ? 'kept' : 'lost'}) it never claims success, and "nothing written" is true`, async () => {
      const codes = new Set<unknown>();
      let report = 1;
      for (; ; report++) {
        const { token, session } = await bench();
        token.switchFaults({ unplugAtReport: report, unplugAfterTaking: taken, keepStoreOnUnplug: kept });
        if ((await outcome(session.writeSlot(1, hotp()))) === 'written') break;
        const failure = await failureOf(session.readStatus());
        expect(failure.code).toBe('device/unplugged');
        token.switchFaults({});
        token.powerUp();
        const { code } = last;
        codes.add(code);
        if (code !== 'token/write-unknown') {
          expect(code).toBe('device/unplugged');
          expect(token.state().slots[1]).toBeNull();
        }
      }
      expect(report).toBeGreaterThan(17);
      expect([...codes]).toEqual(['device/unplugged', 'token/write-unknown']);
    });

let last: { code: unknown } = { code: undefined };

async function outcome(work: Promise<unknown>): Promise<'written' | 'failed'> {
  try {
    await work;
    return 'written';
  } catch (error) {
    last = error as { code: unknown };
    return 'failed';
  }
}
