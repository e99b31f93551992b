import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openInstallation } from '../../server/installation.ts';
import { type Receiver, startMailServer, type TestTrust, testTrust } from '../server/message-receiver.ts';
import { heading, press, setUpDesk, tick } from './actions.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';
import { administrator, serverWire } from './server-wire.ts';

/*
 * The server is set up from the app; each screen is looked at by axe in light and dark:
 *  1. an administrator is added with roles, changed and removed; the last one stays
 *  2. a mail server is tried for real, kept, and chosen for e-mail
 *  3. a gateway is defined
 *  4. a message that is stuck shows its trouble, is tried again, and is given up
 */
let house: House;
let open: OpenApp;
let page: Page;
let trust: TestTrust;
let mail: Receiver;

beforeAll(async () => {
  trust = await testTrust();
  const { cert, key } = trust;
  [house, mail] = await Promise.all([newHouse(), startMailServer({ cert, key })]);
  await stuckMessage();
  open = await house.open();
  page = open.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(page);
});
afterAll(async () => {
  await house?.end();
  await mail?.stop();
  trust?.remove();
});

/** A message whose mail server is defined no more, after three attempts; put there while the server is down. */
async function stuckMessage(): Promise<void> {
  await house.server.kill();
  const installation = await openInstallation(house.server.data, () => new Date());
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  await installation.store.commits.run(({ messages }) =>
    messages.add({
      ...{ id: 'stuck-1', kind: 'email', route: 'old-mail', about: 'EM0001', sealed: null, state: 'waiting' },
      ...{ attempts: 4, enqueuedAt: at(-20), nextAttemptAt: at(30), expiresAt: at(60), finishedAt: null },
      trouble: 'mail.example.org: the mail server does not answer',
    }),
  );
  await installation.store.close();
  await house.server.start();
}

const dialog = () => page.getByRole('dialog');
const inDialog = (name: string | RegExp) =>
  dialog()
    .getByRole('button', { name, exact: typeof name === 'string' })
    .click();

const look = (screen: string) => lookAt(page, screen);

test('keeps the settings of the desk where they were', async () => {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await heading(page, 'Settings').waitFor();
  await page.getByRole('heading', { name: 'Language and look' }).waitFor();
  await look('settings of the desk');
});

test('adds an administrator with roles in words, by keyboard', async () => {
  await page.getByRole('link', { name: 'Administrators' }).press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  await page.keyboard.type(administrator.name, { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.type(administrator.password, { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByRole('row').filter({ hasText: 'anna' }).waitFor();
  await look('administrators');
  await page.getByRole('button', { name: 'Add an administrator' }).press('Enter');
  await dialog().locator('input:focus').waitFor();
  await page.keyboard.type('carla', { delay: 60 });
  for (const _ of ['first', 'again']) {
    await page.keyboard.press('Tab');
    await page.keyboard.type('carla has a password', { delay: 60 });
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await look('add an administrator');
  await page.keyboard.press('Enter');
  await dialog().getByText('carla is an administrator').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'Look, Help desk' }).click();
  await page.getByRole('heading', { name: 'carla' }).waitFor();
  await look('one administrator');
});

test('changes roles, and takes them back', async () => {
  await press(page, 'Change roles');
  await tick(page, 'checkbox', /^Help desk/);
  await look('change roles');
  await inDialog('Give these roles');
  await dialog().getByText('carla has these roles now').waitFor();
  await inDialog('Close');
  await press(page, 'Remove');
  await inDialog('Remove');
  await page.getByRole('row').filter({ hasText: 'carla' }).waitFor({ state: 'detached' });
});

test('never removes the last one who can add others', async () => {
  await page.getByRole('row').filter({ hasText: 'anna' }).click();
  await page.getByText('The only one left').waitFor();
  expect(await page.getByRole('button', { name: 'Remove', exact: true }).isDisabled()).toBe(true);
  await press(page, 'Change roles');
  await tick(page, 'checkbox', /^Administrators/);
  await inDialog('Give these roles');
  await dialog()
    .getByText(/only one left who can make administrators/)
    .waitFor();
  await page.keyboard.press('Escape');
});

test('tries a mail server for real and keeps it', async () => {
  await page.getByRole('link', { name: 'Mail and SMS' }).click();
  await page.getByText('No mail server yet').waitFor();
  await look('no mail server');
  await press(page, 'Add a mail server');
  const field = (name: string) => dialog().getByRole('textbox', { name, exact: true });
  await field('Name').fill('office-mail');
  await field('Server').fill('127.0.0.1');
  await field('Port').fill(String(mail.port));
  await field('Mail comes from').fill('desk@keydesk.test');
  await field('Send a test to').fill('kim@example.org');
  await inDialog('Send a test');
  await dialog().getByText('It was not taken').waitFor();
  await look('a mail server, not taken');
  await dialog().getByRole('textbox', { name: 'Authority of its certificate' }).fill(trust.ca);
  await inDialog('Send a test');
  await dialog().getByText('It was taken').waitFor();
  expect(mail.got('message')).toHaveLength(1);
  await inDialog(/^Keep/);
  await dialog().getByText('office-mail is kept').waitFor();
  await inDialog('Close');
  await page.getByRole('button', { name: 'Change office-mail' }).waitFor();
});

test('defines a gateway whose secrets are not shown again', async () => {
  await press(page, 'Add an SMS gateway');
  const field = (name: string) => dialog().getByRole('textbox', { name, exact: true });
  await field('Name').fill('phones');
  await field('Address').fill('https://sms.example.org/send');
  await dialog().getByRole('group', { name: 'Headers' }).getByRole('button', { name: 'Add a secret' }).click();
  await dialog().getByRole('group', { name: 'Headers' }).getByRole('textbox', { name: 'Name' }).fill('X-Key');
  await field('Secret value').fill('canary-api-key');
  await look('a gateway');
  await inDialog(/^Keep/);
  await dialog().getByText('phones is kept').waitFor();
  await inDialog('Close');
  await page.getByRole('button', { name: 'Change phones' }).click();
  await dialog().getByText('kept; type to replace').first().waitFor();
  expect(await page.content()).not.toContain('canary-api-key');
  await page.keyboard.press('Escape');
});

test('chooses what e-mail goes out by', async () => {
  await page.getByRole('link', { name: 'Server', exact: true }).click();
  await page.getByRole('button', { name: /E-mail by/ }).click();
  await page.getByRole('option', { name: 'office-mail' }).click();
  const wire = await serverWire(house);
  await expect
    .poll(async () => (await wire.ask({ method: 'GET', path: '/system/email.identifier' })).value)
    .toBe('office-mail');
  wire.close();
  await page.getByRole('textbox', { name: 'A code by SMS' }).fill('much');
  await press(page, 'Keep: A code by SMS');
  await page.locator('.problem').waitFor();
  await look('settings of the server, with a fault');
});

test('shows what is stuck with its trouble, and gives it up', async () => {
  await page.getByRole('link', { name: 'Messages' }).click();
  await page.getByRole('row').filter({ hasText: 'does not answer' }).click();
  await page.getByText('The last attempt failed: mail.example.org').waitFor();
  await look('a stuck message');
  await press(page, 'Try now');
  await page
    .getByText(/Refused/)
    .first()
    .waitFor();
  await look('a refused message');
  await press(page, 'Put aside');
  await page.getByText('Nothing is stuck.').waitFor();
  expect(open.complaints).toEqual([]);
});
