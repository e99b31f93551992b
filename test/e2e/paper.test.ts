import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readReceiptCode } from '../../domain/paper/receipt-code.ts';
import { emulatedTokenInFile } from '../../native/emulator/state-file.ts';
import { heading, issueTo, press, setUpDesk, tick, unlock } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { drawn } from './look.ts';
import { serverWire } from './server-wire.ts';

/*
 * 1. A token is issued; from its receipt step the paper is shown in the holder's language, and saved as PDF.
 * 2. The PDF is measured, read, and its code compared with the record.
 * 3. Another paper and language are chosen; the choice of paper is kept.
 * 4. The token's label is saved at a roll's size and at one of one's own.
 * 5. A shipment is sent, and its manifest saved; then the label of the shelf it left, and one for each token on it.
 * 6. Printing asks the system's dialog for the very size; without a printer, or an answer, the screen says what to do.
 */
const person = 'Amara Okafor';
const folder = mkdtempSync(join(tmpdir(), 'keydesk-paper-'));
const chosen = join(folder, 'paper.pdf');
const drawer = join(folder, 'drawer');
const packed = '40000001';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await open.page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(open.page);
  await issueTo(open.page, person);
  await saveTo(chosen);
  mkdirSync(drawer);
  emulatedTokenInFile(join(drawer, `${packed}.json`), { serial: Number(packed) });
});
afterAll(async () => {
  await house?.end();
  rmSync(folder, { recursive: true, force: true });
});

const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' });
/** How many pages of which size. */
const pagesOf = () =>
  /Pages: +(\d+)[\s\S]*Page size: +([\d.]+ x [\d.]+) pts/.exec(run('pdfinfo', chosen))?.slice(1).join(' of ');
const textOf = () => run('pdftotext', '-layout', chosen, '-').replace(/[ \t]+/g, ' ');

function codeOf(): string {
  run('pdftoppm', '-r', '300', '-png', '-singlefile', chosen, join(folder, 'page'));
  return run('zbarimg', '--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', join(folder, 'page.png')).trim();
}

async function saveTo(path: string): Promise<void> {
  await open.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
}

/** Puts four tokens on the shelf of Nairobi and sends one of them to Oslo; answers the shipment's id. */
async function sendFromNairobi(page: Page): Promise<string> {
  const order = await ask(page, 'stock/open', { kind: 'receive', office: 'nairobi' });
  for (const line of [packed, '40000002', '40000003', '40000004'])
    await ask(page, 'stock/scan', { id: order.id, line });
  await ask(page, 'stock/close', { id: order.id, lost: [], taken: [] });
  const box = await ask(page, 'stock/open', { kind: 'pack', office: 'nairobi', to: 'oslo' });
  const { presence } = await ask(page, 'practice/plug-in', { serial: packed });
  const isThere = async () =>
    (await ask(page, 'tokens/attached')).tokens.some(({ token }) => token.presence === presence);
  await expect.poll(isThere).toBe(true);
  await ask(page, 'stock/touch', { id: box.id, presence });
  return (await ask(page, 'stock/close', { id: box.id, lost: [], taken: [] })).shipment ?? '';
}

async function save(): Promise<void> {
  rmSync(chosen, { force: true });
  await press(open.page, 'Save as PDF');
  // That an earlier one was saved may still stand there.
  await expect.poll(() => existsSync(chosen) && readFileSync(chosen, 'latin1').trimEnd().endsWith('%%EOF')).toBe(true);
  await open.page.getByText('Saved.').waitFor();
}

async function findings(): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: open.page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

