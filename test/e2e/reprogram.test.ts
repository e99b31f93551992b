import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LaneView } from '../../domain/contract/reprogram.ts';
import { AccessCode, Seed } from '../../domain/secret.ts';
import { systemClock } from '../../native/clock.ts';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { openYubikey } from '../../native/yubikey/session.ts';
import { hotpConfiguration } from '../../native/yubikey/slot-layout.ts';
import { codeAwaited, press, setUpDesk, tick, unlock } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';
import { serverWire } from './server-wire.ts';

/*
 * A box of five spares, put back on the shelf without a mouse once the lane is begun:
 * 1. The lane is begun for five; the first token goes through, is proven by a touch and shown by the server.
 * 2. Two on a hub at once, each touched; the first comes again and is caught.
 * 3. The power goes while one waits for its touch: after the start the lane rests, is gone on with by Enter, and the token
 *    proves itself with what it was given before.
 * 4. The last one has an access code from elsewhere: it is asked for, typed, and the token written; the box is finished,
 *    with its summary and the way to the labels.
 * Each screen is looked at by axe, in light and in dark.
 */
const serials = ['20000001', '20000002', '20000003', '20000004', '20000005'] as const;
const [first, second, third, fourth, locked] = serials;
let house: House;
let open: OpenApp;
const drawer = mkdtempSync(join(tmpdir(), 'keydesk-drawer-'));
const environment = { KEYDESK_EMULATED_TOKENS: drawer };

beforeAll(async () => {
  for (const serial of serials) await makeToken(serial);
  house = await newHouse();
  open = await house.open(environment);
  await open.page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(open.page);
  const wire = await serverWire(house);
  await wire.ask({ method: 'POST', path: '/trust/offices/madrid', parameters: { name: 'Madrid' } });
  wire.close();
  await ask(open.page, 'sync/send-now');
});
afterAll(async () => {
  await house?.end();
  rmSync(drawer, { recursive: true, force: true });
});

/** A token in the drawer; one of them was locked elsewhere. */
async function makeToken(serial: string): Promise<void> {
  const token = emulatedTokenInFile(join(drawer, `${serial}.json`), { serial: Number(serial) });
  if (serial !== locked) return;
  token.powerUp();
  const session = await openYubikey(token.connect(), systemClock);
  const newAccessCode = new AccessCode(new TextEncoder().encode('locked'));
  await session.writeSlot(1, hotpConfiguration({ seed: new Seed(randomBytes(20)), digits: 6, newAccessCode }));
  token.powerDown();
}

const prompt = (page: Page, name: string) => page.getByRole('heading', { level: 2, name });
const row = (page: Page, serial: string) => page.getByRole('row').filter({ hasText: serial });
const insert = (page: Page, serial: string) => ask(page, 'practice/plug-in', { serial });
const pull = (page: Page, serial: string) => ask(page, 'practice/pull-out', { serial });

async function toTheLane(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Stock', exact: true }).click();
  await page.getByRole('link', { name: 'Reprogram', exact: true }).click();
}

async function lane(page: Page): Promise<LaneView> {
  const now = await ask(page, 'reprogram/current');
  if (now === null) throw new Error('a lane is there');
  return now;
}

/** Inserts a token, touches it when the screen asks for it, and pulls it out. */
async function through(page: Page, serial: string): Promise<void> {
  await insert(page, serial);
  await prompt(page, 'Touch the token').waitFor();
  await codeAwaited(page);
  await ask(page, 'practice/touch', { slot: 1, serial });
  await row(page, serial).getByText('In stock').waitFor();
  await pull(page, serial);
}

test('a box goes back on the shelf: one by one, two at once, over a power cut, to its summary', async () => {
  let { page } = open;
  await toTheLane(page);
  await prompt(page, 'Put spares back on the shelf').waitFor();
  await lookAt(page, 'reprogram-start');
  await page.getByRole('textbox', { name: 'How many are in the box' }).fill('none');
  await page.keyboard.press('Enter');
  await page.getByText('Type a number from 1 to 1000, or nothing.').waitFor();
  await page.getByRole('textbox', { name: 'How many are in the box' }).fill('5');
  await tick(page, 'checkbox', /^Write over what others put/);
  await page.getByRole('textbox', { name: 'How many are in the box' }).press('Enter');

  await prompt(page, 'Insert the first token').waitFor();
  await page.getByText('0 of 5').waitFor();
  await insert(page, first);
  await prompt(page, 'Touch the token').waitFor();
  await lookAt(page, 'reprogram-touch');
  await page.getByRole('textbox', { name: 'Code of the token' }).focus();
  await ask(page, 'practice/touch', { slot: 1, serial: first });
  await row(page, first).getByText('New one alive').waitFor();
  await prompt(page, 'Take out what is done, insert the next token').waitFor();
  await pull(page, first);
  await prompt(page, 'Insert the next token').waitFor();
  await page.getByText('1 of 5').waitFor();

  await insert(page, second);
  await insert(page, third);
  await prompt(page, 'Touch the marked tokens, one after the other').waitFor();
  await insert(page, first);
  await page.getByText('This one is done already, no. 1').waitFor();
  await lookAt(page, 'reprogram-hub');
  await page.getByRole('textbox', { name: 'Code of the token' }).focus();
  await ask(page, 'practice/touch', { slot: 1, serial: third });
  await row(page, third).getByText('In stock').waitFor();
  expect((await lane(page)).spares.find(({ serial }) => serial === second)?.stage).toBe('written');
  await ask(page, 'practice/touch', { slot: 1, serial: second });
  await row(page, second).getByText('In stock').waitFor();
  for (const serial of [first, second, third]) await pull(page, serial);

  await insert(page, fourth);
  await prompt(page, 'Touch the token').waitFor();
  await open.kill();
  open = await house.open(environment);
  page = open.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await unlock(page);
  await toTheLane(page);
  await prompt(page, 'The lane rests').waitFor();
  await page.getByText('3 of 5').waitFor();
  await lookAt(page, 'reprogram-rests');
  await prompt(page, 'The lane rests').focus();
  await page.keyboard.press('Enter');
  await prompt(page, 'Insert the next token').waitFor();
  await through(page, fourth);

  await insert(page, locked);
  await prompt(page, 'Put this token aside, insert the next one').waitFor();
  await lookAt(page, 'reprogram-locked');
  await page.getByLabel('Access code of the slot').fill('6c6f636b6564');
  await page.keyboard.press('Enter');
  await prompt(page, 'Touch the token').waitFor();
  await page.getByRole('textbox', { name: 'Code of the token' }).focus();
  await ask(page, 'practice/touch', { slot: 1, serial: locked });
  await row(page, locked).getByText('In stock').waitFor();
  await pull(page, locked);
  await prompt(page, 'The whole box is done').waitFor();
  await prompt(page, 'The whole box is done').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Finish this box?' }).waitFor();
  await lookAt(page, 'reprogram-finish');
  await page.getByRole('dialog').getByRole('button', { name: 'Finish' }).press('Enter');
  await prompt(page, '5 tokens are back on the shelf of Madrid').waitFor();
  await page.getByText('The server has shown of 5 that their codes are alive; they had none before.').waitFor();
  await lookAt(page, 'reprogram-done');
  await press(page, 'Print shelf labels');
  expect(page.url()).toContain('/paper/shelf-label/madrid');
  expect(open.complaints).toEqual([]);
});
