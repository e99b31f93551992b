import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/*
 * The driver against a real kernel: starts in-bench.ts in the USB bench, a throw-away QEMU guest. The bench is the
 * program named by KEYDESK_USB_BENCH, or `usb-bench` on the PATH. Without it, or without the Debian tools, nothing is
 * tested, and this says so.
 */
const limitSeconds = 300;
const searched = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;

function found(program: string): string | undefined {
  return [...searched.split(delimiter).map((folder) => join(folder, program))].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function skip(reason: string): never {
  console.log(`The device tests were skipped: ${reason}`);
  console.log('0 passed, 0 failed');
  process.exit(0);
}

const named = process.env.KEYDESK_USB_BENCH;
const bench = named !== undefined && isProgram(named) ? named : found('usb-bench');
if (bench === undefined) skip('there is no USB bench here (name its program in KEYDESK_USB_BENCH).');
if (found('qemu-system-x86_64') === undefined)
  skip('QEMU is not installed (apt-get install qemu-system-x86 busybox-static usbip, or run the bench once as root).');
const missing = ['ykinfo', 'ykpersonalize', 'ykchalresp'].filter((tool) => found(tool) === undefined);
if (missing.length > 0) skip(`${missing.join(', ')} missing (apt-get install yubikey-personalization).`);
if (spawnSync(bench, ['--setup-only'], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0)
  skip('the bench could not be set up, see the lines above.');

const words = ['--timeout', String(limitSeconds), '--', process.execPath, join(import.meta.dirname, 'in-bench.ts')];
const child = spawn(bench, words, { stdio: ['ignore', 'inherit', 'inherit'], cwd: join(import.meta.dirname, '../..') });
child.on('close', (status) => {
  if (status === 124 || status === 125) console.log('0 passed, 1 failed');
  process.exit(status ?? 1);
});