test('shows the receipt from its step in the ceremony, and saves it as it is shown', async () => {
  const { page } = open;
  await press(page, 'Print receipt');
  await heading(page, 'Receipt').waitFor();
  await page.getByText('Never tell anybody a code').waitFor();
  for (const theme of ['light', 'dark'] as const) {
    await ask(page, 'app/set-settings', { theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    await drawn(page);
    expect(await findings(), theme).toEqual([]);
  }
  await save();
  expect(pagesOf()).toBe('1 of 595.28 x 841.89');
  for (const part of ['This token belongs to', person, 'anna']) expect(textOf()).toContain(part);
  const [record] = (await ask(page, 'records/list', { query: '', limit: 1 })).rows;
  const { contentHash } = await ask(page, 'records/get', { id: record?.id ?? '' });
  expect(readReceiptCode(codeOf())).toMatchObject({ record: record?.id, contentHash });
});

test('prints on the paper and in the language that are chosen, and keeps the paper', async () => {
  const { page } = open;
  await tick(page, 'radio', 'Letter');
  await tick(page, 'radio', 'Deutsch');
  await page.getByText('Verraten Sie niemandem einen Code').waitFor();
  await save();
  expect(pagesOf()).toBe('1 of 612 x 792');
  expect(textOf()).toContain('Dieser Token gehört');
  await page.keyboard.press('Escape');
  await heading(page, `${person} has the token`).waitFor();
  await expect.poll(async () => (await ask(page, 'app/state')).settings.paper.page).toBe('letter');
});

test('saves the label of a token at the size of a roll, and at any other', async () => {
  const { page } = open;
  const [token] = (await ask(page, 'tokens/list', { query: '', limit: 1 })).rows;
  await press(page, 'Back to the desk');
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await page.getByRole('row').filter({ hasText: person }).first().click();
  await press(page, 'Print a label');
  await heading(page, 'Token label').waitFor();
  await save();
  expect(pagesOf()).toBe('1 of 175.75 x 82.2');
  expect(codeOf()).toBe(token?.serial);
  await page.getByRole('button', { name: /Label/ }).click();
  await page.getByRole('option', { name: 'Own size' }).click();
  await page.getByRole('textbox', { name: 'Width in mm' }).fill('7');
  await page.getByText('From 20 to 210 mm a side.').waitFor();
  await page.getByRole('textbox', { name: 'Width in mm' }).fill('57.5');
  await page.getByRole('textbox', { name: 'Height in mm' }).fill('31,7');
  await save();
  expect(pagesOf()).toBe('1 of 162.99 x 89.86');
  expect(await findings()).toEqual([]);
});

test('prints the manifest of a shipment and the labels of a shelf', async () => {
  await open.quit();
  open = await house.open({ KEYDESK_EMULATED_TOKENS: drawer });
  const { page } = open;
  await unlock(page);
  await heading(page, 'Ready for the next person').waitFor();
  await saveTo(chosen);
  const wire = await serverWire(house);
  for (const name of ['Nairobi', 'Oslo']) {
    await wire.ask({ method: 'POST', path: `/trust/offices/${name.toLowerCase()}`, parameters: { name } });
  }
  wire.close();
  await ask(page, 'sync/send-now');
  const shipment = await sendFromNairobi(page);
  await page.goto(`${page.url().split('#')[0]}#/stock/shipment/${shipment}`);
  await press(page, 'Print the manifest');
  await heading(page, 'Shipment manifest').waitFor();
  expect(await findings()).toEqual([]);
  await save();
  expect(pagesOf()).toBe('1 of 612 x 792');
  for (const part of ['Shipment of 1 token', 'Nairobi', 'Oslo', 'Page 1 of 1', packed.replace(/(?=\d{4}$)/, ' ')])
    expect(textOf()).toContain(part);
  expect(codeOf().split('\n').sort()).toEqual([shipment, packed].sort());

  await page.goto(`${page.url().split('#')[0]}#/paper/shelf-label/nairobi`);
  await heading(page, 'Shelf label').waitFor();
  await save();
  expect(pagesOf()).toBe('1 of 162.99 x 89.86');
  expect(textOf()).toContain('3 tokens on');
  await tick(page, 'radio', 'Each token');
  await save();
  expect(pagesOf()).toBe('3 of 162.99 x 89.86');
  expect(await findings()).toEqual([]);
});

test('asks the system to print at the very size, and says what to do when there is no printer', async () => {
  const { page, app } = open;
  const asked = await app.evaluateHandle(({ BrowserWindow }) => {
    const seen: unknown[] = [];
    const [window] = BrowserWindow.getAllWindows();
    const answers = [
      [false, 'Print job canceled'],
      [false, 'Failed to enumerate printers'],
      [true, ''],
    ] as const;
    // The fourth time nothing answers: the dialog stays open, or never came.
    if (window !== undefined) {
      window.webContents.print = (options, done) => {
        const answer = answers[seen.push(options) - 1];
        if (answer !== undefined) done?.(answer[0], answer[1]);
      };
    }
    return seen;
  });
  await press(page, 'Print');
  await press(page, 'Print');
  await page.getByText('This computer knows no printer.', { exact: true }).waitFor();
  await press(page, 'Print');
  await page.getByText('Handed to the printer.').waitFor();
  await press(page, 'Print');
  await page.getByText('The print dialog of this computer is open.').waitFor();
  await save();
  expect(await asked.jsonValue()).toEqual(
    Array(4).fill({
      silent: false,
      printBackground: true,
      margins: { marginType: 'none' },
      pageSize: { width: 57_500, height: 31_700 },
    }),
  );
  expect(open.complaints).toEqual([]);
});
