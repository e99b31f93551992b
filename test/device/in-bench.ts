import { execFile, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { emulatedToken } from '../../native/emulator/token.ts';
import { openPorts, type PortEntry } from '../../native/ports.ts';
import { hmacSha1Configuration } from '../../native/yubikey/slot-layout.ts';
import { code, failureOf, hotp, seed } from '../native/token.ts';
import { emulatedTokenOverUsbip } from './emulated-token-over-usbip.ts';
import { listenToToken } from './keystrokes.ts';

/*
 * Runs inside the bench, as root: a real kernel, its usbhid, hidraw and evdev, node-hid, `usb` and the Debian tools all
 * see one emulated token over USB/IP, and our driver works on it.
 */
let passed = 0;
let failed = 0;

async function check(statement: string, holds: () => Promise<void>): Promise<void> {
  const startMs = performance.now();
  try {
    await holds();
    passed += 1;
    console.log(`ok      ${statement} (${Math.round(performance.now() - startMs)} ms)`);
  } catch (error) {
    failed += 1;
    const cause = (error as Error).cause;
    console.log(`FAILED  ${statement}: ${(error as Error).message} ${cause instanceof Error ? cause.message : ''}`);
  }
}

function same(found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)];
  if (one !== other) throw new Error(`expected ${other}, found ${one}`);
}

async function until<T>(what: string, value: () => T | undefined | false, limitMs = 15_000): Promise<T> {
  for (const endMs = performance.now() + limitMs; performance.now() < endMs; await sleep(20)) {
    const found = value();
    if (found) return found;
  }
  throw new Error(`${what} did not happen`);
}

/** A program of somebody else; its output, or what went wrong. */
function run(program: string, ...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, words, { timeout: 60_000 }, (error, out, err) => {
      if (error) reject(new Error(`${program} ${words.join(' ')}: ${error.message} ${err}`));
      else resolve(out.trim());
    });
  });
}

const token = emulatedToken({ serial: 12345678 });
const bus = await emulatedTokenOverUsbip(token);
let entries: readonly PortEntry[] = [];
const ports = openPorts({
  hardware: true,
  onChange: (now) => {
    entries = now;
  },
});
const seen = () => entries.flatMap((entry) => ('token' in entry ? [entry.token] : []))[0];
const presence = () => seen()?.presence ?? 'none';
const plugIn = () => run('usbip', 'attach', '-r', '127.0.0.1', '-b', '1-1');
const information = async (what: string) => Number((await run('ykinfo', '-q', what)).trim());
const codes = ['755224', '287082', '359152', '969429'];

await check('a machine with USB and no token shows none', async () => {
  await ports.rescan();
  same(entries, []);
});

await check('the watcher sees the token plugged in and the driver reads its serial', async () => {
  await plugIn();
  const found = await until('the token', seen);
  same(
    [found.serial, found.model, found.firmware, found.transport, found.practice],
    ['12345678', 'YubiKey 5 NFC', '5.4.3', 'usb', false],
  );
});

await check('ykinfo reads the same serial, firmware and slots', async () => {
  const all = await run('ykinfo', '-a');
  for (const line of ['serial: 12345678', 'version: 5.4.3', 'slot1_status: 0', 'slot2_status: 0'])
    if (!all.includes(line)) throw new Error(`no "${line}" in ${all}`);
});

const first = presence();
await check('the token stays the same presence while another program takes its interface', async () => {
  same(await ports.use(presence(), (session) => session.readSerial()), '12345678');
  // Longer than the last look after an event, and one look more.
  await sleep(2500);
  await ports.rescan();
  same(presence(), first);
});

await check('our HOTP write is proven, with no more reports than ykpersonalize', async () => {
  const status = await ports.use(presence(), (session) => {
    token.switchFaults({});
    return session.writeSlot(1, hotp());
  });
  same([status.sequence, status.slots[1].configured], [1, true]);
  if (token.reports.reads > 13 || token.reports.writes > 8) throw new Error(JSON.stringify(token.reports));
});

await check('the codes arrive through evdev as typed', async () => {
  const keyboard = await listenToToken();
  await bus.touch(1);
  await bus.touch(1);
  await until('typing', () => keyboard.typed().length >= 14);
  same(keyboard.typed(), `${codes[0]}\r${codes[1]}\r`);
  keyboard.close();
});

