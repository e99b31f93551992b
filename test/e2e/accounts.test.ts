import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { codeAwaited, fieldFocused, heading, press, setUpDesk, tick } from './actions.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';
import { administrator, serverWire } from './server-wire.ts';

/*
 * An administrator looks after people and their tokens, each screen looked at by axe in light and dark:
 *  1. without signing in, the people of the desk are there as before
 *  2. signed in, somebody of another realm of names is found as one types, by keyboard alone
 *  3. a locked token: its failures are reset, it is found again by two codes, gets a PIN, and logs in
 *  4. a lost token: the password is told once, on the screen and in a letter, and logs in behind the PIN
 *  5. revoked for good, by typing the serial's end
 *  6. a token of the stock is assigned; a new one is enrolled and its key shown once
 *  7. a policy refuses, and is named
 */
const seed = Buffer.from('12345678901234567890');
const serial = 'OATH00445566';
const stock = 'UBOM12345678_1';
const code = (counter: number) => hotp(seed, counter);
let house: House;
let open: OpenApp;
let page: Page;
let wire: Awaited<ReturnType<typeof serverWire>>;

beforeAll(async () => {
  house = await newHouse();
  wire = await serverWire(house);
  const otpkey = seed.toString('hex');
  const owner = { user: 'amara.okafor', realm: 'office' };
  await wire.ask({ method: 'POST', path: '/token/init', parameters: { serial, otpkey, ...owner } });
  await wire.ask({ method: 'POST', path: '/token/init', parameters: { serial: stock, otpkey } });
  for (let wrong = 0; wrong < 10; wrong += 1) await check('000000');
  open = await house.open();
  page = open.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(page);
});
afterAll(async () => {
  wire?.close();
  await house?.end();
});

/** What the server says to a code of the token. */
async function check(pass: string): Promise<unknown> {
  const parameters = { serial, pass };
  return (await wire.ask({ method: 'POST', path: '/validate/check', parameters })).value;
}

const dialog = () => page.getByRole('dialog');
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
const focused = () => page.evaluate(() => document.activeElement?.textContent);

