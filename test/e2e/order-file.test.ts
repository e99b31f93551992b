import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { press, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';
import { serverWire } from './server-wire.ts';

/*
 * An order that comes with the vendor's file, and a box that is called back:
 * 1. A file with a token twice is looked at: what is wrong and where is said, and nothing can be received.
 * 2. The right file is looked at and received; the shelf has its tokens with their seeds, and the server has the record.
 * 3. Two of them are packed for Oslo and sent; the box is called back, and its tokens lie on the shelf again.
 * 4. The paper that goes with it has a code for each token. Each screen is looked at by axe, in light and in dark.
 */
let house: House;
let madrid: OpenApp;
const folder = mkdtempSync(join(tmpdir(), 'keydesk-order-'));
const drawer = join(folder, 'drawer');
const line = (serial: string) => `UBOM${serial}_1,3132333435363738393031323334353637383930,hotp,6`;
const serials = ['31000001', '31000002', '31000003'] as const;

beforeAll(async () => {
  mkdirSync(drawer);
  for (const serial of serials) emulatedTokenInFile(join(drawer, `${serial}.json`), { serial: Number(serial) });
  house = await newHouse();
  madrid = await house.open({ KEYDESK_EMULATED_TOKENS: drawer });
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

const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 2, name });
const goTo = async (page: Page, tab: string) => {
  await page.getByRole('link', { name: 'Stock', exact: true }).click();
  await page.getByRole('navigation', { name: 'Parts of stock' }).getByRole('link', { name: tab, exact: true }).click();
};
const markedTab = (page: Page) =>
  page.getByRole('navigation', { name: 'Parts of stock' }).locator('[aria-current=page]').textContent();

/** Until the button has the focus: then Enter is for what comes next. */
const focused = (name: string) =>
  madrid.page.getByRole('button', { name, exact: true }).and(madrid.page.locator(':focus')).waitFor();
/** What is said to whoever listens instead of looking. */
const heard = (words: string) =>
  expect
    .poll(async () => (await madrid.page.locator('[data-live-announcer]').allTextContents()).join())
    .toContain(words);

/** What the person chooses in the system's dialog. */
async function choose(name: string, content: string): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, content);
  await madrid.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
  await madrid.page.getByRole('button', { name: /^Choose (a|another) file$/ }).click();
  await madrid.page.locator('.chosen-file', { hasText: name }).waitFor();
}

test('an order is received by its file: what is wrong is said first, then all of it lies on the shelf', async () => {
  const { page } = madrid;
  // 1
  await goTo(page, 'Receive');
  await press(page, 'By the vendor’s file');
  await title(page, 'Receive an order by its file').waitFor();
  expect(await markedTab(page)).toBe('Receive');
  await page.getByRole('textbox', { name: 'Order number' }).fill('PO 4711');
  await choose('twice.csv', [...serials.map((serial) => line(serial)), line(serials[0])].join('\n'));
  await lookAt(page, 'order-chosen');
  await focused('See what would happen');
  await page.keyboard.press('Enter');
  await page.getByText('Line 4: its serial is in the file twice').waitFor();
  expect(await page.getByRole('button', { name: /^Receive \d/ }).count()).toBe(0);
  await lookAt(page, 'order-faults');
  // 2
  await choose('vendor.csv', serials.map((serial) => line(serial)).join('\n'));
  await focused('See what would happen');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '3 tokens would lie on the shelf' }).waitFor();
  await focused('Receive 3 tokens');
  await heard('3 tokens would lie on the shelf');
  await lookAt(page, 'order-foreseen');
  await press(page, 'Receive 3 tokens');
  await title(page, '3 tokens are on the shelf of Madrid').waitFor();
  await page.getByText('Recorded, and the server has it.').waitFor();
  await lookAt(page, 'order-done');
  const shelf = await ask(page, 'stock/shelf', { office: 'madrid' });
  expect(shelf.tokens.map(({ serial, state, hasSeed }) => [serial, state, hasSeed])).toEqual(
    serials.map((serial) => [serial, 'in stock', true]),
  );
  await page.getByRole('link', { name: /^Read (the )?record/ }).click();
  await page.getByText('Seeds of the file').waitFor();
});

test('a box is called back before it arrives, and the paper has a code for each token', async () => {
  const { page } = madrid;
  // 3
  await goTo(page, 'Shipments');
  await press(page, 'Pack a box');
  await title(page, 'Pack for Oslo').waitFor();
  expect(await markedTab(page)).toBe('Shipments');
  for (const serial of serials.slice(0, 2)) {
    await ask(page, 'practice/plug-in', { serial });
    await page.locator('.stock-heard', { hasText: serial }).getByText('In the box').waitFor();
    await ask(page, 'practice/pull-out', { serial });
  }
  await press(page, 'Send to Oslo');
  await title(page, '2 tokens are on their way to Oslo').waitFor();
  await goTo(page, 'Shipments');
  await page.getByRole('row').filter({ hasText: 'Madrid to Oslo' }).click();
  await page.getByRole('button', { name: 'Call it back' }).click();
  await page.getByRole('dialog', { name: 'Have you the box again?' }).waitFor();
  expect(await markedTab(page)).toBe('Shipments');
  await lookAt(page, 'call-back-asked');
  await press(page, 'I have it: call it back');
  await page.getByText('Called back', { exact: true }).first().waitFor();
  await lookAt(page, 'call-back-done');
  expect((await ask(page, 'stock/shelf', { office: 'madrid' })).tokens).toHaveLength(3);
  // 4
  await press(page, 'Print the manifest');
  const codes = page.getByRole('img', { name: 'The serial number as a QR code' });
  await codes.first().waitFor();
  await expect.poll(() => codes.count()).toBe(2);
  await lookAt(page, 'call-back-manifest');
  await goTo(page, 'Shelf');
  await press(page, 'Print the shelf label');
  const sheet = page.locator('.sheet-place');
  await sheet.waitFor();
  await lookAt(page, 'shelf-label');
  const [shown, room] = [await sheet.boundingBox(), await page.locator('.paper-preview').boundingBox()];
  expect((shown?.y ?? 0) + (shown?.height ?? 0)).toBeLessThan((room?.y ?? 0) + (room?.height ?? 0));
});
