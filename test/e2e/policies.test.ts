import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blankPolicy } from '../../domain/policy/policy.ts';
import { fieldFocused, heading, press, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { drawn, lookAt } from './look.ts';

/*
 * An administrator and the policies of the server, mostly by keyboard, each screen looked at by axe in light and dark:
 *  1. a wrong password is told, the right one opens the list
 *  2. a policy is written by keyboard alone: name, an action found by its older name, a value; it limits at once
 *  3. what cannot work says why while it is typed, and is not saved
 *  4. what lets people in without a token asks once more
 *  5. what-if names who would be affected, before anything is saved
 *  6. a decision is explained: why Amara was refused on a Saturday
 *  7. contradictions that another program wrote are shown with what to do
 *  8. a deleted policy comes back; all of them leave as a file and come back from it
 *  9. a session that ends hides the screen and keeps what was typed; signing out closes it
 */
const password = 'anna has a long password';
let house: House;
let open: OpenApp;
let page: Page;
const folder = mkdtempSync(join(tmpdir(), 'keydesk-policies-'));

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  page = open.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(page);
});
afterAll(async () => {
  await house?.end();
  rmSync(folder, { recursive: true, force: true });
});

const look = (screen: string) => lookAt(page, screen);

const rowWith = (text: RegExp) => page.getByRole('row').filter({ hasText: text });
/** What is said to whoever listens instead of looking. */
const heard = (words: string) =>
  expect.poll(async () => (await page.locator('[data-live-announcer]').allTextContents()).join()).toContain(words);
const policyNames = async () => (await ask(page, 'policies/list')).map(({ policy }) => policy.name).sort();

/** Onward by Tab until the control of that name has the focus. */
async function tabTo(name: RegExp): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => {
      const control = document.activeElement as HTMLInputElement | null;
      return `${control?.labels?.[0]?.textContent ?? ''} ${control?.getAttribute('aria-label') ?? ''} ${control?.textContent ?? ''}`;
    });
    if (name.test(label)) return;
  }
  throw new Error(`Tab never comes to ${name}`);
}

async function signIn(): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await press(page, /^Sign in/);
}