/** The letter over what told the secret: looked at, saved as PDF, and gone again. */
async function savesTheLetter(secret: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-letter-'));
  const file = join(folder, 'letter.pdf');
  await open.app.evaluate(({ dialog: shell }, path) => {
    shell.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, file);
  await inDialog('Print a letter');
  const title = page.getByRole('heading', { name: 'Letter', exact: true });
  await title.waitFor();
  await look('the letter');
  await press(page, 'Save as PDF');
  await page.getByText('Saved.').waitFor();
  const read = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' });
  expect(read('pdftotext', file, '-')).toContain(secret);
  expect(read('pdftotext', file, '-')).toContain('A password in place of your token');
  expect(read('pdfinfo', file)).toMatch(/Pages: +1\n[\s\S]*Page size: +595.28 x 841.89/);
  rmSync(folder, { recursive: true });
  await page.keyboard.press('Escape');
  await title.waitFor({ state: 'detached' });
}

const look = (screen: string) => lookAt(page, screen);

test('shows the people of the desk without an administrator', async () => {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('row').filter({ hasText: 'Amara Okafor' }).click();
  await page.getByRole('button', { name: 'Issue a token to Amara Okafor' }).waitFor();
  await look('people of the desk');
});

test('finds somebody on the server by keyboard, once an administrator has signed in', async () => {
  await page.getByRole('button', { name: 'Change tokens on the server' }).press('Enter');
  await heading(page, 'Sign in to the server').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  await page.keyboard.type(administrator.name, { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.type(administrator.password, { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Amara Okafor' }).waitFor();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('row').filter({ hasText: 'u.thant' }).waitFor({ state: 'attached' });
  await look('people of the server');
  await page.keyboard.press('Control+f');
  await fieldFocused(page);
  await page.keyboard.type('oka', { delay: 60 });
  await page.getByRole('status').filter({ hasText: '2 people' }).waitFor();
  await page.keyboard.type('for', { delay: 60 });
  await page.getByRole('status').filter({ hasText: '1 person' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Locked', { exact: true }).waitFor();
  await look('one person of the server');
  await page.getByRole('button', { name: serial }).press('Enter');
  await expect.poll(focused).toBe(serial);
  await look('a locked token');
});

test('resets what wrong codes had locked', async () => {
  await page.getByRole('button', { name: 'Reset failures' }).press('Enter');
  await dialog().getByText('10 wrong codes').waitFor();
  await look('reset');
  await page.keyboard.press('Tab');
  await inDialog('Reset failures');
  await dialog().getByText('The failures are forgotten').waitFor();
  await look('reset, done');
  await page.keyboard.press('Escape');
  await page.getByText('Active', { exact: true }).waitFor();
  expect(await check(code(0))).toBe(true);
});

test('finds a token again by two codes, typed or touched, and says when they are not', async () => {
  await press(page, 'Resync');
  await codeAwaited(page);
  await page.keyboard.type(code(60), { delay: 5 });
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('input[data-code-field]:focus').inputValue()).toBe('');
  await page.keyboard.type(code(62), { delay: 90 });
  await page.keyboard.press('Enter');
  await dialog().getByText('These are not two codes in a row').waitFor();
  await look('resync, not found');
  await page.keyboard.type(`${code(60)}\n${code(61)}\n`, { delay: 5 });
  await dialog().getByText('The server knows again').waitFor();
  await page.keyboard.press('Escape');
  expect(await check(code(62))).toBe(true);
});

test('sets a PIN that is typed twice alike', async () => {
  await press(page, 'Set PIN');
  await dialog().getByRole('textbox', { name: 'New PIN' }).fill('tulip-47');
  await dialog().getByRole('textbox', { name: 'The same PIN again' }).fill('tulip-48');
  await inDialog('Set this PIN');
  await dialog().getByText('The two entries are not the same').waitFor();
  await look('set PIN, with a fault');
  await dialog().getByRole('textbox', { name: 'New PIN' }).fill('tulip-47');
  await dialog().getByRole('textbox', { name: 'The same PIN again' }).fill('tulip-47');
  await page.keyboard.press('Enter');
  await dialog().getByText('The new PIN holds').waitFor();
  await page.keyboard.press('Escape');
  expect(await check(`tulip-47${code(63)}`)).toBe(true);
});

test('draws a PIN only as policies allow, and says so', async () => {
  await press(page, 'Set PIN');
  await tick(page, 'radio', /The server draws it/);
  await inDialog('Draw a PIN');
  await dialog()
    .getByText(/No policy says that the server may choose a PIN/)
    .waitFor();
  await look('a random PIN, refused');
  await page.keyboard.press('Escape');
});

test('tells the password of a lost token once', async () => {
  await press(page, 'Report lost');
  await inDialog('Report it lost');
  await dialog().getByText('The token is out of use').waitFor();
  const told = dialog().locator('[data-told]');
  await expect.poll(() => told.textContent()).toMatch(/^\S{16}$/);
  const password = (await told.textContent()) ?? '';
  await look('lost');
  await savesTheLetter(password);
  await inDialog('Close');
  await dialog().waitFor({ state: 'detached' });
  await page.getByText('Lost', { exact: true }).waitFor();
  expect(await page.content()).not.toContain(password);
  const { value } = await wire.ask({
    method: 'POST',
    path: '/validate/check',
    parameters: { user: 'amara.okafor', realm: 'office', pass: `tulip-47${password}` },
  });
  expect(value).toBe(true);
  expect(house.log()).not.toContain(password);
});

test('ends that password when the token is found', async () => {
  await press(page, 'Enable');
  await dialog().getByText('the password that stands in for it ends').waitFor();
  await inDialog('Enable it');
  await dialog().getByText('Enabled.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Active', { exact: true }).waitFor();
  const { value } = await wire.ask({ method: 'GET', path: '/token/', parameters: { serial: `lost${serial}` } });
  expect(value).toMatchObject({ count: 0 });
});

test('sets the last day of a token, and takes it away', async () => {
  await press(page, 'Set the end');
  await dialog().getByLabel('Last day').fill('2020-01-31');
  await look('set the end');
  await inDialog('Set this end');
  await dialog().getByText('It is valid until the end of 2020-01-31').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Expired', { exact: true }).waitFor();
  await press(page, 'Set the end');
  await dialog().getByLabel('Last day').fill('');
  await inDialog('Set this end');
  await dialog().getByText('It has no end now.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Active', { exact: true }).waitFor();
});

test('sets the windows of a token and the realms it is in', async () => {
  await press(page, 'Set start and windows');
  await dialog().getByLabel('Count window').fill('0');
  await dialog().getByText('Type a whole number from 1 to 1000.').waitFor();
  await dialog().getByLabel('Count window').fill('7');
  await look('set start and windows');
  await inDialog('Set these');
  await dialog().getByText('It takes the next 7 codes').waitFor();
  await page.keyboard.press('Escape');
  await press(page, 'Set realms');
  await dialog().getByRole('checkbox', { name: 'office' }).waitFor();
  await look('set realms');
  await inDialog('Put it into these');
  await dialog().getByText('It is in office').waitFor();
  await page.keyboard.press('Escape');
});

test('revokes for good only when the end of the serial is typed', async () => {
  await press(page, 'Revoke');
  const verb = dialog().getByRole('button', { name: 'Revoke it' });
  expect(await verb.isDisabled()).toBe(true);
  await fieldFocused(page);
  await page.keyboard.type('5566', { delay: 60 });
  await look('revoke');
  await page.keyboard.press('Enter');
  await dialog().getByText('Revoked for good.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('It is out of use for good.').waitFor();
  expect(await page.getByRole('button', { name: 'Enable' }).count()).toBe(0);
});

test('assigns a token of the stock, and takes it back', async () => {
  await page.keyboard.press('Escape');
  await press(page, 'Assign a token from stock');
  await fieldFocused(page);
  await page.keyboard.type('5678', { delay: 60 });
  await tick(page, 'radio', new RegExp(stock));
  await look('assign from stock');
  await inDialog('Assign it');
  await dialog().getByText(`${stock} belongs to amara.okafor@office.`).waitFor();
  await inDialog('Close');
  await press(page, stock);
  await press(page, 'Unassign');
  await inDialog('Unassign it');
  await dialog().getByText('It belongs to nobody.').first().waitFor();
  await inDialog('Close');
  await page.getByText('In stock', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
});

test('enrols an authenticator app and shows its key once', async () => {
  await press(page, 'Enrol an authenticator app');
  await look('enrol');
  await inDialog('Make the key');
  await dialog().getByRole('img', { name: 'The key as a picture to scan' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.querySelector('canvas')?.width)).toBeGreaterThan(100);
  await press(page, 'Show the key as text');
  const key = (await dialog().locator('[data-told]').textContent()) ?? '';
  expect(key).toMatch(/^[A-Z2-7]{32}$/);
  await look('enrolled');
  await inDialog('Close');
  await dialog().waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(key);
});

test('finds a token by a touch, and whose it is', async () => {
  await page.getByRole('link', { name: 'Their tokens' }).click();
  await page.getByRole('row').filter({ hasText: stock }).waitFor();
  await look('tokens of the server');
  await press(page, 'Whose is it?');
  await codeAwaited(page);
  await look('whose is it');
  await page.keyboard.type(`${code(2)}\n`, { delay: 5 });
  await heading(page, stock).waitFor();
  expect(open.complaints).toEqual([]);
});

test('says which policy refuses', async () => {
  const policy = { scope: 'enrollment', action: 'max_token_per_user=1' };
  await wire.ask({ method: 'POST', path: '/policy/only-one', parameters: policy });
  await press(page, 'Assign');
  await fieldFocused(page);
  await page.keyboard.type('amara', { delay: 60 });
  await tick(page, 'radio', /Amara Okafor/);
  await inDialog('Assign it');
  await dialog().getByText('A policy (only-one) allows this person no further token.').waitFor();
  await look('refused by a policy');
});
