import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { heading, setUpDesk } from './actions.ts';
import { type House, newHouse } from './launch.ts';
import { lookAt } from './look.ts';
import { administrator, serverWire } from './server-wire.ts';

/*
 * An administrator finishes what enrolments wait for, each screen looked at by axe in light and dark:
 *  1. the list and the page of a token say that it waits for its first code, and what to do
 *  2. a wrong code is refused, the right one finishes the enrolment
 *  3. a token that waits for the app's part says so, and the part is asked for
 */
const seed = Buffer.from('12345678901234567890');
const serial = 'OATH00998877';
const halfMade = 'OATH00998878';
let house: House;
let page: Page;
let wire: Awaited<ReturnType<typeof serverWire>>;

beforeAll(async () => {
  house = await newHouse();
  wire = await serverWire(house);
  const owner = { user: 'amara.okafor', realm: 'office' };
  const ask = (path: string, parameters: Record<string, string>) => wire.ask({ method: 'POST', path, parameters });
  await ask('/policy/verified', { scope: 'enrollment', action: 'verify_enrollment=hotp' });
  await ask('/token/init', { serial, otpkey: seed.toString('hex'), ...owner });
  await ask('/policy/steps', { scope: 'admin', action: '*, hotp_2step=allow' });
  await ask('/token/init', { serial: halfMade, '2stepinit': '1', ...owner });
  const open = await house.open();
  page = open.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(page);
});
afterAll(async () => {
  wire?.close();
  await house?.end();
});

const dialog = () => page.getByRole('dialog');
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true }).click();

test('says what an enrolment waits for, and finishes it by the first code', async () => {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('row').filter({ hasText: 'Amara Okafor' }).click();
  await page.getByRole('button', { name: 'Change tokens on the server' }).press('Enter');
  await heading(page, 'Sign in to the server').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  await page.keyboard.type(administrator.name, { delay: 40 });
  await page.keyboard.press('Tab');
  await page.keyboard.type(administrator.password, { delay: 40 });
  await page.keyboard.press('Enter');
  await page.getByText('Waits for its first code', { exact: true }).waitFor();
  await page.getByText('Waits for the app', { exact: true }).waitFor();
  await lookAt(page, 'a person whose tokens wait');
  await page.getByRole('button', { name: serial }).press('Enter');
  await page.getByText('It lets nobody in before its first code was given.').waitFor();
  await lookAt(page, 'a token that waits for its first code');
  await page.getByRole('button', { name: 'Finish the enrolment' }).press('Enter');
  await dialog().getByLabel('Code').fill('000000');
  await inDialog('Finish');
  await dialog().getByText('This is not a code of the new token.').waitFor();
  await lookAt(page, 'a first code that is wrong');
  await dialog().getByLabel('Code').fill(hotp(seed, 0));
  await inDialog('Finish');
  await dialog().getByText('The enrolment is finished.').waitFor();
  await lookAt(page, 'an enrolment that is finished');
  await page.keyboard.press('Escape');
  await page.getByText('Active', { exact: true }).waitFor();
});

test('asks for the part of the seed that the app shows', async () => {
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: halfMade }).press('Enter');
  await page.getByText('waits for the app’s').or(page.getByText("waits for the app's")).first().waitFor();
  await page.getByRole('button', { name: 'Finish the enrolment' }).press('Enter');
  await lookAt(page, 'a part is asked for');
  await dialog().getByLabel('What the app shows').fill('0102 0304 0506 0708');
  await inDialog('Finish');
  await dialog().getByText('It lets nobody in before its first code was given.').waitFor();
});
