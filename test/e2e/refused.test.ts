import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginCeremony, choosePerson, heading, press, setUpDesk, tick } from './actions.ts';
import { ask } from './bridge.ts';
import { type House, newHouse, type OpenApp } from './launch.ts';

/*
 * 1. A person is chosen; at the checks the controller finds that it is not the person.
 * 2. Refuse, with a reason and a note.
 * 3. No token is written; the refusal itself is recorded, signed and delivered.
 */
const person = 'Emre Yıldız';
let house: House;
let open: OpenApp;

beforeAll(async () => {
  house = await newHouse();
  open = await house.open();
  await setUpDesk(open.page);
});
afterAll(() => house?.end());

test('records a refusal at the checks with its reason, and issues nothing', async () => {
  const { page } = open;
  await beginCeremony(page);
  await choosePerson(page, person);
  await press(page, 'Refuse');
  await page.getByRole('dialog', { name: `Refuse ${person}?` }).waitFor();
  await press(page, /^Refuse and record/);
  await page.getByText('Choose a reason: it is recorded.').waitFor();
  await tick(page, 'radio', 'Not who they say they are');
  await page.getByRole('textbox', { name: 'Note (optional)' }).fill('The photo shows somebody else.');
  await press(page, /^Refuse and record/);
  await heading(page, `${person} was refused`).waitFor();

  const [row] = (await ask(page, 'records/list', { query: '', limit: 5 })).rows;
  expect(row).toMatchObject({ kind: 'refused', holderName: person, tokenSerial: '', controller: 'anna' });
  await expect.poll(async () => (await ask(page, 'records/get', { id: row?.id ?? '' })).delivery).toBe('delivered');
  const { record } = await ask(page, 'records/get', { id: row?.id ?? '' });
  expect(record).toMatchObject({ reason: 'not who they say', note: 'The photo shows somebody else.' });
  expect(await ask(page, 'tokens/list', { query: '', limit: 5 })).toMatchObject({ rows: [] });
  expect(open.complaints).toEqual([]);
});

test('begins with the next person from there', async () => {
  await press(open.page, /^Next person/);
  await heading(open.page, 'Who gets the token?').waitFor();
});
