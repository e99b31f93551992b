import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goByKeyboard, heading, setUpDesk } from './actions.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';

/*
 * An administrator sets up where people are, by keyboard, and looks at what was done:
 *  1. signs in, and finds the realm of the example people
 *  2. makes a resolver: of the server's own people; adds somebody to it
 *  3. makes a resolver of a passwd file, sees whom it finds, saves it
 *  4. makes a realm of both, in the wanted order, and the default
 *  5. tries a login there, and reads step by step what would come of it
 *  6. imports seeds: sees what would happen, does it; a second time sees the duplicates
 *  7. finds all of it in the audit, opens an entry, takes the list away as CSV
 * Each screen is looked at by axe, in light and in dark.
 */
let house: House;
let open: OpenApp;
let page: Page;
const looked: string[] = [];

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  page = open.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(page);
});
afterAll(() => house?.end());

async function look(screen: string): Promise<void> {
  await lookAt(page, screen);
  looked.push(screen);
}

const goTo = (place: string) => goByKeyboard(page, place);
const button = (name: string) => page.getByRole('button', { name, exact: true });
/** Until the button has the focus: then Enter is for what comes next. */
const focused = (name: string) => button(name).and(page.locator(':focus')).waitFor();
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const secret = (name: string) => page.getByLabel(name, { exact: true });
/** The answer of the system's own dialog for files, which no test can reach. */
const dialogAnswers = (path: string) =>
  open.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, path);

it('signs in and finds the realm of the example people', async () => {
  await goTo('Realms');
  await field('Name').fill('anna');
  await secret('Password').fill('anna has a long password');
  await page.keyboard.press('Enter');
  await heading(page, 'Realms').waitFor();
  await page.getByRole('row', { name: /office/ }).press('Enter');
  await page.getByRole('heading', { name: 'office' }).waitFor();
  await look('a realm');
});

it('makes a resolver for people of its own and adds somebody, by keyboard', async () => {
  await goTo('Resolvers');
  await button('New resolver').press('Enter');
  await heading(page, 'New resolver').waitFor();
  await look('the kind of a resolver');
  await page.getByRole('radio', { name: /By this server itself/ }).press('Space');
  await page.keyboard.press('Enter');
  await field('Resolver').fill('guests');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /guests/ }).press('Enter');
  await button('See its people').press('Enter');
  await heading(page, 'People in guests').waitFor();
  await page.getByText('Add the first one.').waitFor();
  await button('Add somebody').press('Enter');
  await field('User name').fill('zoe');
  await field('First name').fill('Zoë');
  await field('Last name').fill('Årnes');
  await secret('Password').fill('zoes password');
  await secret('Password again').fill('zoes passwort');
  await look('somebody new');
  await page.keyboard.press('Enter');
  await page.locator('[data-code="administration/secret"]').waitFor();
  await secret('Password').fill('zoes password');
  await secret('Password again').fill('zoes password');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Zoë Årnes' }).waitFor();
  await look('the people of a resolver');
});

it('shows whom a resolver finds before it is saved', async () => {
  const file = join(dirname(house.data), 'passwd');
  writeFileSync(file, 'una:x:7:7:Una Nix,,,,una@example.org:/:\nbo:x:8:8:Bo Øst:/:\n');
  await goTo('Realms');
  await goTo('Resolvers');
  await button('New resolver').press('Enter');
  await page.getByRole('radio', { name: /In a passwd file/ }).press('Space');
  await page.keyboard.press('Enter');
  await button('Test it').press('Enter');
  await page.getByText('This is needed.').waitFor();
  await field('File').fill(`${file}.not`);
  await button('Test it').press('Enter');
  await page.getByText('It does not work.').first().waitFor();
  await field('File').fill(file);
  await button('Test it').press('Enter');
  await page.getByText('It works: 2 people found.').first().waitFor();
  await page.getByText('Una Nix').waitFor();
  await look('a resolver that works');
  await field('Resolver').fill('unix');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /unix/ }).waitFor();
});

