import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkVaultAt } from '../electron/invariants.ts';
import {
  answerChecks,
  beginCeremony,
  choosePerson,
  finish,
  heading,
  plugIn,
  press,
  setUpDesk,
  takeToken,
  writeSlot,
} from './actions.ts';
import { ask } from './bridge.ts';
import { logInTwice } from './holder-login.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * 1. A ceremony stands before the write.
 * 2. The token is pulled out when a part of the reports is sent: at once, in the middle, near the end. Each report takes
 *    as long as a busy machine needs to hear of the one before.
 * 3. Each time the screen says what happened and what to do; the token goes back in and the write begins anew.
 * 4. Pulled out once more between the two codes; then the ceremony is walked to its end.
 */
const person = 'Hana Nováková';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open({ KEYDESK_EMULATED_REPORT_MS: '40' });
  await setUpDesk(open.page);
  await beginCeremony(open.page);
  await choosePerson(open.page, person);
  await answerChecks(open.page);
  await plugIn(open.page);
  await takeToken(open.page);
});
afterAll(() => house?.end());

/** Pulls the token out as soon as that part of the write is done. */
async function pullOutAt(page: Page, fraction: number): Promise<void> {
  await page.evaluate((part) => {
    const stop = window.keydesk.on('ceremony/changed', (ceremony) => {
      if (ceremony?.writing.phase !== 'writing' || ceremony.writing.fraction < part) return;
      stop();
      void window.keydesk.invoke('practice/pull-out');
    });
  }, fraction);
}

test.each([0, 0.4, 0.8])(
  'says what happened when the token is pulled out with %d of the write done, and writes again',
  async (part) => {
    const { page } = open;
    await pullOutAt(page, part);
    await writeSlot(page);
    await heading(page, 'Plug the token in again').waitFor();
    await page
      .getByText(/The token was pulled out|Nobody can tell whether the write arrived/)
      .first()
      .waitFor();
    const now = await ask(page, 'ceremony/current');
    expect(now).toMatchObject({ step: 'program', writing: { phase: 'idle' } });
    await plugIn(page);
    await heading(page, /^Write slot 1( again)?\?$/).waitFor();
  },
);

test('waits for the same token when it is pulled out between the codes', async () => {
  const { page } = open;
  await writeSlot(page);
  await heading(page, 'Touch the token').waitFor();
  await press(page, 'Touch');
  await heading(page, 'Touch the token again').waitFor();
  await press(page, 'Pull out');
  await page.getByText('The token was pulled out').first().waitFor();
  await plugIn(page);
  await finish(page, person);
  await heading(page, `${person} has the token`).waitFor();
});

test('keeps a record of every broken attempt, and one credential that works', async () => {
  const { rows } = await ask(open.page, 'records/list', { query: '', limit: 20 });
  expect(rows.filter(({ kind }) => kind === 'issued')).toHaveLength(1);
  const broken = rows.filter(({ kind }) => kind === 'void' || kind === 'quarantined');
  expect(broken.length).toBe(3);
  await open.page.getByText('Recorded, and the server has it').waitFor();
  expect(await logInTwice(house, 'hana.novakova')).toEqual([true, false]);
  expect(open.complaints).toEqual([]);
  await open.quit();
  await checkVaultAt(`${house.data}/desk`);
});
