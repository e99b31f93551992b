import { afterEach, expect, test } from 'vitest';
import { KeydeskError } from '../../domain/failure.ts';
import { emulatedPort } from '../../native/emulator/port.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { openPorts, type PortEntry, type Ports } from '../../native/ports.ts';
import { failureOf, hotp } from './token.ts';

const opened: Ports[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((ports) => ports.close()));
});

function desk(hardware = false) {
  const port = emulatedPort();
  const seen: (readonly PortEntry[])[] = [];
  const ports = openPorts({ hardware, emulated: port, onChange: (entries) => seen.push(entries) });
  opened.push(ports);
  return { port, ports, seen };
}

async function until<T>(value: () => T | undefined | false): Promise<T> {
  // The limit of the test is the only one.
  for (;;) {
    const found = value();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const tokenOf = (entry: PortEntry | undefined) => (entry && 'token' in entry ? entry.token : undefined);

test('a token is seen after it is plugged in, and gone after it is pulled out', async () => {
  const { port, ports, seen } = desk();
  const presence = port.plugIn(emulatedToken({ serial: 7654321 }), { practice: true });
  const token = await until(() => tokenOf(ports.list()[0]));
  expect(token).toEqual({
    presence,
    model: 'YubiKey 5 NFC',
    serial: '7654321',
    firmware: '5.4.3',
    slots: { 1: { configured: false, touch: false }, 2: { configured: false, touch: false } },
    transport: 'emulator',
    practice: true,
  });
  port.pullOut(presence);
  expect(ports.list()).toEqual([]);
  expect(seen.map((entries) => entries.length)).toEqual([1, 0]);
});

test('each plugging-in is a presence of its own, and the old one is over', async () => {
  const { port, ports } = desk();
  const token = emulatedToken();
  const first = port.plugIn(token);
  await until(() => tokenOf(ports.list()[0]));
  port.pullOut(first);
  const second = port.plugIn(token);
  await until(() => tokenOf(ports.list()[0])?.presence === second);
  expect((await failureOf(ports.use(first, async () => {}))).code).toBe('device/unplugged');
  expect(await ports.use(second, async (session) => session.readSerial())).toBe(String(token.serial));
});

test('several tokens are kept apart', async () => {
  const { port, ports } = desk();
  const one = port.plugIn(emulatedToken({ serial: 11 }));
  const other = port.plugIn(emulatedToken({ serial: 22, model: 'YubiKey NEO' }));
  await until(() => ports.list().length === 2);
  await ports.use(other, (session) => session.writeSlot(2, hotp()));
  expect(await ports.use(one, async (_, token) => token.serial)).toBe('11');
  expect(ports.list().map((entry) => tokenOf(entry)?.slots[2].configured)).toEqual([false, true]);
  expect(ports.list().map((entry) => tokenOf(entry)?.model)).toEqual(['YubiKey 5 NFC', 'YubiKey NEO']);
});

test('what a write changed is told to the desk', async () => {
  const { port, ports, seen } = desk();
  const presence = port.plugIn(emulatedToken());
  await until(() => tokenOf(ports.list()[0]));
  await ports.use(presence, (session) => session.writeSlot(1, hotp()));
  expect(tokenOf(seen.at(-1)?.[0])?.slots[1]).toEqual({ configured: true, touch: true });
});

test('two who want the same token take turns', async () => {
  const { port, ports } = desk();
  const presence = port.plugIn(emulatedToken());
  await until(() => tokenOf(ports.list()[0]));
  const order: string[] = [];
  const turn = (name: string) =>
    ports.use(presence, async (session) => {
      order.push(`${name} in`);
      await session.readStatus();
      order.push(`${name} out`);
    });
  await Promise.all([turn('first'), turn('second')]);
  expect(order).toEqual(['first in', 'first out', 'second in', 'second out']);
});

test('who stops waiting for a turn is told so, and never gets the token', async () => {
  const { port, ports } = desk();
  const presence = port.plugIn(emulatedToken());
  await until(() => tokenOf(ports.list()[0]));
  const stop = new AbortController();
  let release: (() => void) | undefined;
  const first = ports.use(
    presence,
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  const free = await until(() => release);
  let ran = false;
  const second = ports.use(
    presence,
    async () => {
      ran = true;
    },
    { signal: stop.signal },
  );
  stop.abort();
  expect((await failureOf(second)).code).toBe('device/busy');
  free();
  await first;
  expect(ran).toBe(false);
});

test('pulled out while it is used, the use fails and the list is empty', async () => {
  const { port, ports } = desk();
  const token = emulatedToken();
  const presence = port.plugIn(token);
  await until(() => tokenOf(ports.list()[0]));
  token.switchFaults({ unplugAtReport: 5 });
  const failure = await failureOf(ports.use(presence, (session) => session.writeSlot(1, hotp())));
  expect(failure.code).toBe('device/unplugged');
  expect(ports.list()).toEqual([]);
});

test('a token that answers nothing sensible is listed with its failure, and identified once it does', async () => {
  const { port, ports } = desk();
  const token = emulatedToken();
  token.switchFaults({ corruptAnswers: true });
  port.plugIn(token);
  const entry = await until(() => ports.list()[0]);
  expect('failure' in entry && entry.failure.code).toBe('device/bad-response');
  token.switchFaults({});
  await ports.rescan();
  expect(tokenOf(ports.list()[0])?.serial).toBe(String(token.serial));
});

test('another token that answers in the same place is refused as swapped', async () => {
  const { port, ports } = desk();
  const one = emulatedToken({ serial: 1001 });
  const presence = port.plugIn(one);
  await until(() => tokenOf(ports.list()[0]));
  // The connection breaks without a pulling-out being seen, and another token answers behind the same name.
  const other = emulatedToken({ serial: 2002 });
  other.powerUp();
  one.connect = other.connect;
  one.switchFaults({ stallAtReport: 1 });
  await failureOf(ports.use(presence, (session) => session.readStatus()));
  const failure = await failureOf(ports.use(presence, (session) => session.readStatus()));
  expect(failure).toEqual({ code: 'token/swapped', context: { expected: '1001', found: '2002' } });
});

test('a connection that another program has killed meanwhile is replaced before the work begins', async () => {
  const { port, ports } = desk();
  const token = emulatedToken({ serial: 31 });
  const connect = token.connect;
  let killed = 0;
  token.connect = () => {
    const connection = connect();
    const mine = killed;
    const alive = () => {
      if (mine < killed) throw new KeydeskError('device/busy');
    };
    return {
      read: async () => {
        alive();
        return connection.read();
      },
      write: async (report) => {
        alive();
        return connection.write(report);
      },
      close: () => connection.close(),
    };
  };
  const presence = port.plugIn(token);
  await until(() => tokenOf(ports.list()[0]));
  killed = 1;
  const status = await ports.use(presence, (session) => session.writeSlot(1, hotp()));
  expect(status.slots[1].configured).toBe(true);
});

test('a machine without any USB opens its ports, finds nothing and closes them', async () => {
  const { ports } = desk(true);
  await ports.rescan();
  expect(ports.list()).toEqual([]);
});
