import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import { rfcSeed } from './test-station.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** How many pages of the file hold credentials, and how many of their bytes rows do not use. */
async function pages(): Promise<{ readonly number: number; readonly spare: number }> {
  const [found] = await rawSql<{ number: number; spare: number }>(
    house.server.installation.store,
    "SELECT count(*) AS number, sum(unused) AS spare FROM dbstat WHERE name = 'credentials'",
  );
  if (found === undefined) throw new Error('dbstat says nothing');
  return found;
}

test('the first code that is accepted makes no row longer, so that none has to move', async () => {
  const serials = Array.from({ length: 120 }, (_, number) => `ROOM${number}`);
  for (const serial of serials) await house.give(serial);
  const before = await pages();
  for (const serial of serials) {
    const { json } = await house.client.form('/validate/check', { serial, pass: hotp(rfcSeed, 3) });
    expect(json.result.value).toBe(true);
  }
  const after = await pages();
  expect(after.number).toBe(before.number);
  expect(after.spare).toBeGreaterThanOrEqual(before.spare);
});
