import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goByKeyboard, heading, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';

/*
 * An administrator says who controls trust and of whom a token is required, by keyboard:
 *  1. signs in, and finds Everyone with nothing set and nobody locked out
 *  2. makes a group that may control trust, and puts somebody into it
 *  3. makes an office, appoints the one the group allows and one it does not, lends for some days, ends it
 *  4. requires a token of a group: reads whom that locks out, by name, office and group, before it can be saved
 *  5. reads it again when it changed meanwhile; sees them in the line that is always there, and lets them in again
 *  6. reads the same before somebody leaves a group that excepts, and queues whom the list names
 *  7. writes whom to ask and sees where it is shown; publishes a new version of the guidelines
 *  8. finds all of it in the audit, in words
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

/** What was asked within the last second is not asked again: looks elsewhere and back, until the group is seen. */
async function seeGroup(name: string): Promise<void> {
  await expect
    .poll(async () => {
      await goTo('Offices');
      await goTo('Groups');
      await row('Everyone').waitFor();
      return row(name).count();
    })
    .toBe(1);
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const row = (name: string) => page.getByRole('row', { name });
/** Chooses a setting of a permission by the keyboard. */
const choose = (permission: string, setting: string) =>
  page.getByRole('radiogroup', { name: permission, exact: true }).getByRole('radio', { name: setting }).press('Space');
async function pick(name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search everybody' }).fill(name);
  await page.getByRole('radio', { name: new RegExp(name) }).press('Space');
}

it('finds Everyone with nothing set, and nobody locked out', async () => {
  await goTo('Trust');
  await field('Name').fill('anna');
  await page.getByLabel('Password', { exact: true }).fill('anna has a long password');
  await page.keyboard.press('Enter');
  await heading(page, 'Trust').waitFor();
  await page.getByText('Nobody is locked out: whoever needs a token to log in has one.').waitFor();
  await expect.poll(() => row('Everyone').getByText('Not set').count()).toBe(4);
  await look('groups at first');
});

it('makes a group that may control trust, and puts somebody into it', async () => {
  await button('New group').press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('Give the group a name.').waitFor();
  await field('Group').fill('Trust controllers');
  await choose('Control trust', 'Allow');
  await page.getByText('Members hand tokens out, replace and withdraw them').waitFor();
  await look('a group that is made');
  await field('Group').press('Enter');
  await page.getByRole('heading', { name: 'Trust controllers' }).waitFor();
  await page.getByText('Nobody was put into this group yet.').waitFor();
  await button('Add somebody').press('Enter');
  await pick('Amara Okafor');
  await look('somebody joins');
  await page.keyboard.press('Enter');
  await page.getByText('Amara Okafor is in the group.').waitFor();
  await page.keyboard.press('Escape');
  await button('Take out Amara Okafor').waitFor();
  await look('a group');
});

it('names who controls trust in an office, and says of whom it does not count', async () => {
  await goTo('Offices');
  await page.getByText('Make the first one, then name who controls trust there.').waitFor();
  await look('no office');
  await button('New office').press('Enter');
  await field('Office').fill('Zürich');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Zürich' }).waitFor();
  for (const name of ['Amara Okafor', 'Hana Nováková']) {
    await button('Appoint somebody').press('Enter');
    await pick(name);
    await page.keyboard.press('Enter');
    await button(`End it for ${name}`).waitFor();
  }
  await page.getByText('Controls trust today', { exact: true }).last().waitFor();
  await page.getByText('Does not count: no group allows it, or one denies it').waitFor();
  await button('Lend it for some days').press('Enter');
  await pick('Bjørn Ågård');
  await page.getByRole('button', { name: /For whom/ }).press('Enter');
  await page.getByRole('option', { name: 'Amara Okafor' }).press('Enter');
  await page.getByLabel('Last day').fill('2020-01-01');
  await page.getByText('The last day is before the first.').waitFor();
  const lastDay = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Last day').fill(lastDay);
  await look('a loan');
  await button('Lend it').press('Enter');
  await page.getByText(/^Lent by Amara Okafor/).waitFor();
  await look('an office');
  await button('End it for Hana Nováková').press('Enter');
  await button('End it').press('Enter');
  await button('End it for Hana Nováková').waitFor({ state: 'detached' });
});

it('requires a token only after it was read whom that locks out', async () => {
  await goTo('Groups');
  await row('Everyone').press('Enter');
  await button('Change the group').press('Enter');
  await choose('Require token', 'Allow');
  await page.getByText('Members cannot log in without a token.').waitFor();
  await button('Save the group').press('Enter');
  await page.getByRole('heading', { name: /^This locks \d+ people out$/ }).waitFor();
  const list = page.getByRole('region', { name: 'People who are locked out' });
  await list.getByText('amara.okafor@office · Lagos').waitFor();
  await list.getByText('Because of Everyone').first().waitFor();
  await page.getByText('Scroll to the end of the list to go on.').waitFor();
  const save = page.getByRole('button', { name: /^Save and lock/ });
  expect(await save.isDisabled()).toBe(true);
  await look('a warning that was not read');
  await list.press('End');
  const read = page.getByRole('checkbox', { name: /^I have read the list/ });
  await read.waitFor({ state: 'attached' });
  expect(await save.isDisabled()).toBe(true);
  expect((await ask(page, 'groups/list'))[0]?.settings).toEqual({});
  await read.press('Space');
  await look('a warning that was read');
  await save.press('Enter');
  await page.getByText(/^\d+ people cannot log in: they need a token/).waitFor();
  expect((await ask(page, 'groups/list'))[0]?.settings).toEqual({ require_token: 'allow' });
});

it('keeps in sight who is locked out, and lets them in again', async () => {
  await button('See who').press('Enter');
  await page.getByRole('heading', { name: 'Who is locked out now' }).waitFor();
  await page.getByRole('region', { name: 'People who are locked out' }).getByText('Amara Okafor').waitFor();
  await look('who is locked out');
  await page.keyboard.press('Escape');
  await button('Change the group').press('Enter');
  await choose('Require token', 'Not set');
  await button('Save the group').press('Enter');
  await page.getByText('Nobody is locked out: whoever needs a token to log in has one.').waitFor();
});

it('shows the list again when it changed after it was read, and saves nothing', async () => {
  const finance = { id: 'finance', name: 'Finance', settings: {}, within: [] };
  await ask(page, 'groups/save', { ...finance, locksOut: 0 });
  const member = { id: 'finance', realm: 'office' };
  await ask(page, 'groups/join', { ...member, username: 'u.thant' });
  await seeGroup('Finance');
  await row('Finance').press('Enter');
  await button('Change the group').press('Enter');
  await choose('Require token', 'Allow');
  await button('Save the group').press('Enter');
  await page.getByRole('heading', { name: 'This locks 1 person out' }).waitFor();
  await ask(page, 'groups/join', { ...member, username: 'jan.vandenberg' });
  await page.getByRole('checkbox', { name: /^I have read the list/ }).press('Space');
  await button('Save and lock 1 person out').press('Enter');
  await page.getByRole('heading', { name: 'This locks 2 people out' }).waitFor();
  await page.getByText('The list has changed meanwhile, so nothing was saved. Read it again.').waitFor();
  await page.getByRole('region', { name: 'People who are locked out' }).getByText('Jan van den Berg').waitFor();
  expect(await page.getByRole('checkbox', { name: /^I have read the list/ }).isChecked()).toBe(false);
  expect((await ask(page, 'groups/list')).find(({ id }) => id === 'finance')?.settings).toEqual({});
  await look('a warning that changed');
  await button('Change it first').press('Enter');
  await page.keyboard.press('Escape');
});

it('reads the same list before somebody leaves a group that excepts, and queues whom it names', async () => {
  const group = { within: [], settings: {} };
  await ask(page, 'groups/save', { ...group, id: 'excepted', name: 'Excepted', settings: { require_token: 'deny' } });
  await ask(page, 'groups/join', { id: 'excepted', realm: 'office', username: 'u.thant' });
  const finance = { ...group, id: 'finance', name: 'Finance' };
  await ask(page, 'groups/save', { ...finance, settings: { require_token: 'allow' }, locksOut: 1 });
  await seeGroup('Excepted');
  await row('Excepted').press('Enter');
  await button('Take out U Thant').press('Enter');
  await page.getByRole('heading', { name: 'This locks 1 person out' }).waitFor();
  await page.getByRole('region', { name: 'People who are locked out' }).getByText('Because of Finance').waitFor();
  await button('Queue this person for a token').press('Enter');
  await page.getByText('1 person is in the queue now.').waitFor();
  await look('a warning before somebody leaves');
  await page.getByRole('checkbox', { name: /^I have read the list/ }).press('Space');
  await button('Go on and lock 1 person out').press('Enter');
  await page.getByText('Nobody was put into this group yet.').waitFor();
  expect((await ask(page, 'groups/lockout', { change: null })).people).toHaveLength(2);
  await goTo('Queue');
  await row('U Thant').press('Enter');
  await button('Out of the queue').press('Enter');
  await page.getByText('Nobody is in the queue.').waitFor();
  await ask(page, 'groups/save', finance);
});

it('says whom to ask, and shows where that is shown', async () => {
  await goTo('Whom to ask');
  await heading(page, 'Trust').waitFor();
  await field('Whom to ask for a token').waitFor();
  expect(await page.getByText('Ask your system administrator about tokens.').count()).toBe(2);
  await field('Whom to ask for a token').fill('Ask <Anna>, room 4.\nTelephone 12 34.');
  expect(await page.getByText('Ask <Anna>, room 4.').count()).toBe(3);
  await button('Save the text').press('Enter');
  await page.getByText('Saved. The sign-in page shows it now.').last().waitFor();
  expect(await ask(page, 'contact/get')).toBe('Ask <Anna>, room 4.\nTelephone 12 34.');
  await look('whom to ask');
});

it('publishes guidelines as a new version, and says what follows', async () => {
  await goTo('Guidelines');
  const { version } = await ask(page, 'guidelines/newest');
  await page.getByRole('heading', { name: `Version ${version}` }).waitFor();
  await look('guidelines');
  await button('Write a new version').press('Enter');
  await field('The new text').fill('Look at the face.\n\nThen at the hand.');
  await button(`Publish version ${version + 1}`).press('Enter');
  await page.getByText('Every controller reads it before the next issuance').waitFor();
  await look('a version that is published');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Publish version ${version + 1}` })
    .press('Enter');
  await page.getByRole('heading', { name: `Version ${version + 1}` }).waitFor();
  await page.getByText('Then at the hand.').waitFor();
});

it('finds all of it in the audit, in words', async () => {
  await goTo('Audit');
  await heading(page, 'Audit').waitFor();
  const acts = ['Group saved', 'Person added to a group', 'Office saved', 'Trust controller named'];
  for (const words of [...acts, 'Control of trust ended', 'Text about whom to ask changed', 'Guidelines published']) {
    await page
      .getByRole('row', { name: new RegExp(words) })
      .first()
      .waitFor();
  }
});

it('looked at every screen, and nothing was blocked or failed', () => {
  expect(looked).toHaveLength(15);
  expect(open.complaints).toEqual([]);
});
