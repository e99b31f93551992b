import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acts, fieldFocused, heading, press, setUpDesk } from './actions.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * The lists of the desk, by keyboard alone:
 *  1. a person is found, opened, and their ceremony begun from there
 *  2. left open, it is the first thing the desk offers, and the lists begin no other
 *  3. finished, its record is opened, and Escape comes back to its row
 *  4. the token in the port is named with its holder
 */
const name = 'Amara Okafor';
let house: House;
let open: OpenApp;
let page: Page;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  page = open.page;
  await setUpDesk(page);
});
afterAll(() => house?.end());

/** To a place by its link, with the keyboard. */
async function goTo(place: string): Promise<void> {
  await page.getByRole('link', { name: place, exact: true }).press('Enter');
  await heading(page, place).waitFor();
}

const focused = () => page.evaluate(() => document.activeElement?.textContent);

it('finds a person by keyboard and begins their ceremony', async () => {
  await goTo('People');
  await page.keyboard.press('Control+f');
  await fieldFocused(page);
  await page.keyboard.type('okafor', { delay: 60 });
  await page.getByRole('status').filter({ hasText: '1 row' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe(name);
  await page.keyboard.press('Escape');
  await expect.poll(focused).toContain(name);
  await page.keyboard.press('Enter');
  await expect.poll(focused).toBe(name);
  await page.keyboard.press('Tab');
  await expect.poll(focused).toBe(`Issue a token to ${name}`);
  await page.keyboard.press('Enter');
  await heading(page, `Is this ${name}?`).waitFor();
});

it('offers the ceremony that was left open, and no other', async () => {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await heading(page, `${name} has not got a token yet`).waitFor();
  await goTo('People');
  await page.getByRole('row', { name: /Jan van den Berg/ }).press('Enter');
  await page.getByRole('heading', { name: 'Jan van den Berg' }).waitFor();
  await page.getByRole('button', { name: `Go on with ${name}` }).waitFor();
  expect(await page.getByRole('button', { name: /^Issue a token/ }).count()).toBe(0);
  await press(page, `Go on with ${name}`);
  await heading(page, `Is this ${name}?`).waitFor();
});

it('shows the record of what was issued, and comes back to its row', async () => {
  for (const { step, act } of acts) if (step !== 'person') await act(page, name);
  await press(page, 'Back to the desk');
  await heading(page, 'Ready for the next person').waitFor();
  await page.getByText(`Belongs to ${name}`).waitFor();
  await goTo('Records');
  await page.getByRole('row', { name: new RegExp(name) }).press('Enter');
  await heading(page, `Token issued to ${name}`).waitFor();
  await page.getByText('Yes: id and hash agree').waitFor();
  await page.keyboard.press('Escape');
  await heading(page, 'Records').waitFor();
  await expect.poll(focused).toContain(name);
});

it('names the token in the port with its holder, and opens what is known of it', async () => {
  await goTo('Tokens');
  await page.getByRole('region', { name: 'In the port' }).getByText(name).waitFor();
  await page.getByRole('row').filter({ hasText: 'Issued' }).press('Enter');
  await page.getByText('In the port now').waitFor();
  expect(open.complaints).toEqual([]);
});