await check('ykinfo sees slot 1 configured and the sequence moved', async () => {
  same([await information('-1'), await information('-2'), await information('-p')], [1, 0, 1]);
});

await check(
  'a slot that ykpersonalize wrote and locked is refused without its code and rewritten with it',
  async () => {
    const words = ['-2', '-ooath-hotp', '-ooath-imf=0', '-a', '3132333435363738393031323334353637383930'];
    await run('ykpersonalize', '-y', ...words, '-oappend-cr', '-oserial-api-visible', '-oaccess=010203040506');
    const refused = await failureOf(ports.use(presence(), (session) => session.writeSlot(2, hotp())));
    same(refused.code, 'token/access-code');
    const accessCode = code('010203040506');
    const status = await ports.use(presence(), (session) => session.writeSlot(2, hotp(), { accessCode }));
    same(status.slots[2].configured, true);
  },
);

await check('a slot that ykpersonalize wrote types the codes we expect', async () => {
  const words = ['-2', '-ooath-hotp', '-a', '3132333435363738393031323334353637383930', '-oappend-cr'];
  await run('ykpersonalize', '-y', ...words, '-oserial-api-visible');
  const keyboard = await listenToToken();
  await bus.touch(2);
  await until('typing', () => keyboard.typed().length >= 7);
  same(keyboard.typed(), `${codes[0]}\r`);
  keyboard.close();
});

await check('ykchalresp gets the NIST answer from the slot that we wrote', async () => {
  const key = () => seed('303132333435363738393a3b3c3d3e3f40414243');
  await ports.use(presence(), (session) => session.writeSlot(2, hmacSha1Configuration({ key: key() })));
  same(await run('ykchalresp', '-2', 'Sample #2'), '0922d3405faa3d194f82a45830737d5cc6c75d24');
});

await check('swap and delete are what ykinfo sees afterwards', async () => {
  await ports.use(presence(), (session) => session.deleteSlot(2));
  same([await information('-1'), await information('-2')], [1, 0]);
  await ports.use(presence(), (session) => session.swapSlots());
  same([await information('-1'), await information('-2')], [0, 1]);
});

await check('a stall of the endpoint is a bad response', async () => {
  const failure = await failureOf(
    ports.use(presence(), (session) => {
      token.switchFaults({ stallAtReport: 4 });
      return session.writeSlot(1, hotp());
    }),
  );
  token.switchFaults({});
  same(failure.code, 'device/bad-response');
});

await check('a wait for a touch is cancelled on the token', async () => {
  const key = seed('0b'.repeat(20));
  await ports.use(presence(), (session) => session.writeSlot(1, hmacSha1Configuration({ key, touch: true })));
  const stop = new AbortController();
  const failure = await failureOf(
    ports.use(presence(), (session) =>
      session.answerChallenge(1, 'hmac-sha1', Buffer.from('Hi There'), {
        signal: stop.signal,
        onTouch: () => stop.abort(),
      }),
    ),
  );
  same([failure.code, token.waitsForTouch], ['token/touch-cancelled', false]);
});

for (const [report, expected] of [
  [6, 'device/unplugged'],
  [17, 'token/write-unknown'],
] as const)
  await check(`pulled out at report ${report} of a write, that is ${expected}, and the token is gone`, async () => {
    const before = presence();
    const failure = await failureOf(
      ports.use(before, (session) => {
        token.switchFaults({ unplugAtReport: report });
        return session.writeSlot(1, hotp());
      }),
    );
    token.switchFaults({});
    same(failure.code, expected);
    await until('the disappearance', () => entries.length === 0);
    await sleep(1500);
    await plugIn();
    const again = await until('the token', seen);
    if (again.presence === before) throw new Error('the new plugging-in has the name of the old');
    same((await failureOf(ports.use(before, async () => {}))).code, 'device/unplugged');
  });

await check('whom the system does not let near the token is told so', async () => {
  const out = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, [`${import.meta.dirname}/list-ports.ts`], { uid: 65534, gid: 65534 });
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    child.stderr.on('data', (data) => (text += data));
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
  if (!out.includes('device/not-permitted')) throw new Error(out);
});

await check('the ports close', () => ports.close());
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
