import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulatedToken } from '../../native/emulator/token.ts';
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

test('the machine’s own part of a whole ceremony is under two seconds, with a token as slow as a real one', async () => {
  const at = await houseDesk(house);
  at.token = emulatedToken();
  const before = performance.now();
  await walk(at, 'done');
  const tookMs = performance.now() - before;
  console.log(`a whole ceremony: ${tookMs.toFixed(0)} ms of machine time`);
  expect(tookMs).toBeLessThan(2000);
  await at.desk.close();
});
