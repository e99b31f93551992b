import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { crashAt } from './crash-at.ts';
import { type DeskAtWork, deskAtWork, until, walk } from './desk-at-work.ts';

/**
 * A desk in a process of its own that ends itself at a crash point (crash-at.ts), counted from `from`: the start of the
 * process, or the beginning of a new ceremony. First it finishes what the run before it left behind, with the token
 * that ceremony is about; then it issues a new token, kept as `token-<number>-...`.
 */
const [directory = '', tokens = '', number = '', from = 'ceremony', point = ''] = process.argv.slice(2);
const crash = crashAt(point);
if (from === 'start') crash.begin();

let made = 0;
const held: { token: EmulatedToken | undefined } = { token: undefined };
const emulatedToken = (): EmulatedToken => {
  if (held.token === undefined) {
    held.token = emulatedTokenInFile(join(tokens, `token-${number}-${made}.json`), {});
    made += 1;
  }
  return held.token;
};

function withSerial(serial: string): EmulatedToken | undefined {
  return readdirSync(tokens)
    .filter((file) => file.endsWith('.json'))
    .map((file) => emulatedTokenInFile(join(tokens, file), {}))
    .find((token) => String(token.serial) === serial);
}

async function finish(at: DeskAtWork): Promise<void> {
  await walk(at, 'done');
  await until(async () => ((await at.ask('sync/state')).waiting === 0 ? true : undefined));
  await at.ask('ceremony/close');
}

const at = await deskAtWork({ directory, trial: { crashPoint: crash.crashPoint, emulatedToken } });
const left = await at.ask('ceremony/current');
if (left !== null) {
  held.token = left.token === undefined ? undefined : withSerial(left.token.serial);
  await finish(at);
  held.token?.powerDown();
  held.token = undefined;
}
crash.begin();
await finish(at);
await at.desk.close();
crash.end();
