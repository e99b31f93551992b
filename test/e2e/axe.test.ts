import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acknowledge,
  answerChecks,
  beginCeremony,
  choosePerson,
  choosePin,
  codeAwaited,
  heading,
  passphrase,
  plugIn,
  press,
  readGuidelines,
  signIn,
  signOff,
  takeToken,
  writeSlot,
} from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { drawn } from './look.ts';

/*
 * Every screen, as it comes in the course of a first day, is looked at by axe in light and in dark:
 * setting up, the desk, each step of the ceremony with its dialogs and faults, the lists and their details, settings.
 */
const person = 'Amara Okafor';
const looked: string[] = [];
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await open.page.emulateMedia({ reducedMotion: 'reduce' });
});
afterAll(() => house?.end());

/** What axe finds on the screen as it stands, in light and in dark. */
async function findings(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await ask(open.page, 'app/set-settings', { theme });
    await open.page.locator(`html[data-theme=${theme}]`).waitFor();
    await drawn(open.page);
    const { violations } = await new AxeBuilder({ page: open.page }).setLegacyMode().analyze();
    for (const { id, help, nodes } of violations) {
      const where = nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ');
      found.push(`${theme}: ${id} (${help}): ${where}`);
    }
  }
  return found;
}

async function look(screen: string): Promise<void> {
  expect(await findings(), screen).toEqual([]);
  looked.push(screen);
}

/** Whether the keyboard is where something has to be put right. */
const focusIsOnAFault = () => open.page.evaluate(() => document.activeElement?.ariaInvalid === 'true');

test('finds nothing while the desk is set up', async () => {
  const { page } = open;
  await heading(page, 'Make the vault of this station').waitFor();
  await look('make the vault');
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('short');
  await page.getByRole('textbox', { name: 'The same passphrase again' }).fill('shorter');
  await press(page, 'Make the vault');
  await page.getByText('The two passphrases are not the same').first().waitFor();
  await look('make the vault, with a fault');
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await page.getByRole('textbox', { name: 'The same passphrase again' }).fill(passphrase);
  await press(page, 'Make the vault');
  await heading(page, 'Who is at this desk?').waitFor();
  await look('who is at this desk');
  await press(page, /^Open the desk/);
  await page.getByText('Type your password.').waitFor();
  await signIn(page, 'not hers at all');
  await page.getByText('Name, password or code is wrong.').first().waitFor();
  await look('who is at this desk, refused');
  await signIn(page);
  await heading(page, 'Read this before you issue').waitFor();
  await press(page, /^I have read it/);
  await page.getByText('Read to the end: use the arrow keys or scroll.').waitFor();
  await look('the guidelines');
  await readGuidelines(page);
  await heading(page, 'Ready for the next person').waitFor();
  await look('an empty desk');
});

test('finds nothing at any step of the ceremony', async () => {
  const { page } = open;
  await beginCeremony(page);
  await page.getByRole('option').first().waitFor();
  await look('person');
  await page.getByRole('searchbox').fill('nobody of that name');
  await page.getByText('Nobody matches').first().waitFor();
  await look('person, nobody found');
  await page.getByRole('searchbox').fill('');
  await choosePerson(page, person);
  await look('checks');
  await press(page, /^These checks hold/);
  await page.getByText('Choose how you know.').waitFor();
  await expect.poll(focusIsOnAFault).toBe(true);
  await look('checks, with faults');
  await press(page, 'Refuse');
  await page.getByRole('dialog').waitFor();
  await look('refuse');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await answerChecks(page);
  await look('token, none in the port');
  await plugIn(page);
  await heading(page, 'Is this the token in your hand?').waitFor();
  await look('token, to compare');
  await takeToken(page);
  await look('program');
  await press(page, 'Pull out');
  await heading(page, 'Plug the token in again').waitFor();
  await look('program, token pulled out');
  await plugIn(page);
  await writeSlot(page);
  await heading(page, 'Touch the token').waitFor();
  await look('prove, first code');
  await codeAwaited(page);
  await page.keyboard.type('123456', { delay: 90 });
  await page.keyboard.press('Enter');
  await page.locator('.problem').waitFor();
  await look('prove, typed by hand');
  await press(page, 'Touch');
  await heading(page, 'Touch the token again').waitFor();
  await look('prove, second code');
  await press(page, 'Touch');
  await heading(page, 'Choose a PIN').waitFor();
  await look('PIN');
  await choosePin(page);
  await heading(page, 'This token is yours now').waitFor();
  await look('hand over');
  await acknowledge(page, person);
  await heading(page, 'Sign off?').waitFor();
  await look('sign off');
  await signOff(page, person);
  await look('receipt');
});

test('finds nothing on the lists, their details and the settings', async () => {
  const { page } = open;
  await press(page, 'Back to the desk');
  await heading(page, 'Ready for the next person').waitFor();
  await look('a desk that has worked');
  for (const place of ['People', 'Tokens', 'Records']) {
    await page.getByRole('link', { name: place, exact: true }).click();
    await heading(page, place).waitFor();
    await look(place);
    const row = page.getByRole('row').filter({ hasText: person }).first();
    await row.click();
    await look(`${place}, one chosen`);
  }
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await heading(page, 'Settings').waitFor();
  await look('settings');
});

test('finds nothing where there is nothing yet, in a low and narrow window', async () => {
  const { page } = open;
  await page.setViewportSize({ width: 800, height: 600 });
  await page.getByRole('link', { name: 'Roll-out', exact: true }).click();
  await heading(page, 'Bringing tokens in').waitFor();
  await look('roll-out');
  await page.getByRole('link', { name: 'Records', exact: true }).click();
  await page.getByRole('link', { name: 'Conflicts', exact: true }).click();
  await heading(page, 'Conflicts').waitFor();
  await look('no conflicts');
  await page.getByRole('link', { name: 'Stock', exact: true }).click();
  const parts = page.getByRole('navigation', { name: 'Parts of stock' });
  for (const part of ['Shelf', 'Shipments', 'Found token']) {
    await parts.getByRole('link', { name: part, exact: true }).click();
    await parts.locator('[aria-current=page]', { hasText: part }).waitFor();
    await look(`stock: ${part}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('finds nothing when somebody comes back: the ceremony left open, the vault locked', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Desk', exact: true }).click();
  await beginCeremony(page);
  await choosePerson(page, 'U Thant');
  await answerChecks(page);
  await open.app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
  });
  await heading(page, 'anna locked this desk').waitFor();
  await look('a locked desk');
  await signIn(page);
  await heading(page, 'Is U Thant still in front of you?').waitFor();
  await look('confirm the person');
  await page.keyboard.press('Control+l');
  await heading(page, 'anna locked this desk').waitFor();
  await press(page, 'Close the vault');
  await heading(page, 'Unlock Keydesk').waitFor();
  await look('locked');
  expect(looked.length).toBeGreaterThan(25);
});

test('would find something: a button without a name is told', async () => {
  await open.page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));
  const found = await findings();
  for (const theme of ['light', 'dark']) {
    expect(
      found.some((one) => one.startsWith(`${theme}: button-name`)),
      theme,
    ).toBe(true);
  }
});
