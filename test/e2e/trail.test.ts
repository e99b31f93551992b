import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heading, issueTo, press, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';

/*
 * 1. A token is issued; once the server has signed its log, the desk shows that it keeps it and that the record is in it.
 * 2. The server comes back from a backup: the desk says so on its first page and leads to what to do.
 * 3. A person settles it, and the desk keeps the log again.
 * Each screen is looked at by axe, in light and in dark.
 */
const main = new URL('../../server/main.ts', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'keydesk-trail-'));
let house: House;
let open: OpenApp;
let exported = 0;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await open.page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(open.page);
});
afterAll(async () => {
  await house?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** The server signs the head of its log when a bundle is taken from it. */
async function checkpoint(): Promise<void> {
  exported += 1;
  const words = [main, 'export', 'bundle', join(folder, `${exported}.jsonl`), '--data', house.server.data];
  const run = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  await asked();
}

/** The desk has asked a server that may just have been away. */
async function asked(): Promise<void> {
  for (let time = 0; time < 200; time += 1) {
    if ((await ask(open.page, 'sync/send-now')).problem === null) return;
    await open.page.waitForTimeout(200);
  }
  throw new Error('the server does not answer');
}

const look = (screen: string) => lookAt(open.page, screen);

test('shows what it keeps of the log, and where a record is in it', async () => {
  const { page } = open;
  await issueTo(page, 'Amara Okafor');
  await press(page, 'Back to the desk');
  await checkpoint();
  await page.getByRole('link', { name: 'Records', exact: true }).first().click();
  await page.getByText(/^(\d+) of \1 records? (is|are) proven to be in it/).waitFor();
  await page.getByText('Countersigned by this desk').waitFor();
  await look('log');
  await page.getByRole('row', { name: /Amara Okafor/ }).press('Enter');
  await page.getByText(/^At place \d+, proven by the checkpoint of \d+ entries/).waitFor();
  await look('record');
});

test('says that the server came back from a backup, and goes on once a person has settled it', async () => {
  const { page } = open;
  const copy = join(folder, 'copy');
  await house.server.kill();
  cpSync(house.server.data, copy, { recursive: true });
  await house.server.start();
  house.server.code();
  await checkpoint();
  await house.server.kill();
  rmSync(house.server.data, { recursive: true, force: true });
  cpSync(copy, house.server.data, { recursive: true });
  await house.server.start();
  await asked();
  await press(page, /All records/);
  await page.getByRole('link', { name: 'Desk', exact: true }).first().click();
  await page.getByRole('link', { name: /The server's log is not the one this desk kept/ }).click();
  await heading(page, 'Records').waitFor();
  await page
    .getByText(/^The server's log is shorter than it was/)
    .first()
    .waitFor();
  await look('contradiction');
  await press(page, 'Settle it…');
  await page.getByRole('dialog', { name: 'Why is the log another one?' }).waitFor();
  await look('settle');
  await page.getByRole('textbox', { name: 'What happened' }).fill('Restored from Tuesday, said the house.');
  await press(page, 'Settle it');
  await page.getByRole('button', { name: 'Settle it…' }).waitFor({ state: 'detached' });
  house.server.code();
  await checkpoint();
  await page.getByText(/^(\d+) of \1 records? (is|are) proven to be in it/).waitFor();
  expect((await ask(page, 'trail/state')).contradiction).toBeNull();
  expect(open.complaints).toEqual([]);
});
