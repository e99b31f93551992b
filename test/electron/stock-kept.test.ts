import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { type Administration, administration } from '../server/administration.ts';
import { type House, openHouse } from '../server/house.ts';
import { deskAtWork, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { checkVaultAt } from './invariants.ts';
import { exchange, newTokens, receive, type StockDesk, ship, stockDesk, touchToken } from './stock-desks.ts';

let house: House;
let admin: Administration;
const drawer = new Map<string, EmulatedToken>();
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  for (const id of ['zurich', 'bern']) await admin.post(`/trust/offices/${id}`, { name: id });
});
afterAll(() => house?.close());

const onServer = async (serial: string) => {
  const token = await house.server.installation.store.tokens.find(serial);
  return [token?.state, token?.office];
};

/** The same desk after its process ended where it ended. */
async function again(at: StockDesk): Promise<StockDesk> {
  await at.desk.close();
  const back = await deskAtWork({
    directory: at.directory,
    trial: { emulatedTokens: () => [...drawer.values()], pullEveryMs: 3_600_000 },
  });
  return Object.assign(back, { drawer, house, token: at.token });
}

/** A token from the drawer, issued by a controller to a person. */
async function issueTo(at: StockDesk, username: string, controller: string): Promise<string> {
  const [serial] = newTokens(drawer, 1) as [string];
  await at.ask('app/set-settings', { controller });
  at.token = drawer.get(serial) as EmulatedToken;
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', { realm: 'office', username });
  await walk(at, 'done');
  await at.ask('practice/pull-out');
  await at.ask('ceremony/close');
  return serial;
}

/** A desk whose next acts end where a point is reached for the given time. */
async function fragileDesk() {
  const ends: { at: string; left: number } = { at: '', left: 0 };
  const crashPoint = (name: string) => {
    if (name !== ends.at) return;
    ends.left -= 1;
    if (ends.left === 0) throw new Error('the power went');
  };
  const at = await stockDesk(house, drawer, { trial: { crashPoint } });
  await exchange(at);
  return { at, ends };
}

describe('when the power goes', () => {
  test('between the records of a large order, what is recorded is recorded once and the rest is still there', async () => {
    const { at, ends } = await fragileDesk();
    const { id } = await at.ask('stock/open', { kind: 'receive', office: 'zurich' });
    const all = Array.from({ length: 1500 }, (_, place) => `${80_000_000 + place}`);
    for (const line of all) await at.desk.handle('stock/scan', { id, line });
    Object.assign(ends, { at: 'before act/received', left: 2 });
    await expect(at.ask('stock/close', { id, lost: [], taken: [] })).rejects.toThrow('the power went');
    const back = await again(at);
    expect(await back.ask('stock/drafts')).toMatchObject([{ id, count: 500 }]);
    expect((await back.ask('stock/close', { id, lost: [], taken: [] })).records).toHaveLength(1);
    await exchange(back);
    const shelf: string[] = [];
    for (let next: string | null | undefined; next !== null; ) {
      const some = await back.ask('stock/shelf', { office: 'zurich', after: next });
      shelf.push(...some.tokens.map(({ serial }) => serial));
      next = some.next;
    }
    expect(all.every((serial) => shelf.includes(serial))).toBe(true);
    expect(await onServer(all.at(-1) ?? '')).toEqual(['blank', 'zurich']);
    await back.desk.close();
    await checkVaultAt(at.directory);
  });

  test.each([
    ['before act/sent', 1],
    ['after act/sent', 0],
  ])('%s the box is packed or sent, never half', async (point, drafts) => {
    const { at, ends } = await fragileDesk();
    const [one] = newTokens(drawer, 1) as [string];
    await receive(at, 'zurich', [one]);
    const { id } = await at.ask('stock/open', { kind: 'pack', office: 'zurich', to: 'bern' });
    await touchToken(at, id, one);
    Object.assign(ends, { at: point, left: 1 });
    await expect(at.ask('stock/close', { id, lost: [], taken: [] })).rejects.toThrow('the power went');
    const back = await again(at);
    expect(await back.ask('stock/drafts')).toHaveLength(drafts);
    await exchange(back);
    expect(await onServer(one)).toEqual(drafts === 1 ? ['blank', 'zurich'] : ['in transit', null]);
    if (drafts === 1) await back.ask('stock/close', { id, lost: [], taken: [] });
    await exchange(back);
    expect(await onServer(one)).toEqual(['in transit', null]);
    expect((await back.ask('stock/shipments')).filter(({ onItsWay }) => onItsWay === 1).length).toBeGreaterThan(0);
    await back.desk.close();
    await checkVaultAt(at.directory);
  });

  test('while a box is unpacked, what was touched is still touched', async () => {
    const at = await stockDesk(house, drawer);
    await exchange(at);
    const [one, two] = newTokens(drawer, 2) as [string, string];
    await receive(at, 'zurich', [one, two]);
    const shipment = await ship(at, 'zurich', 'bern', [one, two]);
    const { id } = await at.ask('stock/open', { kind: 'arrive', office: 'bern', shipment });
    await touchToken(at, id, one);
    const back = await again(at);
    expect(await back.ask('stock/open', { kind: 'arrive', office: 'bern', shipment })).toMatchObject({ id, count: 1 });
    await touchToken(back, id, two);
    await back.ask('stock/close', { id, lost: [], taken: [] });
    await exchange(back);
    expect(await Promise.all([one, two].map(onServer))).toEqual([
      ['blank', 'bern'],
      ['blank', 'bern'],
    ]);
    await back.desk.close();
  });
});

