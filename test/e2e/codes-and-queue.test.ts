import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heading, press, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { drawn } from './look.ts';
import { administrator, serverWire } from './server-wire.ts';

/*
 * 1. A controller puts Amara into the queue for a token, and takes her out on the board.
 * 2. Amara has a temporary code that is alive: the desk's list says until when, and it is ended there.
 * 3. While the server is away the desk says that a code that it saw cannot be ended now; the queue goes on.
 * 4. An administrator sees another code beside her, and ends it.
 * 5. Her only token: what unassigning or revoking it would mean is said before, also once a token is required.
 * Each screen is looked at by axe, in light and in dark.
 */
const serial = 'OATH00112233';
const amara = { user: 'amara.okafor', realm: 'office' };
const sizes = [
  { width: 1280, height: 800 },
  { width: 800, height: 600 },
];
let house: House;
let open: OpenApp;
let page: Page;
const shots = process.env.KEYDESK_SHOTS;

beforeAll(async () => {
  house = await newHouse();
  await told('POST', '/token/init', { serial, genkey: '1', ...amara });
  open = await house.open();
  page = open.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(page);
});
afterAll(() => house?.end());

async function told(method: 'GET' | 'POST' | 'DELETE', path: string, parameters: Record<string, string> = {}) {
  const wire = await serverWire(house);
  try {
    return (await wire.ask({ method, path, parameters })).value;
  } finally {
    wire.close();
  }
}

/** As the server keeps one that somebody was given a minute ago. */
function giveCode(): void {
  const store = new Database(join(house.server.data, 'keydesk.sqlite'));
  store
    .prepare(
      `INSERT OR REPLACE INTO temporary_codes (person_id, hash, begun_at, controller, station, proof, tries)
       SELECT id, 'of nothing', ?, 'ines.garcia@office', 'st', 'known to me, in the room', 0 FROM people
       WHERE username = 'amara.okafor' AND realm = 'office'`,
    )
    .run(new Date(Date.now() - 60_000).toISOString());
  store.close();
}

async function look(screen: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await ask(page, 'app/set-settings', { theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    await drawn(page);
    if (shots !== undefined) await take(`${screen}-${theme}`);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found, `${screen}, ${theme}`).toEqual([]);
  }
}

/** Pictures of every size and language; only when somebody wants to look at them. */
async function take(name: string): Promise<void> {
  mkdirSync(shots ?? '', { recursive: true });
  for (const language of ['en', 'de'] as const) {
    await ask(page, 'app/set-settings', { language });
    for (const size of sizes) {
      await open.app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
      }, size);
      await drawn(page);
      await page.screenshot({ path: `${shots}/${name}-${language}-${size.width}.png` });
    }
  }
  await ask(page, 'app/set-settings', { language: 'en' });
  await open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await drawn(page);
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const goTo = (place: string) => page.getByRole('link', { name: place, exact: true }).press('Enter');

test('a controller puts somebody into the queue at the desk, and takes them out on the board', async () => {
  await goTo('People');
  await page.getByRole('row').filter({ hasText: 'Amara Okafor' }).click();
  await button('Put into the queue for a token').press('Enter');
  await page.getByText(/^In the queue for a token since/).waitFor();
  await look('in the queue');
  await goTo('Roll-out');
  await button('Take out Amara Okafor').waitFor();
  await look('the board');
  await button('Take out Amara Okafor').press('Enter');
  await button('Take out Amara Okafor').waitFor({ state: 'detached' });
  await expect.poll(() => told('GET', '/trust/queue')).toEqual([]);
});

test('a code that is alive is seen in the list, and ended', async () => {
  giveCode();
  await goTo('People');
  await page.getByText(/^until \d/).waitFor();
  await page.getByRole('row').filter({ hasText: 'Amara Okafor' }).click();
  await page.getByText(/^A temporary code is alive until .*, given by Inés García y Vega/).waitFor();
  await look('a living code');
  await button('Remove the code').press('Enter');
  await button('Remove the code').waitFor({ state: 'detached' });
  expect(await told('GET', '/trust/temporary-codes')).toEqual([]);
});

test('offline it says that the code cannot be ended now, and the queue goes on', async () => {
  giveCode();
  await goTo('Desk');
  await goTo('People');
  await page.getByText(/^until \d/).waitFor();
  await house.server.kill();
  await ask(page, 'sync/send-now');
  await page.getByRole('row').filter({ hasText: 'Amara Okafor' }).click();
  await page.getByText(/the code cannot be removed now/).waitFor();
  expect(await button('Remove the code').count()).toBe(0);
  await button('Put into the queue for a token').press('Enter');
  await page.getByText('Kept here until the server hears of it.').waitFor();
  await look('a living code, offline');
  await house.server.start();
  await ask(page, 'sync/send-now');
  await expect.poll(() => told('GET', '/trust/queue')).toMatchObject([{ user: 'amara.okafor' }]);
});

test('an administrator sees a code beside the person, and ends it', async () => {
  giveCode();
  await goTo('People');
  await page.getByRole('row').filter({ hasText: 'Amara Okafor' }).click();
  await button('Change tokens on the server').press('Enter');
  await heading(page, 'Sign in to the server').waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(administrator.name);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByText(/^A temporary code is alive until/).waitFor();
  await page.getByText(/^until \d/).waitFor();
  await look('a living code, to an administrator');
  await button('Remove the code').press('Enter');
  await button('Remove the code').waitFor({ state: 'detached' });
});

test('says whom an act locks out before it is done', async () => {
  await button(serial).press('Enter');
  await press(page, 'Unassign');
  await page.getByText(/logs in with the password alone/).waitFor();
  await look('unassigning the only token');
  await page.keyboard.press('Escape');
  await told('POST', '/trust/groups/required', { name: 'Required', allow: 'require_token' });
  await told('POST', '/trust/groups/required/members', amara);
  await press(page, 'Unassign');
  await page.getByText(/cannot log in at all: a token is required/).waitFor();
  await look('unassigning the only token when one is required');
  await page.keyboard.press('Escape');
  await press(page, /^Revoke/);
  await page.getByText(/is asked for a code and has no token that gives one/).waitFor();
  await look('revoking the only token');
});
