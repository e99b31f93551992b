import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOver, heading, issueTo, press, readGuidelines, setUpDesk, tick } from './actions.ts';
import { ask } from './bridge.ts';
import { logInTwice } from './holder-login.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';
import { serverWire } from './server-wire.ts';

/*
 * 1. A token is issued to Amara, and withdrawn from her: her log-in is refused.
 * 2. It is issued to Jan, who loses it while the server is away: this desk refuses it at once, the server once it is back.
 * 3. Somebody brings it: it is plugged in, and taken back.
 * 4. It is issued to Ines, a trust controller: by a touch of it she gives Amara, whose phone is away, a temporary code.
 * 5. Ines's token is given to Jan on the server; the desk has not heard and withdraws it: the server disputes that.
 * Each screen is looked at by axe, in light and in dark.
 */
const inesPassword = 'ines has a long password';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await open.page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(open.page);
  const wire = await serverWire(house);
  await wire.ask({ method: 'POST', path: '/trust/offices/madrid', parameters: { name: 'Madrid' } });
  wire.close();
  await ask(open.page, 'sync/send-now');
});
afterAll(() => house?.end());

/** The person's place in the list, with what they hold. */
async function openPerson(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill(name);
  await page
    .getByRole('rowheader', { name })
    .or(page.getByRole('gridcell', { name, exact: true }))
    .first()
    .click();
  await page.getByRole('heading', { name, level: 2 }).waitFor();
}

const attached = async () => (await ask(open.page, 'tokens/attached')).tokens[0];
/** Issues a token and puts it where somebody's pocket would be. */
async function issueAndPocket(page: Page, name: string): Promise<void> {
  await issueTo(page, name);
  await page.getByText('Recorded, and the server has it').waitFor();
  await press(page, 'Back to the desk');
  await ask(page, 'practice/pull-out');
}

test('withdraws a token: why, what follows, and from then on the log-in is refused', async () => {
  const { page } = open;
  await issueAndPocket(page, 'Amara Okafor');
  expect(await logInTwice(house, 'amara.okafor')).toEqual([true, false]);
  await openPerson(page, 'Amara Okafor');
  await lookAt(page, 'person');
  await press(page, /^Withdraw: /);
  await heading(page, 'Why is it withdrawn?').waitFor();
  await press(page, /^Next/);
  await page.getByText('Choose a reason: it is recorded.').waitFor();
  await lookAt(page, 'withdraw-why');
  await tick(page, 'radio', 'The person leaves');
  await press(page, /^Next/);
  await heading(page, 'Withdraw this token?').and(page.locator(':focus')).waitFor();
  // Whoever presses Enter through the screens has ended nothing.
  await page.keyboard.press('Enter');
  expect(await page.locator('button[data-enter], button[data-kind^="refuse"]:has(kbd)').count()).toBe(0);
  await heading(page, 'Withdraw this token?').waitFor();
  await page.getByText('Amara Okafor logs in with the password alone.').waitFor();
  await page.getByText(/^It is not in the port: it is revoked/).waitFor();
  await ask(page, 'practice/plug-in');
  await page.getByText('It is in the port: it stays at this desk.').waitFor();
  await lookAt(page, 'withdraw');
  await press(page, /^Withdraw the token/);
  await heading(page, 'The withdrawal is recorded').waitFor();
  await page.getByText('The server has it: no log-in with this token succeeds.').waitFor();
  await lookAt(page, 'withdrawn');
  await press(page, /^Done/);
  expect(await logInTwice(house, 'amara.okafor')).toEqual([false, false]);
  await ask(page, 'practice/pull-out');
});

test('a loss in two clicks, offline: refused here at once, and everywhere once it is delivered', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Desk', exact: true }).click();
  await issueAndPocket(page, 'Jan van den Berg');
  await page.getByText(/Everything is sent/).waitFor();
  await house.server.kill();
  await ask(page, 'sync/send-now');
  await openPerson(page, 'Jan van den Berg');
  await press(page, /^Report lost: /);
  await heading(page, 'Is this token lost?').waitFor();
  await page.getByText(/The server cannot be reached\. The record waits here/).waitFor();
  await lookAt(page, 'lost');
  await press(page, /^Report it lost/);
  await heading(page, 'The loss is recorded').waitFor();
  await page.getByText(/The server has not heard of it yet/).waitFor();
  await ask(page, 'practice/plug-in');
  await expect.poll(async () => (await attached())?.standing).toEqual({ kind: 'unavailable', state: 'lost' });
  await lookAt(page, 'lost-waiting');
  await house.server.start();
  await ask(page, 'sync/send-now');
  await page.getByText('The server has it: no log-in with this token succeeds.').waitFor();
  expect(await logInTwice(house, 'jan.vandenberg')).toEqual([false, false]);
  await press(page, /^Done/);
});

