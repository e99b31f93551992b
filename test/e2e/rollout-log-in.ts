import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { hotp } from '../../domain/otp/hotp.ts';
import { emulatedState } from '../../native/emulator/state.ts';
import { openBrowser } from './plain-browser.ts';
import * as cast from './rollout-cast.ts';
import type { Walk } from './rollout-house.ts';
import { serverWire } from './server-wire.ts';

/** Once tokens are required: who has one gets in, who has none is told whom to ask. */
const contact = 'Ask Hana or Jan in Bern (12 34), Inés in Basel (56 78).';

/** What the next touch of somebody's token would type, at home. */
function codeAtHome({ drawer, issued }: Walk, { username }: cast.Player): string {
  const file = join(drawer, `${issued.get(username)}.json`);
  const { slots } = emulatedState.parse(JSON.parse(readFileSync(file, 'utf8')));
  const configuration = Buffer.from(slots[1]?.configuration ?? '', 'hex');
  const seed = Buffer.concat([configuration.subarray(22, 38), configuration.subarray(16, 20)]);
  return hotp(seed, slots[1]?.counter ?? 0);
}

async function typePassword(page: Page, username: string, password: string): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('#password').press('Enter');
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.locator('#code').fill(code);
  await page.locator('#code').press('Enter');
}

export async function logIn(walk: Walk): Promise<void> {
  const newcomer = await addNewcomer(walk);
  const browser = await openBrowser(walk.house, '/login');
  try {
    await withToken(walk, browser.page);
    await withoutToken(walk, browser.page, newcomer);
  } finally {
    await browser.close();
  }
}

async function withToken(walk: Walk, page: Page): Promise<void> {
  const { amara } = cast;
  await walk.look('the sign-in page', page);
  await typePassword(page, amara.username, cast.passwordOf(amara));
  await page.getByRole('textbox', { name: 'Code' }).waitFor();
  assert.equal(await page.getByText(contact).count(), 0);
  await walk.look('the sign-in page asks for a code', page);
  const session = (await page.locator('input[name=session]').getAttribute('value')) ?? '';
  const code = codeAtHome(walk, amara);
  await typeCode(page, '000000');
  await page.getByRole('alert').getByText('The code is wrong.').waitFor();
  await page.getByText(contact).waitFor();
  await walk.look('a wrong code, and whom to ask', page);
  await typeCode(page, code);
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
  await walk.look('signed in', page);
  assert.doesNotMatch(await sent(walk, '/login/code', { session, code }), /signed in/);
}

async function withoutToken(walk: Walk, page: Page, { user, password }: Newcomer): Promise<void> {
  const login = new URL('/login', walk.house.server.url).href;
  await page.goto(login);
  await typePassword(page, user, 'a wrong one');
  await page.getByRole('alert').getByText('The username or the password is wrong.').waitFor();
  assert.equal(await page.getByText(contact).count(), 0);
  await walk.look('a wrong password', page);
  await typePassword(page, user, password);
  await page.getByRole('heading', { name: 'You need a token to sign in' }).waitFor();
  await page.getByText(contact).waitFor();
  assert.equal(await page.locator('input[name=session]').count(), 0);
  await walk.look('a token is required, and whom to ask', page);
  await page.setExtraHTTPHeaders({ 'accept-language': 'de-CH' });
  await page.goto(login);
  await typePassword(page, user, password);
  await page.getByText(contact).waitFor();
  await walk.look('the same in German', page);
}

interface Newcomer {
  readonly user: string;
  readonly password: string;
}

/** Somebody whom nobody has given a token yet. */
async function addNewcomer({ house }: Walk): Promise<Newcomer> {
  const newcomer = { user: 'new.starter', password: 'nobody gave me a token yet' };
  const wire = await serverWire(house);
  const { user } = newcomer;
  const parameters = { resolver: 'office', user, givenname: 'Nia', surname: 'Newcomer', description: 'Bern' };
  await wire.ask({
    method: 'POST',
    path: '/user/',
    parameters,
    secrets: { password: Buffer.from(newcomer.password) },
  });
  wire.close();
  return newcomer;
}

/** What the page says to a form that is sent once more. */
function sent({ house }: Walk, path: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams(fields).toString();
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  const ca = readFileSync(join(house.server.data, 'ca.pem'));
  return new Promise((resolve, reject) => {
    const post = request(new URL(path, house.server.url), { method: 'POST', ca, agent: false, headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    post.on('error', reject);
    post.end(body);
  });
}
