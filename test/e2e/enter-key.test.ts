import { afterAll, beforeAll, expect, test } from 'vitest';
import { acts, beginCeremony, heading, passphrase, signIn } from './actions.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * The buttons that say Enter on them do what they say wherever the focus is:
 * 1. Enter in the first field of a new passphrase goes on to the second, and makes the vault from there.
 * 2. Enter beside the guidelines sends the reader to their end first, and takes the reading then.
 * 3. Enter on the link to the page one is on does what the page offers.
 * 4. Enter beside an empty acknowledgement says what is missing.
 */
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
});
afterAll(() => house?.end());

test('Enter presses the button that says so, wherever the focus is', async () => {
  const { page } = open;
  // 1
  const again = page.getByRole('textbox', { name: 'The same passphrase again' });
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await page.keyboard.press('Enter');
  await again.and(page.locator(':focus')).waitFor();
  await again.fill(passphrase);
  await page.keyboard.press('Enter');
  await heading(page, 'Who is at this desk?').waitFor();
  // 2
  await signIn(page);
  await heading(page, 'Read this before you issue').and(page.locator(':focus')).waitFor();
  const text = page.getByRole('region', { name: 'Guidelines' });
  await page.getByText('Read to the end').waitFor();
  await page.keyboard.press('Enter');
  await text.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('End');
  await page.getByText('That was all of it.').waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'Ready for the next person').waitFor();
  // 3
  const link = page.getByRole('link', { name: 'Desk', exact: true });
  await link.click();
  await link.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await heading(page, 'Who gets the token?').waitFor();
  await page.keyboard.press('Escape');
  // 4
  await beginCeremony(page);
  for (const { step, act } of acts.slice(0, 6)) {
    expect(step).not.toBe('hand over');
    await act(page, 'Amara Okafor');
  }
  await heading(page, 'This token is yours now').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('Sign above, or type your name here.').waitFor();
  await page.getByRole('textbox', { name: 'Or type your name' }).and(page.locator(':focus')).waitFor();
});
