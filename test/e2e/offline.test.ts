import { afterAll, beforeAll, expect, test } from 'vitest';
import { heading, issueTo, press, setUpDesk, signIn } from './actions.ts';
import { ask } from './bridge.ts';
import { logInTwice } from './holder-login.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * 1. The desk has pulled people and guidelines; then the server is gone.
 * 2. The same ceremony, to the same end; its record waits, and the desk says so.
 * 3. The app is closed and opened: the record waits still, and nobody is let in whom the desk cannot check.
 * 4. The server is back: the record arrives by itself, nobody presses anything.
 */
const person = 'Jan van den Berg';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await setUpDesk(open.page);
});
afterAll(() => house?.end());

test('issues without a server; the record waits and the desk says so', async () => {
  await house.server.kill();
  await issueTo(open.page, person);
  await open.page.getByText('Recorded here; waiting to be sent').waitFor();
  await press(open.page, 'Back to the desk');
  await heading(open.page, 'Ready for the next person').waitFor();
  await open.page.getByText(/1 record waits/).waitFor();
  await expect
    .poll(() => ask(open.page, 'sync/state'))
    .toMatchObject({ waiting: 1, problem: { code: 'sync/unreachable' } });
});

test('keeps the record waiting when the app is closed and opened again', async () => {
  await open.quit();
  open = await house.open();
  await heading(open.page, 'Unlock Keydesk').waitFor();
  await open.page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('four words nobody guesses');
  await press(open.page, 'Unlock');
  // Without the server nobody can say who is there: an administrator has no token whose codes could be kept here.
  await heading(open.page, 'Who is at this desk?').waitFor();
  await signIn(open.page);
  await open.page
    .getByText(/without it anna cannot be checked/)
    .first()
    .waitFor();
  expect(await ask(open.page, 'sync/state')).toMatchObject({ waiting: 1 });
});

test('delivers by itself when the server is back, and the person can log in', async () => {
  await house.server.start();
  await signIn(open.page);
  await heading(open.page, 'Ready for the next person').waitFor();
  await open.page.getByText(/Everything is sent/).waitFor({ timeout: 90_000 });
  const [row] = (await ask(open.page, 'records/list', { query: '', limit: 5 })).rows;
  expect(row).toMatchObject({ kind: 'issued', delivery: 'delivered', holderName: person });
  expect(await logInTwice(house, 'jan.vandenberg')).toEqual([true, false]);
  expect(open.complaints).toEqual([]);
});
