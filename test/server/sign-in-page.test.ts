import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ocra } from '../../domain/otp/ocra.ts';
import { parseOcraSuite } from '../../domain/otp/ocra-suite.ts';
import { hashPin } from '../../server/check/pin.ts';
import { administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';

/** A browser of the system: the page is for those that people have, not for the app's own window. */
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (browserPath === undefined) {
  console.warn('There is no Chromium on this machine: the sign-in page is not looked at in a browser.');
}

const password = 'amara’s own password';
const contact = 'Ask Ida <ida@example.org>,\nroom 3.';
const patienceMs = 60_000;

describe.skipIf(browserPath === undefined)('the sign-in page in a browser', () => {
  let house: House;
  let browser: Browser;

  beforeAll(async () => {
    house = await openHouse();
    const { store } = house.server.installation;
    const person = await store.ownPeople.find('office', 'amara.okafor');
    if (person === undefined) throw new Error('the example people are there');
    await store.ownPeople.change('office', { ...person, passwordHash: await hashPin(Buffer.from(password)) });
    await store.settings.set('contact', contact);
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  /** A page in a scheme of colours, without any script of its own. */
  async function opened(colorScheme: 'light' | 'dark', locale = 'en', javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, colorScheme, locale, javaScriptEnabled });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    await page.goto(`${house.server.url}/login`);
    return page;
  }

  async function look(page: Page, what: string): Promise<void> {
    const shots = process.env.KEYDESK_SHOTS;
    if (shots !== undefined) await page.screenshot({ path: `${shots}/login-${what}.png` });
    const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(passes.length).toBeGreaterThan(5);
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    expect(found, what).toEqual([]);
  }

  /** By the keyboard alone: the field that wants it has the focus. */
  async function typePassword(page: Page, typed: string): Promise<void> {
    // The browser gives a field the focus a moment after the page is loaded.
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type('amara.okafor');
    await page.keyboard.press('Tab');
    await page.keyboard.type(typed);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  }

  test.each(['light', 'dark'] as const)(
    'has no fault that axe finds, on every page (%s)',
    async (scheme) => {
      const { store } = house.server.installation;
      const personId = await house.personId('amara.okafor');
      const page = await opened(scheme);
      await look(page, `password-${scheme}`);
      await typePassword(page, 'wrong');
      await page.getByRole('alert').getByText('The username or the password is wrong.').waitFor();
      expect(await page.getByText('Ask Ida').count()).toBe(0);
      await look(page, `wrong-password-${scheme}`);
      await rawSql(store, "INSERT INTO group_settings VALUES ('everyone', 'require_token', 'allow')");
      await page.goto(`${house.server.url}/login`);
      await typePassword(page, password);
      await page.getByRole('heading', { name: 'You need a token to sign in' }).waitFor();
      await page.getByText('Ask Ida <ida@example.org>').waitFor();
      await look(page, `token-required-${scheme}`);
      await rawSql(store, 'DELETE FROM group_settings');
      await house.give(`HOTP-${scheme}`, { ownerId: personId });
      await page.getByRole('link', { name: 'Begin again' }).press('Enter');
      await page.getByRole('textbox', { name: 'Username' }).waitFor();
      await typePassword(page, password);
      await page.getByRole('textbox', { name: 'Code' }).waitFor();
      expect(await page.getByText('Ask Ida').count()).toBe(0);
      await look(page, `code-${scheme}`);
      await page.locator('#code:focus').waitFor();
      await page.keyboard.type('000000');
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      await page.getByRole('alert').getByText('The code is wrong.').waitFor();
      await page.getByText('Ask Ida <ida@example.org>').waitFor();
      await look(page, `wrong-code-${scheme}`);
      await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
      await page.goto(`${house.server.url}/login`);
      await typePassword(page, password);
      await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
      await look(page, `done-${scheme}`);
      await page.context().close();
    },
    180_000,
  );

  test.each(['light', 'dark'] as const)(
    'asks a token by a picture, without a script (%s)',
    async (scheme) => {
      const admin = await administration(house);
      const { store } = house.server.installation;
      await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
      const key = Buffer.alloc(32, 7);
      const owner = { user: 'amara.okafor', realm: 'office' };
      await admin.post('/token/init', { type: 'qr', serial: `QR-${scheme}`, otpkey: key.toString('hex'), ...owner });
      const where = 'https://desk.example.org/ttype/qr';
      await admin.post('/policy/app', { scope: 'authentication', action: `qrtanurl=${where}` });
      const page = await opened(scheme, scheme === 'light' ? 'en' : 'de-CH', false);
      await typePassword(page, password);
      const picture = page.getByRole('img', { name: `QR-${scheme}` });
      await picture.waitFor();
      await page.locator('#code:focus').waitFor();
      // The picture is really drawn: the page's own rules let it be.
      const box = await picture.boundingBox();
      expect(box?.width).toBeGreaterThan(200);
      expect(box?.height).toBeCloseTo(box?.width ?? 0, 0);
      const shots = process.env.KEYDESK_SHOTS;
      if (shots !== undefined) await page.screenshot({ path: `${shots}/login-qr-${scheme}.png`, fullPage: true });
      const answered = page.getByRole('button', { name: /answered in the app|in der App geantwortet/ });
      await Promise.all([page.waitForNavigation(), answered.press('Enter')]);
      await page.getByRole('alert').waitFor();
      const question = (await page.locator('.question').textContent()) ?? '';
      const suite = parseOcraSuite('OCRA-1:HOTP-SHA256-8:C-QA64');
      await page.locator('#code').fill(ocra(suite, key, { question, counter: 0 }));
      await Promise.all([page.waitForNavigation(), page.locator('#code').press('Enter')]);
      await page.getByRole('heading', { name: /You are signed in|Sie sind angemeldet/ }).waitFor();
      await page.context().close();
    },
    180_000,
  );

  test('asks a token by a picture without a fault that axe finds', async () => {
    const { store } = house.server.installation;
    await rawSql(store, "UPDATE credentials SET ended_at = '2026-01-01' WHERE ended_at IS NULL");
    const admin = await administration(house);
    const owner = { user: 'amara.okafor', realm: 'office' };
    await admin.post('/token/init', { type: 'qr', serial: 'QR-axe', otpkey: '07'.repeat(32), ...owner });
    for (const scheme of ['light', 'dark'] as const) {
      const page = await opened(scheme);
      await typePassword(page, password);
      await page.getByRole('img', { name: 'QR-axe' }).waitFor();
      await look(page, `question-${scheme}`);
      await page.context().close();
    }
  }, 180_000);

  test('speaks the language of the browser', async () => {
    const page = await opened('light', 'de-CH');
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await look(page, 'german');
    await page.context().close();
  }, 120_000);
});
