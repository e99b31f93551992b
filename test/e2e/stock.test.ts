import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { heading, makeVault, press, setUpDesk, signIn, tick, unlock } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';
import { serverWire } from './server-wire.ts';

/*
 * Tokens on their way from the vendor to two offices:
 * 1. An order is received at Madrid: three tokens are plugged in, one is scanned; the shelf has four.
 * 2. The shelf is counted, the power goes in the middle, one is missing and is reported so.
 * 3. Two of the others are packed for Oslo by touch; what nobody knows is refused, and the box is sent.
 * 4. The desk at Oslo unpacks one of the two and one that is not on the manifest: the differences are shown and recorded.
 * 5. The late one arrives after all. Somebody finds a token, and is told what it is.
 * Each screen is looked at by axe, in light and in dark.
 */
const serials = ['30000001', '30000002', '30000003', '30000004', '30000005'] as const;
const [first, second, third, fourth, stranger] = serials;
let house: House;
let madrid: OpenApp;
let oslo: OpenApp;
const folder = mkdtempSync(join(tmpdir(), 'keydesk-stock-'));
const drawer = join(folder, 'drawer');
const environment = { KEYDESK_EMULATED_TOKENS: drawer };

beforeAll(async () => {
  mkdirSync(drawer);
  for (const serial of serials) emulatedTokenInFile(join(drawer, `${serial}.json`), { serial: Number(serial) });
  house = await newHouse();
  madrid = await house.open(environment);
  await madrid.page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(madrid.page);
  const wire = await serverWire(house);
  for (const name of ['Madrid', 'Oslo']) {
    await wire.ask({ method: 'POST', path: `/trust/offices/${name.toLowerCase()}`, parameters: { name } });
  }
  wire.close();
  await ask(madrid.page, 'sync/send-now');
});
afterAll(async () => {
  await house?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** The controller has read the guidelines at the first desk, and the server tells the second so. */
async function joinAtSecondDesk(page: Page): Promise<void> {
  await makeVault(page);
  await signIn(page);
  await heading(page, 'Ready for the next person').waitFor();
}

const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 2, name });
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const goTo = async (page: Page, tab: string) => {
  await page.getByRole('link', { name: 'Stock', exact: true }).click();
  await page.getByRole('navigation', { name: 'Parts of stock' }).getByRole('link', { name: tab, exact: true }).click();
};
/** Plugged in, said so, and pulled out. */
async function touch(page: Page, serial: string, said: string | RegExp): Promise<void> {
  await ask(page, 'practice/plug-in', { serial });
  await page.locator('.stock-heard', { hasText: serial }).getByText(said).waitFor();
  await ask(page, 'practice/pull-out', { serial });
}
const choose = async (page: Page, label: RegExp, option: string) => {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

test('an order is received by port and scanner, and lies on the shelf', async () => {
  const { page } = madrid;
  // 1
  await goTo(page, 'Receive');
  await lookAt(page, 'receive-begin');
  await press(page, /^Receive an order/);
  await title(page, 'Receive at Madrid').waitFor();
  for (const serial of [first, second, third]) await touch(page, serial, 'Added');
  await touch(page, second, 'Already in it');
  const scanner = page.getByRole('textbox', { name: /Scan or type a serial/ });
  await scanner.fill('4006381333931');
  await scanner.press('Enter');
  await page
    .locator('.stock-heard')
    .getByText(/article's barcode/)
    .waitFor();
  await scanner.fill(`S/N 00${fourth}`);
  await scanner.press('Enter');
  await page.locator('.stock-heard', { hasText: fourth }).getByText('Added').waitFor();
  await page.getByRole('textbox', { name: 'Order number' }).fill('PO 4711');
  await lookAt(page, 'receive');
  await press(page, 'Put them on the shelf');
  await title(page, '4 tokens are on the shelf of Madrid').waitFor();
  await lookAt(page, 'receive-done');
  await page.getByRole('link', { name: 'To the shelf' }).click();
  await row(page, first).waitFor();
  await expect.poll(() => page.getByRole('row').count()).toBe(5);
  await lookAt(page, 'shelf');
});

test('a count goes on after the power went, and what is missing is decided on', async () => {
  const { page } = madrid;
  // 2
  await goTo(page, 'Count');
  await press(page, /^Begin to count/);
  await title(page, 'Count the shelf of Madrid').waitFor();
  await touch(page, first, 'There');
  await madrid.kill();
  madrid = await house.open(environment);
  await madrid.page.emulateMedia({ reducedMotion: 'reduce' });
  await unlock(madrid.page);
  await goOn(madrid.page);
});

async function goOn(page: Page): Promise<void> {
  await goTo(page, 'Count');
  await page.getByRole('link', { name: 'Count at Madrid' }).click();
  await page.getByText('1 of 4').waitFor();
  for (const serial of [second, third]) await touch(page, serial, 'There');
  await lookAt(page, 'count');
  await press(page, 'Compare');
  await title(page, 'What differs at Madrid').waitFor();
  await tick(page, 'checkbox', `${fourth}: report missing`);
  await lookAt(page, 'count-differences');
  await press(page, 'Record the count');
  await title(page, /The count of Madrid is recorded/).waitFor();
}

test('a box is packed and sent, and nothing goes in it that nobody knows', async () => {
  const { page } = madrid;
  // 3
  await goTo(page, 'Shipments');
  await press(page, 'Pack a box');
  await title(page, 'Pack for Oslo').waitFor();
  for (const serial of [first, second]) await touch(page, serial, 'In the box');
  await touch(page, stranger, /Nobody knows this token/);
  await lookAt(page, 'pack');
  await press(page, 'Send to Oslo');
  await title(page, '2 tokens are on their way to Oslo').waitFor();
  await lookAt(page, 'pack-done');
  await goTo(page, 'Shipments');
  await row(page, 'Madrid to Oslo').waitFor();
  await lookAt(page, 'shipments');
  await ask(page, 'sync/send-now');
});

test('the box is unpacked at the other desk with its differences, and the late one is taken too', async () => {
  // 4
  const file = join(folder, 'code');
  writeFileSync(file, house.server.code(), { mode: 0o600 });
  oslo = await house.open({ ...environment, KEYDESK_DATA: join(folder, 'oslo'), KEYDESK_ENROLMENT_FILE: file });
  const there = oslo.page;
  await there.emulateMedia({ reducedMotion: 'reduce' });
  await joinAtSecondDesk(there);
  await ask(there, 'sync/send-now');
  await goTo(there, 'Shipments');
  await row(there, 'Madrid to Oslo').click();
  await lookAt(there, 'shipment');
  await press(there, 'Unpack it');
  await title(there, 'Unpack what came from Madrid').waitFor();
  await touch(there, first, 'Arrived');
  await touch(there, third, /on the shelf of Madrid/);
  await press(there, 'Compare');
  await title(there, 'What differs from the manifest').waitFor();
  await lookAt(there, 'arrive-differences');
  await press(there, 'Record what arrived');
  await there.getByRole('link', { name: 'See the shipment' }).click();
  await there.getByText('1 still on its way').waitFor();
  await there.getByText('Not on the manifest').waitFor();

  // 5
  await press(there, 'Unpack it');
  await touch(there, second, 'Arrived');
  await press(there, 'Compare');
  await title(there, 'Everything on the manifest is here').waitFor();
  await press(there, 'Record what arrived');
  await title(there, /1 token has arrived at Oslo/).waitFor();
});

test('a found token is told whose it is and what to do with it', async () => {
  const there = oslo.page;
  await goTo(there, 'Found token');
  await lookAt(there, 'found-begin');
  await there.getByRole('textbox', { name: 'Serial on the token' }).fill('S/N 3000 0004');
  await press(there, 'Look it up');
  await there.getByText('It belongs to nobody.').waitFor();
  await there.getByText(/It is refused everywhere/).waitFor();
  await lookAt(there, 'found');
  await ask(there, 'practice/plug-in', { serial: first });
  await there.getByRole('heading', { level: 2 }).filter({ hasText: first }).waitFor();
  await there.getByText(/It belongs on the shelf of Oslo/).waitFor();
  await goTo(there, 'Shelf');
  await choose(there, /Office/, 'Oslo');
  await row(there, third).waitFor();
  await lookAt(there, 'shelf-oslo');
  await ask(there, 'sync/send-now');
});
