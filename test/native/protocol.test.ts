import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asFailure } from '../../domain/failure.ts';
import { createWire } from '../../native/emulator/wire.ts';
import { crc16 } from '../../native/yubikey/crc16.ts';
import { morePages, parsePage } from '../../native/yubikey/device-info.ts';
import { commandReports } from '../../native/yubikey/frame.ts';
import { openProtocol } from '../../native/yubikey/protocol.ts';
import { parseStatus } from '../../native/yubikey/status-report.ts';
import { jumpingClock } from './jumping-clock.ts';
import { failureOf, hex } from './token.ts';

/** A wire whose firmware echoes: it answers the payload it got, so that what arrives can be compared. */
function echo() {
  const got: { command: number; payload: Uint8Array }[] = [];
  const wire = createWire({
    nowMs: () => 0,
    storeMs: 0,
    execute: (command, payload) => {
      got.push({ command, payload });
      return { kind: 'answer', bytes: payload };
    },
    status: () => Uint8Array.of(0, 5, 4, 3, 1, 0, 0),
    slowStoreReads: () => 0,
    corruptAnswers: () => false,
  });
  return { got, wire };
}

test('any payload arrives whole, whichever packets of it are left out as zeros', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 255 }),
      fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })), { maxLength: 64 }),
      (command, values) => {
        const { got, wire } = echo();
        for (const report of commandReports(command, Uint8Array.from(values))) wire.write(report);
        const whole = new Uint8Array(64);
        whole.set(values);
        expect(got.map((one) => [one.command, hex(one.payload)])).toEqual([[command, hex(whole)]]);
      },
    ),
  );
});

test('one turned bit anywhere in a frame, and the command is not executed', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      fc.integer({ min: 0, max: 63 }),
      fc.integer({ min: 0, max: 7 }),
      (payload, at, bit) => {
        const { got, wire } = echo();
        // No packet of it is left out, so that the bit has a place to be turned in.
        const full = payload.map((byte) => byte | 0x10);
        const reports = commandReports(0x30, full);
        const report = reports[Math.floor(at / 7)];
        if (report) report[at % 7] = (report[at % 7] ?? 0) ^ (1 << bit);
        for (const one of reports) wire.write(one);
        expect(got).toEqual([]);
      },
    ),
  );
});

test('any answer is read back whole', async () => {
  const clock = jumpingClock();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 64, maxLength: 64 }), async (payload) => {
      const { wire } = echo();
      const protocol = openProtocol(
        { read: async () => wire.read(), write: async (report) => wire.write(report), close: async () => {} },
        clock,
      );
      const result = await protocol.command(0x30, payload, { answerLength: () => 64 });
      expect(result.kind === 'answer' && hex(result.bytes)).toBe(hex(payload));
    }),
  );
});

test('whatever a broken token answers, a command ends with an answer, a status or a device failure', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 8, maxLength: 8 }), { minLength: 1 }), async (reports) => {
      let at = 0;
      const clock = jumpingClock();
      const protocol = openProtocol(
        {
          read: async () => reports[at++ % reports.length]?.slice() ?? new Uint8Array(8),
          write: async () => {},
          close: async () => {},
        },
        clock,
      );
      try {
        await protocol.command(0x10, new Uint8Array(), { answerLength: () => 4 });
      } catch (error) {
        expect(asFailure(error).code).toMatch(/^device\/|^token\/touch-timeout$/);
      }
    }),
    { numRuns: 500 },
  );
});

test('a report of another length than eight is a bad response', async () => {
  const connection = { read: async () => new Uint8Array(7), write: async () => {}, close: async () => {} };
  expect((await failureOf(openProtocol(connection, jumpingClock()).readStatus())).code).toBe('device/bad-response');
});

test('a status report gives firmware, sequence, slots and light', () => {
  expect(parseStatus(Uint8Array.of(0, 5, 4, 3, 7, 0x1e, 0, 0))).toEqual({
    firmware: [5, 4, 3],
    sequence: 7,
    slots: { 1: { configured: false, touch: true }, 2: { configured: true, touch: true } },
    ledInverted: true,
  });
});

test('a list of tags is read back as it was written', () => {
  const tag = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 12 }));
  fc.assert(
    fc.property(fc.uniqueArray(tag, { maxLength: 15, selector: ([name]) => name }), (tags) => {
      const body = tags.flatMap(([name, value]) => [name, value.length, ...value]);
      const page = Uint8Array.of(body.length, ...body);
      expect([...parsePage(page)].map(([name, value]) => [name, hex(value)])).toEqual(
        tags.map(([name, value]) => [name, hex(value)]),
      );
    }),
  );
});

test('any bytes as device information are either tags or a bad response, never another error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (page) => {
      try {
        morePages(parsePage(page));
      } catch (error) {
        expect(asFailure(error).code).toBe('device/bad-response');
      }
    }),
    { numRuns: 1000 },
  );
});

test('a checksum differs after one turned bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (data, place) => {
      const turned = data.slice();
      const at = place % data.length;
      turned[at] = (turned[at] ?? 0) ^ (1 << (place % 8));
      expect(crc16(turned)).not.toBe(crc16(data));
    }),
  );
});

test('an answer with a packet missing is refused, even when its checksum would fit', async () => {
  const idle = Uint8Array.of(0, 5, 4, 3, 0, 0, 0, 0);
  const first = Uint8Array.of(0x00, 0xbc, 0x61, 0x4e, 0xc8, 0x04, 0, 0x40);
  const third = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x42);
  const answers = [idle, idle, first, third, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x40)];
  const written: string[] = [];
  const protocol = openProtocol(
    {
      read: async () => answers.shift() ?? idle,
      write: async (report) => {
        written.push(hex(report));
      },
      close: async () => {},
    },
    jumpingClock(),
  );
  const work = protocol.command(0x10, new Uint8Array(), { answerLength: () => 4 });
  expect(await failureOf(work)).toEqual({ code: 'device/bad-response', context: { packet: 2, expected: 1 } });
  expect(written.at(-1)).toBe('00000000000000ff');
});

test('the reports of a command are wiped once it is over', async () => {
  const { wire } = echo();
  const reports: Uint8Array[] = [];
  const protocol = openProtocol(
    {
      read: async () => wire.read(),
      write: async (report) => {
        wire.write(report);
        reports.push(report);
      },
      close: async () => {},
    },
    jumpingClock(),
  );
  await protocol.command(0x01, new Uint8Array(64).fill(0xaa), { answerLength: () => 64 });
  expect(reports.length).toBe(11);
  expect(reports.slice(0, 10).map(hex)).toEqual(Array.from({ length: 10 }, () => '00'.repeat(8)));
});

test.each([
  ['during a look', (looks: number) => looks === 1],
  ['between two looks', () => false],
])('a token that was done while this machine stood still %s has answered', async (_, isInLook) => {
  const clock = jumpingClock();
  const pending = Uint8Array.of(0, 5, 4, 3, 1, 0, 0, 0x80);
  let looks = 0;
  const protocol = openProtocol(
    {
      read: async () => {
        looks += 1;
        if (isInLook(looks)) clock.pass(5000);
        return looks === 1 ? pending : Uint8Array.of(0, 5, 4, 3, 1, 0, 0, 0);
      },
      write: async () => {},
      close: async () => {},
    },
    { ...clock, sleep: async () => clock.pass(5000) },
  );
  expect(await protocol.readStatus()).toMatchObject({ sequence: 1 });
  expect(looks).toBe(2);
});