it('makes a realm of both in the wanted order, and the default', async () => {
  await page.getByRole('link', { name: 'Realms', exact: true }).last().press('Enter');
  await button('New realm').press('Enter');
  await field('Realm').fill('visitors');
  await page.keyboard.press('Enter');
  await page.getByText('A realm needs at least one resolver.').waitFor();
  for (const name of ['unix', 'guests']) {
    await page.getByRole('button', { name: /Add a resolver/ }).press('Enter');
    await page.getByRole('option', { name: new RegExp(name) }).press('Enter');
  }
  await button('Ask guests earlier').press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Ask guests later');
  await look('the resolvers of a realm');
  await button('Save the realm').press('Enter');
  await page.getByText('guests, unix', { exact: true }).waitFor();
  await page.getByRole('row', { name: 'visitors' }).press('Enter');
  await button('Make it the default').press('Enter');
  await button('Have no default').waitFor();
});

it('tries a login and says step by step what would come of it', async () => {
  await button('Try a login').press('Enter');
  await field('User name').fill('zoe');
  await secret('Password or PIN').fill('zoes password');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'This login would be refused' }).waitFor();
  await page.getByText('Found in resolver guests: Zoë Årnes, id').waitFor();
  await page.getByText('The password is the one kept there.').waitFor();
  await page.getByText('This person has no token.').waitFor();
  await page.getByText('Resolver unix is not asked any more.').waitFor();
  expect(await secret('Password or PIN').inputValue()).toBe('');
  await look('a login that was tried');
  await page.keyboard.press('Escape');
});

it('shows what an import would do, does it, and shows duplicates the second time', async () => {
  const file = join(dirname(house.data), 'vendor.csv');
  const seed = '3132333435363738393031323334353637383930';
  writeFileSync(file, `BOX0001,${seed},hotp,6\nBOX0002,${seed.replace('31', '32')},totp,6\n`);
  await dialogAnswers(file);
  await goTo('Import');
  await heading(page, 'Import seeds').waitFor();
  await button('Choose a file').press('Enter');
  await page.getByText('vendor.csv').waitFor();
  expect(await page.getByRole('radio', { name: /OATH CSV/ }).isChecked()).toBe(true);
  await focused('See what would happen');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '2 tokens would be added' }).waitFor();
  await focused('Import 2 tokens');
  await look('what an import would do');
  await focused('Import 2 tokens');
  await page.keyboard.press('Enter');
  await page.getByText('2 tokens were imported').waitFor();
  await look('what was imported');
  await button('Choose another file').press('Enter');
  await focused('See what would happen');
  await page.keyboard.press('Enter');
  await page.getByText('BOX0001 is here already').waitFor();
  await page.getByRole('heading', { name: '2 things keep it out' }).waitFor();
  expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0);
  await look('an import that would not come');
});

it('finds all of it in the audit, each entry in its chain, and takes it away', async () => {
  await goTo('Audit');
  await heading(page, 'Audit').waitFor();
  for (const words of ['Import of seeds', 'Login tried out', 'Realm saved', 'Person added', 'Resolver saved']) {
    await page
      .getByRole('row', { name: new RegExp(words) })
      .first()
      .waitFor();
  }
  await page.getByRole('searchbox', { name: 'Request' }).fill('realm');
  await expect.poll(() => page.getByRole('row', { name: /Import of seeds/ }).count()).toBe(0);
  await page.getByRole('row', { name: /Login tried out/ }).press('Enter');
  await page.getByText('Done by administrator anna.').waitFor();
  await page.getByText('Unchanged since it was written, and the entry before it is the right one.').waitFor();
  await look('an entry of the audit');
  await dialogAnswers(join(dirname(house.data), 'audit.csv'));
  await button('Export as CSV').press('Enter');
  await page.getByText('Exported.').waitFor();
  await page.getByRole('searchbox', { name: 'Token' }).fill('no such token');
  await page.getByText('No entry fits.').waitFor();
  await look('an audit without an entry');
});

it('looked at every screen, and nothing was blocked or failed', () => {
  expect(looked).toHaveLength(12);
  expect(open.complaints).toEqual([]);
});
