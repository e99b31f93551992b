import { expect, test } from 'vitest';
import { bench, code, failureOf, hotp, rfc4226Codes } from './token.ts';

const otherKey = 'ff'.repeat(20);

test('a refused write on an empty slot is a refusal, and nothing was written', async () => {
  const { token, session } = await bench();
  token.switchFaults({ refuseWrites: true });
  expect(await failureOf(session.writeSlot(1, hotp()))).toEqual({
    code: 'token/write-refused',
    context: { slot: 1, reason: 'rejected' },
  });
  expect(token.state().slots[1]).toBeNull();
});

test('a write that the token says it took, but did not, is unknown', async () => {
  const { token, session } = await bench();
  token.switchFaults({ dropWrites: true });
  expect(await failureOf(session.writeSlot(1, hotp()))).toEqual({
    code: 'token/write-unknown',
    context: { reason: 'read-back' },
  });
});

test('a dropped delete and a dropped swap are unknown too', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp());
  token.switchFaults({ dropWrites: true });
  expect((await failureOf(session.deleteSlot(1))).code).toBe('token/write-unknown');
  expect((await failureOf(session.swapSlots())).code).toBe('token/write-unknown');
});

test('a dropped write over a configured slot cannot be told by status, and its codes give it away', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp({ key: otherKey }));
  token.switchFaults({ dropWrites: true });
  await session.writeSlot(1, hotp());
  expect(token.touch(1)).not.toBe(`${rfc4226Codes[0]}\r`);
});

test('a slow store is waited for', async () => {
  const { token, session, clock } = await bench();
  token.switchFaults({ slowStoreReads: 8 });
  const startMs = clock.nowMs();
  await session.writeSlot(1, hotp());
  expect(clock.nowMs() - startMs).toBeGreaterThan(900);
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
});

test('a store that never ends is unknown', async () => {
  const { token, session } = await bench();
  token.switchFaults({ slowStoreReads: 1000 });
  expect(await failureOf(session.writeSlot(1, hotp()))).toEqual({
    code: 'token/write-unknown',
    context: { reason: 'device/no-answer' },
  });
});

test('a status that lags behind a store is read again', async () => {
  const { token, session } = await bench();
  token.switchFaults({ staleStatusReads: 2 });
  const status = await session.writeSlot(1, hotp());
  expect(status.slots[1].configured).toBe(true);
});

test('another program that writes at the same time makes the outcome unknown', async () => {
  const { token, session } = await bench();
  token.switchFaults({ otherWriter: true });
  expect(await failureOf(session.writeSlot(1, hotp()))).toEqual({
    code: 'token/write-unknown',
    context: { reason: 'sequence' },
  });
});

test('an answer with a wrong checksum is refused', async () => {
  const { token, session } = await bench();
  token.switchFaults({ corruptAnswers: true });
  expect((await failureOf(session.readSerial())).code).toBe('device/bad-response');
  expect((await failureOf(session.readDeviceInfo())).code).toBe('device/bad-response');
  token.switchFaults({});
  expect(await session.readSerial()).toBe('12345678');
});

test('a stall at any report of a write is never taken for success, and "nothing written" is true', async () => {
  const codes = new Set<unknown>();
  for (let report = 1; report <= 100; report++) {
    const { token, session } = await bench();
    token.switchFaults({ stallAtReport: report });
    const failure = await failureOf(session.writeSlot(1, hotp())).catch(() => undefined);
    if (failure === undefined) break;
    codes.add(failure.code);
    if (failure.code !== 'token/write-unknown') expect(token.state().slots[1]).toBeNull();
  }
  expect([...codes]).toEqual(['device/bad-response', 'token/write-unknown']);
});

test('after any stall the next write works, whatever was left half sent', async () => {
  for (let report = 1; report <= 20; report++) {
    const { token, session } = await bench();
    token.switchFaults({ stallAtReport: report });
    await session.writeSlot(1, hotp({ key: otherKey })).catch(() => {});
    token.switchFaults({});
    await session.writeSlot(1, hotp());
    expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
  }
});

test('a write that is called off before its last report leaves nothing written', async () => {
  for (const sent of [0, 1, 4, 7]) {
    const { token, session } = await bench();
    const stop = new AbortController();
    const work = session.writeSlot(1, hotp(), {
      signal: stop.signal,
      onProgress: (fraction) => {
        if (fraction * 9 >= sent) stop.abort();
      },
    });
    if (sent === 0) stop.abort();
    const failure = await failureOf(work);
    expect(['token/write-refused', 'device/busy']).toContain(failure.code);
    expect(token.state().slots[1]).toBeNull();
    expect((await session.readStatus()).sequence).toBe(0);
  }
});

test('a write that is called off after its last report is still proven', async () => {
  const { token, session } = await bench();
  const stop = new AbortController();
  await session.writeSlot(1, hotp(), {
    signal: stop.signal,
    onProgress: (fraction) => {
      if (fraction >= 8 / 9) stop.abort();
    },
  });
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
});

test('what a program that went away left half done is ended first', async () => {
  const { token, session } = await bench();
  await session.writeSlot(2, hotp());
  const other = token.connect();
  // The serial was asked for and never read.
  await other.write(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0x80]));
  await other.write(Uint8Array.from([0, 0x10, 0x6b, 0x5b, 0, 0, 0, 0x89]));
  await session.writeSlot(1, hotp());
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
});

test('two commands at once on one session do not mix', async () => {
  const { token, session } = await bench();
  const [serial, status] = await Promise.all([
    session.readSerial(),
    session.writeSlot(1, hotp()),
    session.readStatus(),
  ]);
  expect(serial).toBe('12345678');
  expect(status.slots[1].configured).toBe(true);
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
});

test.each([0, 1] as const)(
  'the programming sequence wraps past 255 to %i and a write is still proven',
  async (after) => {
    const { session, token } = await bench({ firstSequence: 255, afterLastSequence: after });
    await session.writeSlot(1, hotp());
    token.powerDown();
    token.powerUp();
    const again = await bench({ firstSequence: 255, afterLastSequence: after, state: token.state() });
    expect(again.session.last.sequence).toBe(255);
    expect((await again.session.writeSlot(1, hotp())).sequence).toBe(after);
  },
);

test('a wrong access code is told as such, and the slot stays as it was', async () => {
  const { token, session } = await bench();
  await session.writeSlot(1, hotp({ newAccessCode: code('010203040506') }));
  for (const accessCode of [undefined, code('000000000001')])
    expect(await failureOf(session.writeSlot(1, hotp({ key: otherKey }), { accessCode }))).toEqual({
      code: 'token/access-code',
      context: { slot: 1, reason: accessCode === undefined ? 'not given' : 'wrong' },
    });
  expect(token.touch(1)).toBe(`${rfc4226Codes[0]}\r`);
});
