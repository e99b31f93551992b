import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Administration, administration } from '../server/administration.ts';
import { type House, openHouse } from '../server/house.ts';
import { failureOf } from './failure-of.ts';
import { begin, boxOf, type LaneDesk, laneDesk } from './lane.ts';
import { exchange } from './stock-desks.ts';

let house: House;
let admin: Administration;
let at: LaneDesk;
const hana = 'hana.novakova@office';

beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  await admin.post('/trust/groups/stock', { name: 'Stock', allow: 'handle_stock' });
  await admin.post('/trust/groups/stock/members', { user: hana });
  for (const office of ['bern', 'oslo', 'lagos', 'genf']) {
    await admin.post(`/trust/offices/${office}`, { name: office });
    await admin.post(`/trust/offices/${office}/controllers`, { user: hana });
  }
  at = await laneDesk(house, boxOf(1));
  await at.ask('sync/send-now');
  await at.ask('app/set-settings', { controller: hana });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

async function remove(office: string): Promise<void> {
  expect((await admin.remove(`/trust/offices/${office}`)).json.result.error).toBeUndefined();
  await exchange(at);
}

test('a draft of an office that was removed is still shown and discarded, and nothing is added to it', async () => {
  const { id } = await at.ask('stock/open', { kind: 'receive', office: 'oslo' });
  await at.ask('stock/scan', { id, line: '61000001' });
  await remove('oslo');
  expect((await at.ask('stock/drafts')).map((draft) => draft.id)).toContain(id);
  expect(await at.ask('stock/draft', { id })).toMatchObject({ count: 1, office: { id: 'oslo' } });
  const refused = { code: 'act/no-office' };
  expect(await failureOf(at.ask('stock/scan', { id, line: '61000002' }))).toMatchObject(refused);
  expect(await failureOf(at.ask('stock/close', { id, lost: [], taken: [] }))).toMatchObject(refused);
  await at.ask('stock/discard', { id });
  expect(await at.ask('stock/drafts')).toEqual([]);
});

test('a box packed for an office that was removed is not sent: its tokens stay on the shelf', async () => {
  const order = await at.ask('stock/open', { kind: 'receive', office: 'bern' });
  await at.ask('stock/scan', { id: order.id, line: '61000003' });
  await at.ask('stock/close', { id: order.id, lost: [], taken: [] });
  const { id } = await at.ask('stock/open', { kind: 'pack', office: 'bern', to: 'genf' });
  expect(await at.ask('stock/scan', { id, line: '61000003' })).toMatchObject({ said: 'added' });
  await remove('genf');
  const before = (await at.ask('records/list', { query: '', limit: 1 })).total;
  expect(await failureOf(at.ask('stock/close', { id, lost: [], taken: [] }))).toMatchObject({
    code: 'stock/destination-gone',
  });
  expect((await at.ask('records/list', { query: '', limit: 1 })).total).toBe(before);
  expect(await at.ask('stock/look', { serial: '61000003' })).toMatchObject({ state: 'blank', office: { id: 'bern' } });
  await at.ask('stock/discard', { id });
  expect(await at.ask('stock/drafts')).toEqual([]);
});

test('a lane of an office that was removed is finished and followed by another, and writes nothing', async () => {
  await begin(at, { office: 'lagos' });
  await remove('lagos');
  expect(await failureOf(at.ask('reprogram/run'))).toMatchObject({ code: 'act/no-office' });
  await at.ask('reprogram/finish');
  expect(await begin(at, { office: 'bern' })).toMatchObject({ office: { id: 'bern' } });
  await at.ask('reprogram/finish');
  await at.ask('reprogram/close');
});
