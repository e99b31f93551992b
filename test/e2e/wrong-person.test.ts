import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acts,
  answerChecks,
  beginCeremony,
  choosePerson,
  heading,
  plugIn,
  press,
  setUpDesk,
  takeToken,
} from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * 1. The wrong person is chosen, the checks answered, the token taken.
 * 2. Back, step by step, to the person: the answers are gone with the person they were about.
 * 3. The right person is chosen and gets the token; the wrong one is in no record.
 * 4. The next person cannot get the same token: the desk says whose it is.
 */
const wrong = 'Amara Okafor';
const right = 'Inés García y Vega';
const next = 'U Thant';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await setUpDesk(open.page);
  await beginCeremony(open.page);
});
afterAll(() => house?.end());

test('goes back from the wrong person, with every answer about them gone', async () => {
  const { page } = open;
  await choosePerson(page, wrong);
  await answerChecks(page);
  await plugIn(page);
  await takeToken(page);
  await press(page, /^Another token/);
  await heading(page, 'Is this the token in your hand?').waitFor();
  await press(page, /^Back/);
  await heading(page, `Is this ${wrong}?`).waitFor();
  expect(await page.getByRole('checkbox', { name: /face to face/ }).isChecked()).toBe(false);
  await press(page, /^Back/);
  await heading(page, 'Who gets the token?').waitFor();
  expect(await ask(page, 'ceremony/current')).toMatchObject({ step: 'person', holder: undefined, token: undefined });
});

test('issues to the right person, and the wrong one is in no record', async () => {
  const { page } = open;
  await choosePerson(page, right);
  await answerChecks(page);
  await takeToken(page);
  for (const { act } of acts.slice(3)) await act(page, right);
  const { rows } = await ask(page, 'records/list', { query: '', limit: 10 });
  expect(rows).toMatchObject([{ kind: 'issued', holderName: right }, { kind: 'guidelines read' }]);
  expect(JSON.stringify(await ask(page, 'records/get', { id: rows[0]?.id ?? '' }))).not.toContain('amara');
});

test('does not issue a token that belongs to somebody, and says to whom', async () => {
  const { page } = open;
  await press(page, /^Next person/);
  await choosePerson(page, next);
  await answerChecks(page);
  await heading(page, 'This token cannot be issued').waitFor();
  await page.getByText(`This token belongs to ${right}.`).first().waitFor();
  expect(await page.getByRole('button', { name: /^Use this token/ }).count()).toBe(0);
  const [attached] = (await ask(page, 'tokens/attached')).tokens;
  const presence = attached?.token.presence ?? '';
  await expect(ask(page, 'ceremony/take-token', { presence, slot: 1, type: 'hotp', digits: 6 })).rejects.toThrow(
    'token/issued',
  );
});

test('has a way out: the token is taken away and the ceremony left or stopped', async () => {
  const { page } = open;
  await press(page, 'Pull out');
  await heading(page, 'Plug in the token').waitFor();
  expect(open.complaints).toEqual([]);
});