it('tells of a wrong password, and opens the list with the right one', async () => {
  await page.getByRole('link', { name: 'Policies' }).press('Enter');
  await heading(page, 'Sign in to the server').waitFor();
  await fieldFocused(page);
  await look('sign in');
  await page.keyboard.type('anna', { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong', { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByText('does not know this name').first().waitFor();
  await look('sign in, refused');
  expect(await page.getByLabel('Password').inputValue()).toBe('');
  await signIn();
  await heading(page, 'Policies').waitFor();
  await page.getByText('Administrator anna').waitFor();
  await look('no policies');
});

it('writes a policy by keyboard alone', async () => {
  await tabTo(/New policy/);
  await page.keyboard.press('Enter');
  await heading(page, 'New policy').waitFor();
  await fieldFocused(page);
  await page.keyboard.type('one each', { delay: 60 });
  await tabTo(/^Enrollment|Logging in|Administrators/);
  await page.keyboard.press('ArrowLeft');
  await tabTo(/Add an action/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await fieldFocused(page);
  await look('choose an action');
  await page.keyboard.type('maxtoken', { delay: 60 });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Value of max_token_per_user' }).waitFor();
  await tabTo(/Value of max_token_per_user/);
  await page.keyboard.type('1', { delay: 60 });
  await tabTo(/Realms/);
  await page.keyboard.type('office', { delay: 60 });
  await page.keyboard.press('Enter');
  await tabTo(/Save the policy/);
  await look('a policy that can work');
  await page.keyboard.press('Enter');
  await heading(page, 'Policies').waitFor();
  await rowWith(/one each.*On.*Enrollment.*office/).waitFor();
  const [row] = await ask(page, 'policies/list');
  expect(row?.policy).toMatchObject({ scope: 'enrollment', action: { max_token_per_user: '1' }, realm: ['office'] });
});

it('says while one types why a policy cannot work, and does not save it', async () => {
  await page.getByRole('row', { name: /one each/ }).click();
  await press(page, 'Change it');
  await page.getByRole('textbox', { name: 'Times' }).fill('Fri-Mon: 8-18');
  await page.getByRole('textbox', { name: 'Addresses' }).fill('10.0.0.300');
  await page.getByRole('textbox', { name: 'Value of max_token_per_user' }).fill('many');
  await page.getByText('It cannot be saved, for 3 reasons.').first().waitFor();
  await look('a policy with faults');
  await press(page, 'Save the policy');
  await heading(page, 'one each').waitFor();
  await press(page, /^Back/);
  await page.getByRole('row', { name: /one each/ }).click();
  await press(page, 'Change it');
  await page.getByText('What you wrote here earlier was not saved yet.').waitFor();
  await press(page, 'Begin again from what is saved');
  await page.getByText('It can work, and is saved so.').waitFor();
  await page.keyboard.press('Escape');
  await heading(page, 'Policies').waitFor();
});

it('asks once more before people get in without a token', async () => {
  const db = new Database(join(house.server.data, 'keydesk.sqlite'));
  db.exec("INSERT INTO group_settings VALUES ('everyone', 'require_token', 'allow')");
  await press(page, 'New policy');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('guests');
  await press(page, 'Add an action');
  await page.getByRole('option', { name: /passOnNoToken/ }).click();
  await page
    .getByText('Whoever a group requires a token of is not let in by passOnNoToken: Everyone.')
    .first()
    .waitFor();
  db.exec('DELETE FROM group_settings');
  db.close();
  await press(page, 'Save the policy');
  await page.getByRole('dialog', { name: 'Let people in without a token?' }).waitFor();
  await look('a dangerous policy');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await policyNames()).toEqual(['one each']);
  await press(page, 'Save the policy');
  await page.getByRole('dialog').getByRole('button', { name: 'Save the policy' }).click();
  await rowWith(/guests.*Without a token/).waitFor();
  await look('the list');
});

it('names who would be affected before anything is saved', async () => {
  await page.getByRole('row', { name: /one each/ }).click();
  await page.getByRole('heading', { name: 'one each' }).waitFor();
  await look('a policy beside the list');
  await press(page, 'Change it');
  await press(page, 'Show by name');
  await page.getByText(/^Nobody of \d+ people/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Value of max_token_per_user' }).fill('3');
  await press(page, 'Show by name');
  await rowWith(/Amara Okafor.*max_token_per_user: 1 → 3/).waitFor();
  await look('what if');
  await page.keyboard.press('Escape');
  await press(page, 'Save the policy');
  await heading(page, 'Policies').waitFor();
});

it('explains why somebody was refused on a Saturday', async () => {
  const hours = { ...blankPolicy, name: 'office hours', scope: 'authentication', time: 'Mon-Fri: 8-18' } as const;
  const passthru = { passthru: 'userstore' };
  await ask(page, 'policies/switch', { name: 'guests', active: false });
  await ask(page, 'policies/save', { policy: { ...hours, action: passthru }, others: {}, seen: null });
  await press(page, 'Explain a decision');
  await page.getByRole('textbox', { name: 'Person' }).fill('amara.okafor');
  await page.getByRole('textbox', { name: 'Address' }).fill('300.0.0.5');
  await page.keyboard.press('Enter');
  await page.getByText('Write one address such as 10.0.0.5.').waitFor();
  await page.getByRole('textbox', { name: 'Address' }).fill('10.0.0.5');
  await page.getByRole('textbox', { name: 'Day and time' }).fill('Saturday');
  await page.keyboard.press('Enter');
  await page.getByText('Write the day and the time as').waitFor();
  await page.getByRole('textbox', { name: 'Day and time' }).fill('2026-11-21 10:00');
  await page.keyboard.press('Enter');
  await heard('Amara Okafor is refused: no token, and no policy lets in without one.');
  await page.getByText('It counts Mon-Fri: 8-18; the request was on Saturday').waitFor();
  await page.getByText('It is switched off.').waitFor();
  await look('an explanation');
  await page.getByRole('textbox', { name: 'Day and time' }).fill('2026-11-23 10:00');
  await page.keyboard.press('Enter');
  await heard('Amara Okafor gets in without a token: by their password.');
  const headers = page.getByRole('textbox', { name: 'Headers of the request' });
  await headers.fill('X-Site: north\nCookie: x');
  await page.getByRole('textbox', { name: 'Day and time' }).press('Enter');
  await page.getByText('Cookie proves who asks.').waitFor();
  await look('headers that are not taken');
  await headers.fill('X-Site: north');
  await page.getByRole('textbox', { name: 'Token', exact: true }).fill('NONE');
  await page.getByRole('textbox', { name: 'Day and time' }).press('Enter');
  await page.getByRole('alert').first().waitFor();
  await page.getByRole('textbox', { name: 'Person' }).press('Escape');
  await heading(page, 'Policies').waitFor();
});

it('shows the contradictions that another program wrote, and what to do', async () => {
  const other = {
    ...blankPolicy,
    scope: 'authentication',
    name: 'pins of the office',
    action: { otppin: 'userstore' },
  };
  const db = new Database(join(house.server.data, 'keydesk.sqlite'));
  for (const policy of [other, { ...other, name: 'no pins', action: { otppin: 'none' } }]) {
    db.prepare('INSERT INTO policies (name, content) VALUES (?, ?)').run(policy.name, JSON.stringify(policy));
  }
  db.close();
  // What was asked within the last second is not asked again: looks elsewhere and back, until they are seen.
  await expect
    .poll(async () => {
      await page.getByRole('link', { name: 'Desk' }).click();
      await page.getByRole('link', { name: 'Policies' }).click();
      await page.getByRole('row', { name: /one each/ }).waitFor();
      return page.getByRole('button', { name: 'One conflict' }).count();
    })
    .toBe(1);
  await press(page, 'One conflict');
  await page.getByText('no pins and pins of the office contradict each other on otppin.').waitFor();
  await look('a conflict');
  await press(page, 'Change no pins');
  await page.getByText('pins of the office says userstore for otppin').first().waitFor();
  await page.getByRole('textbox', { name: 'Priority' }).fill('2');
  await press(page, 'Save the policy');
  await heading(page, 'Policies').waitFor();
  await press(page, 'Conflicts');
  await page.getByText('No two policies contradict each other.').waitFor();
  await page.keyboard.press('Escape');
});

it('brings a deleted policy back, and all of them from a file', async () => {
  const before = await ask(page, 'policies/list');
  await page.getByRole('row', { name: /one each/ }).click();
  await press(page, 'Delete');
  await page.getByText('one each is deleted.').first().waitFor();
  await look('after a deletion');
  await press(page, 'Bring it back');
  await page.getByRole('row', { name: /one each/ }).waitFor();
  const file = join(folder, 'policies.cfg');
  await open.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
  await press(page, 'Export');
  await expect.poll(() => readFileSync(file, { encoding: 'utf8', flag: 'a+' })).toContain('[office hours]');
  const [first] = await ask(page, 'policies/list');
  const { policy, revision } = first ?? { policy: blankPolicy as never, revision: '' };
  await ask(page, 'policies/delete', { name: (policy as { name: string }).name, revision });
  await press(page, 'Import');
  await page.getByRole('dialog', { name: /policies in policies\.cfg/ }).waitFor();
  await look('before an import');
  await press(page, 'Import one policy');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const plain = (rows: typeof before) =>
    rows.map((row) => row.policy).sort((one, two) => (one.name < two.name ? -1 : 1));
  expect(plain(await ask(page, 'policies/list'))).toEqual(plain(before));
});

/** The server no longer knows the administrator whom it gave this session, and then knows them again. */
async function endSession(): Promise<void> {
  const db = new Database(join(house.server.data, 'keydesk.sqlite'));
  const rename = db.prepare('UPDATE admins SET name = ? WHERE name = ?');
  rename.run('away', 'anna');
  // Who hears it first is not sure, the screen's own question or this one: the other is then cut off.
  await expect(ask(page, 'policies/list')).rejects.toThrow(/administration\/(signed-out|cancelled)/);
  await heading(page, 'Sign in to the server').waitFor();
  rename.run('anna', 'away');
  db.close();
}

it('keeps what was typed when the session ends, and closes the screen when somebody signs out', async () => {
  await press(page, 'New policy');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('half done');
  await endSession();
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('anna');
  await page.getByText('What anna was doing is kept.').waitFor();
  await page.keyboard.press('Escape');
  await look('sign in again');
  await signIn();
  await heading(page, 'New policy').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('half done');
  await page.getByRole('link', { name: 'Trust' }).click();
  await page.getByRole('link', { name: 'Whom to ask' }).click();
  const contact = page.getByRole('textbox', { name: 'Whom to ask for a token' });
  await contact.fill('Ask at the gate.');
  await endSession();
  await signIn();
  await heading(page, 'Trust').waitFor();
  await page.getByText('Administrator anna').waitFor();
  await drawn(page);
  expect(await contact.inputValue()).toBe('Ask at the gate.');
  await contact.and(page.locator(':focus')).waitFor();
  await press(page, 'Sign out');
  await heading(page, 'Sign in to the server').waitFor();
  await contact.waitFor({ state: 'detached' });
  expect(house.log()).not.toContain(password);
  expect(open.complaints).toEqual([]);
});
