import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import type { TokenSerial } from '../../domain/token.ts';
import { administration } from './administration.ts';
import { type House, openHouse } from './house.ts';
import type { TestStation } from './test-station.ts';

/* A loan is for its office alone: ines handles stock in Bern for good, and controls trust in Zürich while amara is away. */
let house: House;
let anywhere: TestStation;
let inBern: TestStation;
let next = 70_000_000;
const ines = 'ines.garcia@office';
const amara = 'amara.okafor@office';
beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  const admin = await administration(house);
  anywhere = await house.enrol('Anywhere');
  inBern = await house.enrol('Bern');
  for (const office of ['zurich', 'bern']) await admin.post(`/trust/offices/${office}`, { name: office });
  await admin.post('/trust/groups/stores', { name: 'Stores', allow: 'handle_stock' });
  await admin.post('/trust/groups/controllers', { name: 'Controllers', allow: 'control_trust,handle_stock' });
  await admin.post('/trust/groups/stores/members', { user: ines });
  await admin.post('/trust/groups/controllers/members', { user: amara });
  await admin.post('/trust/offices/bern/controllers', { user: ines });
  await admin.post('/trust/offices/zurich/controllers', { user: amara });
  await admin.post('/trust/offices/bern/controllers', { user: amara });
  const loan = { user: ines, lent_by: amara, first_day: '2026-11-20', last_day: '2026-11-30' };
  await admin.post('/trust/offices/zurich/controllers', loan);
  await house.server.installation.store.stations.setOffice(inBern.id, 'bern');
});
afterAll(() => house.close());

const act = async (doing: DeskAct, controller: string, station = anywhere) => {
  const signed = station.sign({ ...station.base(), controller, kind: 'act', act: doing, reason: '' });
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.reason ?? reply.status;
};
async function onShelf(office: string): Promise<TokenSerial> {
  next += 1;
  const token = `${next}` as TokenSerial;
  const doing = { what: 'received', office, order: '', tokens: [{ serial: token, model: 'YubiKey 5' }] } as const;
  expect(await act(doing, amara)).toBe(200);
  return token;
}
const notIn = (office: string) => `${ines} may not act in office ${office}`;

test('scraps where stock is handled for good, and not where the control of trust is lent', async () => {
  const scrap = async (office: string) =>
    act({ what: 'scrapped', token: await onShelf(office), office, note: '' }, ines);
  expect(await scrap('zurich')).toBe(notIn('zurich'));
  expect(await scrap('bern')).toBe(200);
});

test('takes back where the control of trust is lent, and not where only stock is handled', async () => {
  const takeBack = async (office: string) =>
    act({ what: 'returned', token: await onShelf(office), office, proven: true }, ines);
  expect(await takeBack('bern')).toBe(notIn('bern'));
  expect(await takeBack('zurich')).toBe(200);
});

test('keeps the shelves of both', async () => {
  for (const office of ['zurich', 'bern']) {
    next += 1;
    const tokens = [{ serial: `${next}` as TokenSerial, model: 'YubiKey 5' }];
    expect(await act({ what: 'received', office, order: '', tokens }, ines)).toBe(200);
  }
});

test('issues at no desk of an office where only stock is handled', async () => {
  const holder = { username: 'emre.yildiz', controller: ines };
  const wish = async (station: TestStation) => {
    next += 1;
    const person = await house.server.installation.store.people.find('office', holder.username);
    const signed = await station.issue({ serial: `${next}`, userId: person?.userId ?? '', ...holder });
    const reply = await station.put(signed);
    station.follow(signed);
    return reply.json.reason ?? reply.status;
  };
  expect(await wish(inBern)).toBe(notIn('bern'));
  expect(await wish(anywhere)).toBe(200);
});