test('a found token is plugged in, and taken back', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await page.getByText('It may not be issued:').waitFor();
  await lookAt(page, 'found');
  await press(page, /^Take back: /);
  await heading(page, 'Take this token back?').waitFor();
  await page.getByText('Was Jan van den Berg’s').waitFor();
  await lookAt(page, 'take-back');
  await press(page, /^Take it back/);
  await page.getByText('The server has it. The token can be written for somebody else.').waitFor();
  await press(page, /^Done/);
  await ask(page, 'sync/send-now');
  await expect.poll(async () => (await attached())?.standing.kind).not.toBe('unavailable');
  await ask(page, 'practice/pull-out');
});

test('a temporary code: how one knows, the own token’s touch, eight digits for five minutes', async () => {
  const { page } = open;
  await page.getByRole('link', { name: 'Desk', exact: true }).click();
  await issueAndPocket(page, 'Inés García y Vega');
  const wire = await serverWire(house);
  const post = (path: string, parameters: Record<string, string>) => wire.ask({ method: 'POST', path, parameters });
  await post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust' });
  await post('/trust/groups/controllers/members', { user: 'ines.garcia@office' });
  await post('/trust/offices/madrid/controllers', { user: 'ines.garcia@office' });
  const { value: resolvers } = await wire.ask({
    method: 'GET',
    path: '/user/',
    parameters: { username: 'ines.garcia' },
  });
  const { resolver } = (resolvers as readonly { resolver: string }[])[0] ?? { resolver: '' };
  const own = { user: 'ines.garcia', resolver, password: inesPassword };
  await wire.ask({ method: 'PUT', path: '/user/', parameters: own });
  await post('/token/init', { type: 'hotp', genkey: '1', user: 'amara.okafor', realm: 'office', serial: 'PHONE' });
  wire.close();
  await ask(page, 'sync/send-now');
  await changeOver(page, 'ines.garcia@office', inesPassword, async () => {
    await ask(page, 'practice/plug-in');
    await ask(page, 'practice/touch', { slot: 1 });
  });
  await readGuidelines(page);
  await ask(page, 'practice/pull-out');

  await openPerson(page, 'Amara Okafor');
  await press(page, 'Temporary code');
  await heading(page, 'How do you know that it is Amara Okafor?').waitFor();
  await lookAt(page, 'code-proof');
  await tick(page, 'radio', /Some other way/);
  await press(page, /^Next/);
  await heading(page, 'Then there is no code').waitFor();
  await lookAt(page, 'code-no');
  await press(page, 'Choose again');
  await tick(page, 'radio', 'I called them and know the voice');
  await press(page, /^Next/);
  await heading(page, 'Touch your own token').waitFor();
  await ask(page, 'practice/plug-in');
  await lookAt(page, 'code-touch');
  await press(page, 'Touch');
  await heading(page, 'Read this code to Amara Okafor').waitFor();
  await lookAt(page, 'code-shown');
  await expect(page.locator('output[data-told]').innerText()).resolves.toMatch(/^\d{4} \d{4}$/);
  await press(page, 'It was read out');
  await heading(page, 'People').waitFor();
  const [row] = (await ask(page, 'records/list', { query: 'Amara', limit: 1 })).rows;
  expect(row).toMatchObject({ kind: 'temporary code', controller: 'ines.garcia@office' });
  expect(open.complaints).toEqual([]);
});

test('a withdrawal that the server disputes says what happened, and leads to whose the token is now', async () => {
  const { page } = open;
  await changeOver(page, 'anna');
  await heading(page, 'Ready for the next person').waitFor();
  const ines = (await ask(page, 'people/search', { query: 'ines.garcia', limit: 1 })).rows[0];
  const serial = ines?.tokens[0]?.serial ?? '';
  // What was done before is delivered, and heard of: nothing makes the desk ask again by itself.
  await ask(page, 'sync/send-now');
  const wire = await serverWire(house);
  await wire.ask({ method: 'POST', path: '/token/unassign', parameters: { serial } });
  const parameters = { serial, user: 'jan.vandenberg', realm: 'office' };
  await wire.ask({ method: 'POST', path: '/token/assign', parameters });
  wire.close();
  await openPerson(page, 'Inés García y Vega');
  await press(page, /^Withdraw: /);
  await tick(page, 'radio', 'Another reason');
  await press(page, /^Next/);
  await press(page, /^Withdraw the token/);
  await page
    .getByText(/^The server did not do this\. It says: .*[Jj]an/)
    .first()
    .waitFor();
  await lookAt(page, 'disputed');
  await press(page, 'See whose it is now');
  await heading(page, 'Tokens').waitFor();
  await ask(page, 'sync/send-now');
  await page.getByRole('gridcell', { name: 'Jan van den Berg' }).first().waitFor();
});
