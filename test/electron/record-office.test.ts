import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Administration, administration } from '../server/administration.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, walk } from './desk-at-work.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let admin: Administration;
let at: HouseDesk;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  await admin.post('/trust/offices/zurich', { name: 'Zürich' });
  await admin.post('/trust/offices/bern', { name: 'Bern' });
  at = await houseDesk(house);
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

async function standsIn(office: string): Promise<void> {
  const [station] = await house.server.installation.store.stations.all();
  await admin.post(`/trust/stations/${station?.id}`, { office });
  await at.ask('sync/send-now');
}

async function issued(): Promise<string> {
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', { realm: 'office', username: 'amara.okafor' });
  const done = await walk(at, 'done');
  await at.ask('ceremony/close');
  await at.ask('sync/send-now');
  return done.outcome?.record ?? '';
}

test('a record says in which office its desk stood, and still says so when the desk stands elsewhere', async () => {
  await standsIn('');
  const nowhere = await issued();
  await standsIn('zurich');
  await at.ask('queue-here/put', { realm: 'office', username: 'u.thant' });
  await at.ask('sync/send-now');
  const zurich = (await at.ask('records/list', { query: '', limit: 1 })).rows[0]?.id ?? '';
  await standsIn('bern');
  const shown = async (id: string) => {
    const { record, office, delivery } = await at.ask('records/get', { id });
    const kept = await house.server.installation.store.records.find(id);
    expect(JSON.parse((kept?.text ?? '').split('\n')[1] ?? '').desk).toEqual(record.desk);
    return [(record.desk as { office: string }).office, office, delivery];
  };
  expect(await shown(nowhere)).toEqual(['', '', 'delivered']);
  expect(await shown(zurich)).toEqual(['zurich', 'Zürich', 'delivered']);
});
