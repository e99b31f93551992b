import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from '../../build/root.ts';
import { issueTo, setUpDesk } from './actions.ts';
import { logInTwice } from './holder-login.ts';
import { type House, newHouse } from './launch.ts';

/*
 * 1. An organisation's own people are imported from a CSV file, as a spreadsheet wrote it: BOM, semicolons, quotes.
 * 2. The desk is set up and finds them.
 * 3. One of them is issued a token, and logs in with it once.
 */
const staff = `\uFEFFusername;givenname;surname;email;office\r
lmueller;Lena;"Müller; geb. Groß";lena@example.org;Berlin\r
jdupont;Jean-Baptiste;Dupont d'Aubervilliers;jb@example.org;Paris\r
`;
let house: House;
afterAll(() => house?.end());

test('issues a token to somebody from an imported file, who then logs in', async () => {
  house = await newHouse();
  const file = join(house.server.data, 'staff.csv');
  writeFileSync(file, staff);
  const words = ['people', 'import', file, '--realm', 'staff', '--data', house.server.data];
  const imported = spawnSync(process.execPath, [`${root}/server/main.ts`, ...words], { encoding: 'utf8' });
  expect(imported.stderr).toBe('');
  expect(imported.stdout).toContain('2 people');

  const open = await house.open();
  await setUpDesk(open.page);
  await issueTo(open.page, 'Lena Müller; geb. Groß');
  await open.page.getByText('Recorded, and the server has it').waitFor();
  expect(await logInTwice(house, 'lmueller', 'staff')).toEqual([true, false]);
});
