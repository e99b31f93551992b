import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from '../server/house.ts';
import { walk } from './desk-at-work.ts';
import { houseDesk } from './house-desk.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

test('programming and proving a slot takes no more reports than ykpersonalize needs for the write alone', async () => {
  const at = await houseDesk(house);
  await walk(at, 'program');
  at.token.switchFaults({});
  await walk(at, 'pin');
  expect(at.token.reports.reads).toBeLessThanOrEqual(13);
  expect(at.token.reports.writes).toBeLessThanOrEqual(8);
  await at.desk.close();
});
