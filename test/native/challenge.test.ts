import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha1Configuration, yubicoChallengeConfiguration } from '../../native/yubikey/slot-layout.ts';
import { bench, bytes, failureOf, hex, hotp, seed } from './token.ts';

const text = (words: string) => new TextEncoder().encode(words);

test('HMAC-SHA1 gives the answer of RFC 2202, case 1', async () => {
  const { session } = await bench();
  await session.writeSlot(2, hmacSha1Configuration({ key: seed('0b'.repeat(20)) }));
  expect(hex(await session.answerChallenge(2, 'hmac-sha1', text('Hi There')))).toBe(
    'b617318655057264e28bc0b6fb378c8ef146be00',
  );
});

test('HMAC-SHA1 gives the NIST answer to Sample #2', async () => {
  const { session } = await bench();
  await session.writeSlot(2, hmacSha1Configuration({ key: seed('303132333435363738393a3b3c3d3e3f40414243') }));
  expect(hex(await session.answerChallenge(2, 'hmac-sha1', text('Sample #2')))).toBe(
    '0922d3405faa3d194f82a45830737d5cc6c75d24',
  );
});

test('a challenge of any length up to 63 bytes gives its HMAC, whatever it ends with', async () => {
  const { session } = await bench();
  const key = 'aa'.repeat(20);
  await session.writeSlot(1, hmacSha1Configuration({ key: seed(key) }));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 63 }), async (challenge) => {
      const answer = await session.answerChallenge(1, 'hmac-sha1', challenge);
      expect(hex(answer)).toBe(createHmac('sha1', bytes(key)).update(challenge).digest('hex'));
    }),
    { numRuns: 60 },
  );
});

test('a slot for full length counts all 64 bytes', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hmacSha1Configuration({ key: seed('aa'.repeat(20)), fullLength: true }));
  const challenge = new Uint8Array(64).fill(7);
  expect(hex(await session.answerChallenge(1, 'hmac-sha1', challenge))).toBe(
    createHmac('sha1', bytes('aa'.repeat(20)))
      .update(challenge)
      .digest('hex'),
  );
});

test('Yubico challenge-response answers with one block, another each time', async () => {
  const { session } = await bench();
  await session.writeSlot(
    1,
    yubicoChallengeConfiguration({ privateId: seed('00'.repeat(6)), key: seed('22'.repeat(16)) }),
  );
  const challenge = bytes('010203040506');
  const [one, two] = [
    await session.answerChallenge(1, 'yubico', challenge),
    await session.answerChallenge(1, 'yubico', challenge),
  ];
  expect(one.length).toBe(16);
  expect(hex(one)).not.toBe(hex(two));
});

test('a slot for something else rejects a challenge', async () => {
  const { session } = await bench();
  await session.writeSlot(1, hotp());
  expect((await failureOf(session.answerChallenge(1, 'hmac-sha1', text('x')))).code).toBe('token/rejected');
  expect((await failureOf(session.answerChallenge(2, 'hmac-sha1', text('x')))).code).toBe('token/rejected');
});

test('a challenge of the wrong length is refused before a byte is sent', async () => {
  const { session, connection } = await bench();
  const { writes } = connection.counts;
  expect((await failureOf(session.answerChallenge(1, 'hmac-sha1', new Uint8Array(65)))).code).toBe('token/unsupported');
  expect((await failureOf(session.answerChallenge(1, 'yubico', new Uint8Array(7)))).code).toBe('token/unsupported');
  expect(connection.counts.writes).toBe(writes);
});

const touchSlot = () => hmacSha1Configuration({ key: seed('0b'.repeat(20)), touch: true });

test('the wait for a touch tells the seconds left and ends with the touch', async () => {
  const { token, session } = await bench();
  await session.writeSlot(2, touchSlot());
  const left: number[] = [];
  const answer = await session.answerChallenge(2, 'hmac-sha1', text('Hi There'), {
    onTouch: (seconds) => {
      left.push(seconds);
      if (left.length === 25) expect(token.touch(2)).toBe('');
    },
  });
  expect(hex(answer)).toBe('b617318655057264e28bc0b6fb378c8ef146be00');
  expect(left[0]).toBe(15);
  expect(left.at(-1)).toBeLessThan(15);
});

test('nobody touches: the token gives up, and so does the driver', async () => {
  const { token, session } = await bench();
  await session.writeSlot(2, touchSlot());
  expect((await failureOf(session.answerChallenge(2, 'hmac-sha1', text('x')))).code).toBe('token/touch-timeout');
  expect(token.waitsForTouch).toBe(false);
});

test('a wait for a touch is cancelled on the token: it no longer blinks, and a later touch types as usual', async () => {
  const { token, session } = await bench();
  await session.writeSlot(2, touchSlot());
  await session.writeSlot(1, hotp());
  const stop = new AbortController();
  let polls = 0;
  const work = session.answerChallenge(2, 'hmac-sha1', text('x'), {
    signal: stop.signal,
    onTouch: () => {
      polls += 1;
      expect(token.waitsForTouch).toBe(true);
      if (polls === 3) stop.abort();
    },
  });
  expect((await failureOf(work)).code).toBe('token/touch-cancelled');
  expect(token.waitsForTouch).toBe(false);
  expect(token.touch(1)).toBe('755224\r');
  expect(hex(await answered())).toBe('b617318655057264e28bc0b6fb378c8ef146be00');

  function answered() {
    return session.answerChallenge(2, 'hmac-sha1', text('Hi There'), { onTouch: () => token.touch(2) });
  }
});

test('pulled out while it waits for a touch, the wait ends', async () => {
  const { token, session } = await bench();
  await session.writeSlot(2, touchSlot());
  const work = session.answerChallenge(2, 'hmac-sha1', text('x'), { onTouch: () => token.powerDown() });
  expect((await failureOf(work)).code).toBe('device/unplugged');
});

test('the fault of nobody touching ends the wait within two seconds', async () => {
  const { token, session, clock } = await bench();
  await session.writeSlot(2, touchSlot());
  token.switchFaults({ touchTimesOut: true });
  const startMs = clock.nowMs();
  expect((await failureOf(session.answerChallenge(2, 'hmac-sha1', text('x')))).code).toBe('token/touch-timeout');
  expect(clock.nowMs() - startMs).toBeLessThan(2000);
});