describe('who keeps which shelf', () => {
  test('each in the own office, whether they handle stock or control trust; others see and touch nothing of it', async () => {
    for (const [group, allow, user, office] of [
      ['stores', 'handle_stock', 'ines.garcia@office', 'zurich'],
      ['trusted', 'control_trust', 'jan.vandenberg@office', 'bern'],
    ] as const) {
      await admin.post(`/trust/groups/${group}`, { name: group, allow });
      await admin.post(`/trust/groups/${group}/members`, { user });
      await admin.post(`/trust/offices/${office}/controllers`, { user });
    }
    const at = await stockDesk(house, drawer);
    await exchange(at);
    const [token] = newTokens(drawer, 1) as [string];
    await receive(at, 'zurich', [token]);
    const { id } = await at.ask('stock/open', { kind: 'count', office: 'zurich' });
    const sit = (controller: string) => at.ask('app/set-settings', { controller });

    await sit('ines.garcia@office');
    expect(await at.ask('stock/offices')).toMatchObject({
      problem: null,
      offices: [
        { id: 'zurich', own: true },
        { id: 'bern', own: false },
      ],
    });
    expect(await touchToken(at, id, token)).toMatchObject({ added: true });
    expect((await failureOf(at.ask('stock/open', { kind: 'receive', office: 'bern' }))).code).toBe('act/no-office');

    const own = await issueTo(at, 'ines.garcia', 'root');
    await sit('ines.garcia@office');
    expect(await touchToken(at, id, own)).toMatchObject({ added: false, said: 'your own' });

    await sit('jan.vandenberg@office');
    expect(await failureOf(at.ask('stock/draft', { id }))).toMatchObject({ code: 'act/no-office' });
    expect((await at.ask('stock/offices')).offices[0]).toMatchObject({ id: 'bern', own: true });
    expect((await failureOf(at.ask('stock/draft', { id }))).code).toBe('act/no-office');
    expect((await failureOf(at.ask('stock/shelf', { office: 'zurich' }))).code).toBe('act/no-office');
    expect(await at.ask('stock/drafts')).toEqual([]);
    expect((await at.ask('stock/list', { query: token, limit: 10 })).rows).toEqual([]);
    await receive(at, 'bern', newTokens(drawer, 1));

    await sit('mallory');
    expect((await at.ask('stock/offices')).problem).toBe('no right');
    expect((await failureOf(at.ask('stock/open', { kind: 'count', office: 'bern' }))).code).toBe('act/no-right');
    await sit('root');
    await exchange(at);
    expect((await at.ask('records/list', { query: '', limit: 5 })).rows.map(({ delivery }) => delivery)).not.toContain(
      'refused',
    );
    await at.desk.close();
  });

  test('a loan is for its office alone: no scrapping there, and no taking back where only stock is handled', async () => {
    // It goes on past midnight, as the test may.
    const [today, tomorrow] = [0, 86_400_000].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 10));
    const loan = { lent_by: 'jan.vandenberg@office', first_day: today ?? '', last_day: tomorrow ?? '' };
    await admin.post('/trust/offices/bern/controllers', { user: 'ines.garcia@office', ...loan });
    const at = await stockDesk(house, drawer);
    await exchange(at);
    const serials = newTokens(drawer, 2);
    const [here, there] = serials as [string, string];
    await receive(at, 'zurich', [here]);
    await receive(at, 'bern', [there]);
    await at.ask('app/set-settings', { controller: 'ines.garcia@office' });
    const offered = async (act: 'scrap' | 'take-back') =>
      (await at.ask('acts/foresee', { act, token: here })).offices.map(({ id }) => id);
    expect([await offered('scrap'), await offered('take-back')]).toEqual([['zurich'], ['bern']]);
    const scrap = (token: string, office: string) => at.ask('acts/scrap', { token, office, note: '' });
    expect((await failureOf(scrap(there, 'bern'))).code).toBe('act/no-office');
    await scrap(here, 'zurich');
    await at.ask('app/set-settings', { controller: 'root' });
    await exchange(at);
    expect([await onServer(here), await onServer(there)]).toEqual([
      ['scrapped', null],
      ['blank', 'bern'],
    ]);
    await at.desk.close();
  });
});

test('a token that came back from a shipment after it was issued here is where the server says it is', async () => {
  const at = await stockDesk(house, drawer);
  await exchange(at);
  const [one] = newTokens(drawer, 1) as [string];
  await receive(at, 'zurich', [one]);
  const shipment = await ship(at, 'zurich', 'bern', [one]);
  await exchange(at);
  const other = await stockDesk(house, drawer);
  await exchange(other);
  const { id } = await other.ask('stock/open', { kind: 'arrive', office: 'bern', shipment });
  await touchToken(other, id, one);
  await other.ask('stock/close', { id, lost: [], taken: [] });
  await exchange(other);
  await exchange(at);
  expect(await at.ask('stock/look', { serial: one })).toMatchObject({ state: 'blank', office: { id: 'bern' } });
  await at.desk.close();
  await other.desk.close();
});
