import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, httpsClient } from '../server/https-client.ts';
import { enrol, type TestStation } from '../server/test-station.ts';
import { acts, answerChecks, beginCeremony, finish, heading, press, setUpDesk, tick } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';
import { lookAt } from './look.ts';
import { administrator, serverWire } from './server-wire.ts';

/*
 * 1. While Amara is given a token here, another desk's word reaches the server first: the token is Dagný's.
 * 2. The desk's first page says so and leads to the conflict: what happened, what is safe, the safe choice first.
 * 3. An administrator sees the same, with one more choice.
 * 4. The controller makes the safe choice: the token in the port is taken back, and the ceremony begins anew with Amara.
 * 5. Her further token is asked about: one that she has is replaced.
 * Each screen is looked at by axe, in light and in dark, wide and narrow.
 */
let house: House;
let open: OpenApp;
let client: Client;
let bern: TestStation;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await open.page.emulateMedia({ reducedMotion: 'reduce' });
  await setUpDesk(open.page);
  client = httpsClient(house.server.url, readFileSync(join(house.server.data, 'ca.pem'), 'utf8'));
  const wire = await serverWire(house);
  await wire.ask({ method: 'POST', path: '/trust/offices/madrid', parameters: { name: 'Madrid' } });
  wire.close();
  await ask(open.page, 'sync/send-now');
  bern = await enrol(client, house.server.code(), 'Bern');
});
afterAll(async () => {
  client?.close();
  await house?.end();
});

test('a token that another desk issued meanwhile is a conflict that says what happened, and the safe choice leads on', async () => {
  const { page } = open;
  await beginCeremony(page);
  for (const { step, act } of acts) {
    if (step === 'hand over') {
      const serial = (await ask(page, 'tokens/attached')).tokens[0]?.token.serial ?? '';
      const there = await bern.issue({ serial, username: 'dagny.thorvaldsdottir', userId: '1004', controller: 'anna' });
      expect((await bern.put(there)).status).toBe(200);
    }
    await act(page, 'Amara Okafor');
  }
  await press(page, 'Back to the desk');
  await page.getByRole('link', { name: /A record contradicts what the server knows/ }).click();
  await heading(page, 'Conflicts').waitFor();
  await lookAt(page, 'list');
  await page.getByRole('rowheader', { name: 'Issued to two people' }).click();
  await page.getByText(/By then token .* was Dagný Þorvaldsdóttir’s: so said Bern on/).waitFor();
  await lookAt(page, 'conflict');
  await expect(page.getByRole('button', { name: /has it: move it/ }).count()).resolves.toBe(0);

  await page.getByRole('link', { name: 'See it as an administrator' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(administrator.name);
  await page.getByLabel('Password', { exact: true }).fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('rowheader', { name: 'Issued to two people' }).click();
  await page.getByRole('button', { name: 'Amara Okafor has it: move it' }).waitFor();
  await lookAt(page, 'administrator');

  await page.getByRole('link', { name: 'Records', exact: true }).first().click();
  await page.getByRole('link', { name: 'Conflicts', exact: true }).click();
  await page.getByRole('rowheader', { name: 'Issued to two people' }).click();
  await page.getByText(/is in the port: it is taken back now/).waitFor();
  await press(page, 'Issue another token');
  await heading(page, 'Is this Amara Okafor?').waitFor();
  await ask(page, 'sync/send-now');
  const [conflict] = await ask(page, 'conflicts/list');
  expect(conflict).toMatchObject({ choice: 'issue another', settledBy: 'anna' });
  const token = (await ask(page, 'tokens/attached')).tokens[0];
  expect(token?.standing.kind).not.toBe('issued');
  expect(open.complaints).toEqual([]);
});

test('somebody who has a token is asked what becomes of it, and the new one takes its place', async () => {
  const { page } = open;
  await answerChecks(page);
  await heading(page, 'Is this the token in your hand?').waitFor();
  await finish(page, 'Amara Okafor');
  await press(page, 'Back to the desk');
  const old = (await ask(page, 'people/search', { query: 'Amara', limit: 1 })).rows[0]?.tokens[0]?.token ?? '';
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('Amara');
  await page.getByRole('rowheader', { name: 'Amara Okafor' }).click();
  await press(page, 'Replace');
  await heading(page, 'Is this Amara Okafor?').waitFor();
  await page.getByText(/Take extra care when reissuing/).waitFor();
  await lookAt(page, 'replace');
  await tick(page, 'checkbox', /face to face/);
  await tick(page, 'radio', /Known to me/);
  await press(page, /^These checks hold/);
  await page.getByText('Say what becomes of it: it is recorded.').first().waitFor();
  await tick(page, 'radio', new RegExp(`Token ${old} is here`));
  await press(page, /^These checks hold/);
  await page.getByRole('heading', { level: 1, name: /cannot be issued/ }).waitFor();
  expect((await ask(page, 'ceremony/current'))?.replaces).toEqual({ token: old, where: 'here' });
  expect(open.complaints).toEqual([]);
});

test('a token that is brought back is proven by a touch, and leads to the shelf or to being written anew', async () => {
  const { page } = open;
  await press(page, 'Stop or leave');
  await press(page, 'Leave it open');
  const serial = (await ask(page, 'tokens/attached')).tokens[0]?.token.serial ?? '';
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await page
    .getByRole('button', { name: `Take back: ${serial}` })
    .first()
    .click();
  await heading(page, 'Take this token back?').waitFor();
  await page.getByRole('heading', { name: 'A touch proves it' }).waitFor();
  await lookAt(page, 'return');
  await page.getByRole('button', { name: 'Touch', exact: true }).first().click();
  await heading(page, 'The return is recorded').waitFor();
  await page.getByRole('button', { name: 'Write it for the shelf' }).waitFor();
  await lookAt(page, 'returned');
  const [row] = (await ask(page, 'records/list', { query: '', limit: 1 })).rows;
  expect((await ask(page, 'records/get', { id: row?.id ?? '' })).record).toMatchObject({
    act: { what: 'returned', token: serial, byCode: true },
  });
  await press(page, 'Open the shelf');
  await heading(page, 'Stock').waitFor();
  expect(open.complaints).toEqual([]);
});
