import { afterAll, beforeAll, expect, test } from 'vitest';
import { acts, beginCeremony, heading, press, setUpDesk, signOff } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * 1. The app as anybody starts it: no token in the port, so the ceremony offers a practice token.
 * 2. The whole walk with it; the person signs by drawing.
 * 3. The record is marked as practice, waits for nothing, and the server has never heard of it.
 */
const person = 'Amara Okafor';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open({ KEYDESK_EMULATOR: '', KEYDESK_EMULATED_TOKEN: '' });
  await setUpDesk(open.page);
});
afterAll(() => house?.end());

test('walks the ceremony with a practice token, acknowledged by a drawn signature', async () => {
  const { page } = open;
  await beginCeremony(page);
  for (const { step, act } of acts) if (step !== 'hand over' && step !== 'done') await act(page, person);
  await heading(page, 'This token is yours now').waitFor();
  await press(page, /^I have my token/);
  await page.getByText('Sign above, or type your name here.').waitFor();
  const box = await page.getByLabel('Area to sign in; you can type your name instead').boundingBox();
  if (box === null) throw new Error('there is nowhere to sign');
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  await page.mouse.down();
  for (const [dx, dy] of [
    [60, -20],
    [100, 25],
    [150, -10],
    [210, 15],
  ] as const) {
    await page.mouse.move(box.x + 30 + dx, box.y + box.height / 2 + dy, { steps: 6 });
  }
  await page.mouse.up();
  await press(page, /^I have my token/);
  await press(page, 'Screen is turned back');
  await signOff(page, person);
  await page.getByText('Practice: the record stays on this desk').waitFor();
  expect(open.complaints).toEqual([]);
});

test('keeps the practice record on the desk, marked, with the drawing in it', async () => {
  const { page } = open;
  const [row] = (await ask(page, 'records/list', { query: '', limit: 5 })).rows;
  expect(row).toMatchObject({ kind: 'issued', practice: true, delivery: 'practice', sequence: 0 });
  const { record } = await ask(page, 'records/get', { id: row?.id ?? '' });
  expect(record).toMatchObject({
    acknowledgement: { kind: 'signature', drawing: expect.stringMatching(/^M[\d .,MLCQ-]+$/) },
  });
  expect(await ask(page, 'sync/send-now')).toMatchObject({ waiting: 0 });
  expect(await ask(page, 'desk/home')).toMatchObject({ issuedToday: 0, stock: { issuedHere: 0 } });
  expect(await house.server.check('amara.okafor', 'office', '000000')).toBe(false);
});
