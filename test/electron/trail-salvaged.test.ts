import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { vaultFile } from '../../electron/vault/database.ts';
import { type DeskAtWork, deskAtWork, until } from './desk-at-work.ts';
import { houseDesk } from './house-desk.ts';
import { type LogHouse, logHouse } from './log-house.ts';

let log: LogHouse;
let desk: DeskAtWork | undefined;
beforeEach(async () => {
  log = await logHouse();
});
afterEach(async () => {
  await desk?.desk.close();
  desk = undefined;
  await log.close();
});

/** What a desk says of the log that watched it, and whose vault broke then and was put back from beside it. */
async function salvaged(lose: (directory: string) => void, isRolledBack = false) {
  const at = await houseDesk(log.house);
  const putBack = isRolledBack ? await log.backUp() : undefined;
  await log.act(30);
  await log.checkpoint();
  const { kept } = await looked(at);
  await at.desk.close();
  await putBack?.();
  const file = vaultFile(at.directory);
  writeFileSync(file, Buffer.from(readFileSync(file)).fill(0xa5, 4096));
  lose(at.directory);
  desk = await deskAtWork({ directory: at.directory });
  expect((await desk.ask('app/state')).failure).toMatchObject({ code: 'vault/corrupt' });
  await desk.ask('vault/salvage');
  return { kept, before: await desk.ask('trail/state'), after: await looked(desk) };
}

async function looked(at: DeskAtWork) {
  await until(async () => ((await at.ask('sync/send-now')).problem === null ? true : undefined));
  return at.ask('trail/state');
}

const nothingLost = () => {};
const ownCopy = (directory: string) => join(directory, 'checkpoint.kept');

test('a vault that was put back goes on from the checkpoint that its station signed last', async () => {
  const { kept, before, after } = await salvaged(nothingLost);
  expect(before).toMatchObject({ kept: { size: kept?.size }, watchedAnew: null });
  expect(after).toMatchObject({ kept: { size: kept?.size }, contradiction: null });
});

test('a vault that was put back sees that the server came back from a backup meanwhile', async () => {
  const { kept, after } = await salvaged(nothingLost, true);
  expect(after.contradiction).toMatchObject({ what: 'rolled back', keptSize: kept?.size });
});

test.each([
  ['is lost', (directory: string) => rmSync(ownCopy(directory))],
  [
    'has no signature of this station',
    (directory: string) => {
      const note = readFileSync(ownCopy(directory), 'utf8');
      writeFileSync(ownCopy(directory), note.trimEnd().split('\n').slice(0, -1).join('\n').concat('\n'));
    },
  ],
])('a vault that was put back says that it watches the log anew when what it kept %s', async (_, lose) => {
  const { before, after } = await salvaged(lose);
  expect(before).toMatchObject({ kept: null, watchedAnew: expect.stringMatching(/^20/) });
  expect(after).toMatchObject({ watchedAnew: before.watchedAnew, contradiction: null });
  expect(after.kept?.since).toBe(after.kept?.keptAt);
});
