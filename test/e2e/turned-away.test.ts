import { afterAll, beforeAll, expect, test } from 'vitest';
import { press, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * 1. An administrator revokes the station on the server.
 * 2. The desk says that it is turned away, and leads to Settings.
 * 3. There a new code brings the same station back.
 */
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await setUpDesk(open.page);
});
afterAll(() => house?.end());

test('a station that was revoked says so, leads to Settings, and comes back by a new code', async () => {
  const { page } = open;
  const station = (await ask(page, 'app/state')).station?.id ?? '';
  house.server.revoke(station);
  await ask(page, 'sync/send-now');
  await page.getByRole('link', { name: 'The server turns this station away. Enrol it again.' }).click();
  await page.getByText('The server no longer accepts this station.').first().waitFor();
  await press(page, 'Enrol again');
  await page.getByText('Paste the enrolment code.').waitFor();
  await page.getByRole('textbox', { name: 'Enrolment code' }).fill(house.server.code());
  await press(page, 'Enrol again');
  await page.getByRole('textbox', { name: 'Enrolment code' }).waitFor({ state: 'detached' });
  await expect.poll(() => ask(page, 'sync/state')).toMatchObject({ problem: null, online: true });
  expect((await ask(page, 'app/state')).station?.id).toBe(station);
  expect(open.complaints).toEqual([]);
});
