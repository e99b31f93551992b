import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { crashAt } from './crash-at.ts';
import { deskAtWork, until } from './desk-at-work.ts';
import { begin, through } from './lane.ts';

/**
 * A desk in a process of its own that ends itself at a crash point (crash-at.ts) from the moment it takes up the next
 * spare. First it goes on with the lane and the token that the run before it left behind, or begins a lane; then it puts
 * one new token through, kept as `<number>.json`, and waits until everything is delivered and shown.
 */
const [directory = '', tokens = '', number = '', point = ''] = process.argv.slice(2);
const crash = crashAt(point);

const file = (serial: number) => join(tokens, `${serial}.json`);
const box: EmulatedToken[] = readdirSync(tokens)
  .filter((name) => name.endsWith('.json'))
  .map((name) => emulatedTokenInFile(join(tokens, name), { storeMs: 1, reportMs: 0 }));
const fresh = emulatedTokenInFile(file(Number(number)), {
  storeMs: 1,
  reportMs: 0,
  ...(box.some(({ serial }) => serial === Number(number)) ? {} : { serial: Number(number) }),
});
box.push(fresh);

/** The server has everything, and has shown of each token what only it can. */
const allShown = () =>
  until(async () => {
    const { waiting, sending } = await at.ask('sync/state');
    const lane = await at.ask('reprogram/current');
    return waiting === 0 && !sending && lane?.spares.every(({ proof }) => proof !== null);
  });

const at = await deskAtWork({ directory, trial: { crashPoint: crash.crashPoint, emulatedTokens: () => box } });
const left = await at.ask('reprogram/current');
if (left === null) await begin(at);
else await at.ask('reprogram/run');
for (const token of box) {
  const known = left?.spares.find(({ serial }) => serial === String(token.serial));
  if (token !== fresh && known?.stage !== 'done') await through(at, token);
}
await allShown();
crash.begin();
await through(at, fresh);
await allShown();
await at.desk.close();
crash.end();
