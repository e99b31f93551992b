import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSmall } from '../../electron/shell/request-size.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { type Administration, administration } from '../server/administration.ts';
import { type House, openHouse } from '../server/house.ts';
import { deskAtWork, until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { checkVaultAt } from './invariants.ts';
import {
  exchange,
  newTokens,
  plugSerial,
  pullSerial,
  receive,
  type StockDesk,
  ship,
  stockDesk,
  touchToken,
} from './stock-desks.ts';

let house: House;
let proxy: FaultProxy;
let admin: Administration;
let zurich: StockDesk;
let bern: StockDesk;
const drawer = new Map<string, EmulatedToken>();

beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
  admin = await administration(house);
  for (const [id, name] of [
    ['zurich', 'Zürich'],
    ['bern', 'Bern'],
  ] as const)
    await admin.post(`/trust/offices/${id}`, { name });
  zurich = await stockDesk(house, drawer);
  bern = await stockDesk({ ...house, code: proxy.code }, drawer);
  await exchange(zurich);
});
afterAll(async () => {
  for (const at of [zurich, bern]) {
    await at?.desk.close();
    if (at) await checkVaultAt(at.directory);
  }
  await proxy?.close();
  await house?.close();
});

const onServer = async (serial: string) => {
  const token = await house.server.installation.store.tokens.find(serial);
  return [token?.state, token?.office];
};
const look = async (at: StockDesk, serial: string) => {
  const found = await at.ask('stock/look', { serial });
  return found && [found.state, found.office?.name ?? null];
};
const shelf = async (at: StockDesk, office: string) =>
  (await at.ask('stock/shelf', { office })).tokens.map(({ serial }) => serial);

describe('an order', () => {
  test('is received by plugging in and by scanning: duplicates and what is known are said, and it is one record', async () => {
    const [plugged, scanned, spaced] = newTokens(drawer, 3) as [string, string, string];
    const { id } = await zurich.ask('stock/open', { kind: 'receive', office: 'zurich' });
    await zurich.ask('stock/order', { id, order: ' PO 4711 ' });
    expect(await touchToken(zurich, id, plugged)).toMatchObject({ serial: plugged, added: true, said: 'added' });
    expect(await touchToken(zurich, id, plugged)).toMatchObject({ added: false, said: 'there already' });
    const scan = (line: string) => zurich.ask('stock/scan', { id, line });
    expect(await scan(`S/N 00${scanned}`)).toMatchObject({ serial: scanned, added: true });
    expect(await scan(` ${spaced.slice(0, 4)} ${spaced.slice(4)}\t`)).toMatchObject({ serial: spaced, added: true });
    for (const [line, said] of [
      ['', 'empty'],
      ['UBAM12', 'letters'],
      ['4006381333931', 'article number'],
      ['4006381333932', 'too long'],
      ['9999999999', 'out of range'],
      ['0', 'out of range'],
      ['vvccccdefghicbdefghijklnrtuvcbdefghijklnrtuv', 'code of a token'],
    ] as const) {
      expect(await scan(line), line).toMatchObject({ added: false, said });
    }
    await zurich.ask('stock/take-out', { id, serial: spaced });
    expect(await zurich.ask('stock/draft', { id })).toMatchObject({
      order: 'PO 4711',
      count: 2,
      expected: null,
      lines: [
        { serial: scanned, how: 'scanned' },
        { serial: plugged, how: 'plugged in', model: 'YubiKey 5 NFC' },
      ],
    });
    const { records } = await zurich.ask('stock/close', { id, lost: [], taken: [] });
    expect(records).toHaveLength(1);
    expect((await zurich.ask('records/get', { id: records[0] ?? '' })).record).toMatchObject({
      act: { what: 'received', office: 'zurich', order: 'PO 4711', tokens: [{ serial: plugged }, { serial: scanned }] },
    });
    expect((await failureOf(zurich.ask('stock/draft', { id }))).code).toBe('stock/no-draft');
    await exchange(zurich);
    expect(await Promise.all([plugged, scanned, spaced].map(onServer))).toEqual([
      ['blank', 'zurich'],
      ['blank', 'zurich'],
      [undefined, undefined],
    ]);
    expect(await shelf(zurich, 'zurich')).toEqual([plugged, scanned]);

    const again = await bern.ask('stock/open', { kind: 'receive', office: 'bern' });
    await exchange(bern);
    expect(await bern.ask('stock/scan', { id: again.id, line: plugged })).toMatchObject({
      added: false,
      said: 'of another office',
      whose: 'Zürich',
    });
    await bern.ask('stock/discard', { id: again.id });
  });

  test('is not mixed up with the codes of a token that is plugged in', async () => {
    const done = await walk(bern, 'done');
    expect(done.outcome?.kind).toBe('issued');
    const { id } = await bern.ask('stock/open', { kind: 'receive', office: 'bern' });
    expect(await bern.ask('stock/scan', { id, line: '123456' })).toMatchObject({ added: false, said: 'token in port' });
    await bern.ask('practice/pull-out');
    await bern.ask('ceremony/close');
    await until(async () => ((await bern.ask('tokens/attached')).tokens.length === 0 ? true : undefined));
    expect(await bern.ask('stock/scan', { id, line: done.token?.serial ?? '' })).toMatchObject({
      added: false,
      said: 'issued',
    });
    expect((await failureOf(bern.ask('stock/close', { id, lost: [], taken: [] }))).code).toBe('stock/nothing');
    await bern.ask('stock/discard', { id });
  });

  test('takes what seed files brought, and tells programmed from blank', async () => {
    const [one] = newTokens(drawer, 1) as [string];
    expect((await admin.post('/token/init', { type: 'hotp', genkey: '1', serial: `UBOM${one}_1` })).status).toBe(200);
    await exchange(zurich);
    const { id } = await zurich.ask('stock/open', { kind: 'receive', office: 'zurich' });
    expect(await zurich.ask('stock/from-files', { id, add: false })).toEqual({ count: 1 });
    expect(await zurich.ask('stock/from-files', { id, add: true })).toEqual({ count: 1 });
    await zurich.ask('stock/close', { id, lost: [], taken: [] });
    expect(await zurich.ask('stock/look', { serial: one })).toMatchObject({ state: 'in stock', hasSeed: true });
    await exchange(zurich);
    expect(await onServer(one)).toEqual(['in stock', 'zurich']);
    expect(await zurich.ask('stock/look', { serial: `UBOM${one}_1` })).toMatchObject({ serial: one, hasSeed: true });
    const [row] = await zurich.ask('stock/summary').then((all) => all.filter(({ office }) => office.id === 'zurich'));
    expect(row).toMatchObject({ office: { name: 'Zürich' }, ready: 1, blank: 2 });
  });

  test('of five thousand tokens is scanned to the last, and closed as records of a thousand', async () => {
    const { id } = await bern.ask('stock/open', { kind: 'receive', office: 'bern' });
    for (let serial = 70_000_000; serial < 70_005_000; serial += 1) {
      await bern.desk.handle('stock/scan', { id, line: `${serial}` });
    }
    expect(await bern.ask('stock/scan', { id, line: '70005000' })).toMatchObject({ added: false, said: 'full' });
    expect((await bern.ask('stock/close', { id, lost: [], taken: [] })).records).toHaveLength(5);
    const count = await bern.ask('stock/open', { kind: 'count', office: 'bern' });
    expect(count.expected).toBe(5000);
    expect((await bern.ask('stock/report', { id: count.id })).missing).toHaveLength(5000);
    await receive(bern, 'bern', ['70005001']);
    // More than one box lies there now, and a count tells of all of it.
    await bern.ask('stock/scan', { id: count.id, line: '70000001' });
    const { missing, shown } = await bern.ask('stock/report', { id: count.id });
    expect(missing).toHaveLength(5000);
    await bern.ask('stock/scan', { id: count.id, line: '70000002' });
    const wish = { id: count.id, lost: { allBut: ['70005001'], shown }, taken: [] };
    expect(await failureOf(bern.ask('stock/close', wish))).toMatchObject({ code: 'stock/differs-now' });
    const now = await bern.ask('stock/report', { id: count.id });
    expect(isSmall({ ...wish, lost: { allBut: ['70005001'], shown: now.shown } })).toBe(true);
    const { records } = await bern.ask('stock/close', { ...wish, lost: { allBut: ['70005001'], shown: now.shown } });
    const { record } = await bern.ask('records/get', { id: records[0] ?? '' });
    const told = record.act as Record<'touched' | 'missing' | 'lost', readonly string[]>;
    expect([told.touched.length, told.missing.length, told.lost.length]).toEqual([2, 4999, 4998]);
    await exchange(bern);
    expect(await onServer('70004999')).toEqual(['lost', null]);
    for (const kept of ['70000001', '70005001']) expect(await onServer(kept)).toEqual(['blank', 'bern']);
  }, 240_000);
});

describe('a count', () => {
  test('goes on after the app was closed, and what is missing is decided on the spot', async () => {
    await admin.post('/trust/offices/geneva', { name: 'Genève' });
    const geneva = await stockDesk(house, drawer);
    const [there, gone, stranger] = newTokens(drawer, 3) as [string, string, string];
    await receive(geneva, 'geneva', [there, gone]);
    const { id } = await geneva.ask('stock/open', { kind: 'count', office: 'geneva' });
    expect(await touchToken(geneva, id, there)).toMatchObject({ added: true, said: 'added' });
    await geneva.desk.close();

    const back = Object.assign(
      await deskAtWork({
        directory: geneva.directory,
        trial: { emulatedTokens: () => [...drawer.values()], pullEveryMs: 3_600_000 },
      }),
      { drawer, house, token: geneva.token },
    );
    const [draft] = await back.ask('stock/drafts');
    expect(draft).toMatchObject({ id, kind: 'count', count: 1, there: 1, expected: 2 });
    expect(await touchToken(back, id, stranger)).toMatchObject({ added: true, said: 'unknown token' });
    expect(await back.ask('stock/report', { id })).toMatchObject({
      there: 1,
      missing: [{ serial: gone, state: 'blank' }],
      surplus: [{ serial: stranger, said: 'unknown token', canTake: true }],
    });
    expect((await failureOf(back.ask('stock/close', { id, lost: [there], taken: [] }))).code).toBe('stock/changed');
    await back.ask('stock/close', { id, lost: [gone], taken: [stranger] });
    expect(await shelf(back, 'geneva')).toEqual([there, stranger]);
    expect(await look(back, gone)).toEqual(['lost', null]);
    await exchange(back);
    expect(await Promise.all([there, gone, stranger].map(onServer))).toEqual([
      ['blank', 'geneva'],
      ['lost', null],
      ['blank', 'geneva'],
    ]);
    await back.desk.close();
    await checkVaultAt(geneva.directory);
  });

  test('does not miss what another desk has issued meanwhile', async () => {
    const [token] = newTokens(drawer, 1) as [string];
    await receive(zurich, 'zurich', [token]);
    await exchange(zurich);
    const count = await zurich.ask('stock/open', { kind: 'count', office: 'zurich' });
    const expected = count.expected ?? 0;
    await exchange(bern);
    bern.token = drawer.get(token) as EmulatedToken;
    await walk(bern, 'done');
    await bern.ask('practice/pull-out');
    await bern.ask('ceremony/close');
    await exchange(bern);
    const before = await zurich.ask('stock/report', { id: count.id });
    expect(before.missing.map(({ serial }) => serial)).toContain(token);
    await exchange(zurich);
    const after = await zurich.ask('stock/draft', { id: count.id });
    expect(after.expected).toBe(expected - 1);
    expect((await failureOf(zurich.ask('stock/close', { id: count.id, lost: [token], taken: [] }))).code).toBe(
      'stock/changed',
    );
    await zurich.ask('stock/discard', { id: count.id });
    expect(await look(zurich, token)).toEqual(['issued', null]);
  });

  test('recognises by what it types a token that no port can read', async () => {
    const [one] = newTokens(drawer, 1) as [string];
    const token = drawer.get(one) as EmulatedToken;
    await receive(zurich, 'zurich', [one]);
    const { id } = await zurich.ask('stock/open', { kind: 'count', office: 'zurich' });
    zurich.token = token;
    await walk(zurich, 'prove', { type: 'yubikey' });
    zurich.typed.length = 0;
    await zurich.ask('practice/touch', { slot: 1, serial: one });
    const typed = (zurich.typed[0] ?? '').trim();
    expect(typed).toHaveLength(44);
    const hear = (text: string, longestGapMs = 8) => zurich.ask('stock/typed', { id, typed: text, longestGapMs });
    expect(await hear(typed, 400)).toMatchObject({ added: false, said: 'typed by hand' });
    expect(await hear('123456')).toMatchObject({ added: false, said: 'not recognised' });
    expect(await hear(typed)).toMatchObject({ serial: one, added: true });
    await zurich.ask('ceremony/stop', { reason: 'other', note: '' });
    await zurich.ask('ceremony/close');
    await zurich.ask('practice/pull-out');
    await zurich.ask('stock/discard', { id });
  });
});

describe('a shipment', () => {
  test('is packed and unpacked by touch, and what lies in it is issued to nobody on its way', async () => {
    const [one, two] = newTokens(drawer, 2) as [string, string];
    await receive(zurich, 'zurich', [one, two]);
    const shipment = await ship(zurich, 'zurich', 'bern', [one, two]);
    expect(await look(zurich, one)).toEqual(['in transit', null]);
    await walk(zurich, 'token');
    zurich.token = drawer.get(one) as EmulatedToken;
    const presence = await plugSerial(zurich, one);
    const taking = { presence, slot: 1, type: 'hotp', digits: 6 } as const;
    expect(await failureOf(zurich.ask('ceremony/take-token', taking))).toMatchObject({
      code: 'token/unavailable',
      context: { state: 'in transit' },
    });
    await zurich.ask('ceremony/stop', { reason: 'other', note: '' });
    await zurich.ask('ceremony/close');
    await pullSerial(zurich, one);
    await exchange(zurich);
    await exchange(bern);
    expect(await bern.ask('stock/shipment', { id: shipment })).toMatchObject({
      from: { name: 'Zürich' },
      to: { name: 'Bern' },
      state: 'sent',
      onItsWay: 2,
      tokens: [
        { serial: one, outcome: 'on its way' },
        { serial: two, outcome: 'on its way' },
      ],
    });
    const { id } = await bern.ask('stock/open', { kind: 'arrive', office: 'bern', shipment });
    expect(await touchToken(bern, id, one)).toMatchObject({ added: true, said: 'added' });
    expect(await touchToken(bern, id, two)).toMatchObject({ added: true, said: 'added' });
    await bern.ask('stock/close', { id, lost: [], taken: [] });
    expect(await look(bern, one)).toEqual(['blank', 'Bern']);
    await exchange(bern);
    expect(await Promise.all([one, two].map(onServer))).toEqual([
      ['blank', 'bern'],
      ['blank', 'bern'],
    ]);
    bern.token = drawer.get(one) as EmulatedToken;
    expect((await walk(bern, 'done')).outcome?.kind).toBe('issued');
    await bern.ask('practice/pull-out');
    await bern.ask('ceremony/close');
    await exchange(bern);
  });

  test('of a token that a ceremony has taken elsewhere: it is not written once the desk has heard', async () => {
    const [one] = newTokens(drawer, 1) as [string];
    await receive(zurich, 'zurich', [one]);
    await exchange(zurich);
    await exchange(bern);
    zurich.token = drawer.get(one) as EmulatedToken;
    await walk(zurich, 'program');
    await zurich.ask('practice/pull-out');
    await ship(bern, 'zurich', 'bern', [one]);
    await exchange(bern);
    await exchange(zurich);
    await plugSerial(zurich, one);
    const before = drawer.get(one)?.state();
    expect(await failureOf(zurich.ask('ceremony/write', {}))).toMatchObject({
      code: 'token/unavailable',
      context: { state: 'in transit' },
    });
    expect(drawer.get(one)?.state()).toEqual(before);
    await zurich.ask('ceremony/stop', { reason: 'other', note: '' });
    await zurich.ask('ceremony/close');
    await pullSerial(zurich, one);
  });

  test('takes nothing that somebody has, that lies elsewhere, or that is at work, and says which', async () => {
    const [fine, issued, elsewhere, unknown, atWork] = newTokens(drawer, 5) as [string, string, string, string, string];
    await receive(zurich, 'zurich', [fine, issued, atWork]);
    await receive(zurich, 'bern', [elsewhere]);
    zurich.token = drawer.get(issued) as EmulatedToken;
    await walk(zurich, 'done');
    await zurich.ask('practice/pull-out');
    await zurich.ask('ceremony/close');
    zurich.token = drawer.get(atWork) as EmulatedToken;
    await walk(zurich, 'program');
    await zurich.ask('practice/pull-out');
    const { id } = await zurich.ask('stock/open', { kind: 'pack', office: 'zurich', to: 'bern' });
    expect((await touchToken(zurich, id, issued)).said).toBe('issued');
    expect((await touchToken(zurich, id, issued)).whose).not.toBe('');
    expect(await touchToken(zurich, id, elsewhere)).toMatchObject({ said: 'of another office', whose: 'Bern' });
    expect((await touchToken(zurich, id, unknown)).said).toBe('unknown token');
    expect((await touchToken(zurich, id, atWork)).said).toBe('at work');
    expect((await touchToken(zurich, id, fine)).said).toBe('added');
    expect((await zurich.ask('stock/draft', { id })).count).toBe(1);
    expect((await failureOf(zurich.ask('stock/open', { kind: 'pack', office: 'zurich', to: 'zurich' }))).code).toBe(
      'stock/no-destination',
    );
    await zurich.ask('ceremony/stop', { reason: 'other', note: '' });
    await zurich.ask('ceremony/close');
    // Given to somebody between packing and sending.
    zurich.token = drawer.get(fine) as EmulatedToken;
    await walk(zurich, 'done');
    await zurich.ask('practice/pull-out');
    await zurich.ask('ceremony/close');
    expect(await failureOf(zurich.ask('stock/close', { id, lost: [], taken: [] }))).toMatchObject({
      code: 'stock/changed',
      context: { serial: fine },
    });
    expect((await zurich.ask('stock/report', { id })).surplus).toMatchObject([{ serial: fine, said: 'issued' }]);
    await zurich.ask('stock/discard', { id });
    await exchange(zurich);
  });

  test('that arrives offline with one too few and one foreign is put right, also later', async () => {
    const [one, late, foreign] = newTokens(drawer, 3) as [string, string, string];
    await receive(zurich, 'zurich', [one, late, foreign]);
    const shipment = await ship(zurich, 'zurich', 'bern', [one, late]);
    await exchange(zurich);
    await exchange(bern);
    await proxy.goAway();
    const { id } = await bern.ask('stock/open', { kind: 'arrive', office: 'bern', shipment });
    await touchToken(bern, id, one);
    expect(await touchToken(bern, id, foreign)).toMatchObject({ said: 'of another office', whose: 'Zürich' });
    expect(await bern.ask('stock/report', { id })).toMatchObject({
      there: 1,
      missing: [{ serial: late }],
      surplus: [{ serial: foreign, said: 'of another office' }],
    });
    await bern.ask('stock/close', { id, lost: [], taken: [] });
    expect([await look(bern, one), await look(bern, late), await look(bern, foreign)]).toEqual([
      ['blank', 'Bern'],
      ['in transit', null],
      ['blank', 'Bern'],
    ]);
    await proxy.comeBack();
    await exchange(bern);
    expect(await Promise.all([one, late, foreign].map(onServer))).toEqual([
      ['blank', 'bern'],
      ['in transit', null],
      ['blank', 'bern'],
    ]);
    const second = await bern.ask('stock/open', { kind: 'arrive', office: 'bern', shipment });
    expect(second).toMatchObject({ expected: 1 });
    await touchToken(bern, second.id, late);
    await bern.ask('stock/close', { id: second.id, lost: [], taken: [] });
    await exchange(bern);
    expect(await onServer(late)).toEqual(['blank', 'bern']);
    expect(await bern.ask('stock/shipment', { id: shipment })).toMatchObject({
      onItsWay: 0,
      state: 'received with differences',
    });
  });

  test('packed with the same token at two desks that are offline: it goes once, and nothing is doubled', async () => {
    const [both, other] = newTokens(drawer, 2) as [string, string];
    await receive(zurich, 'zurich', [both, other]);
    await exchange(zurich);
    await exchange(bern);
    const first = await ship(zurich, 'zurich', 'bern', [both, other]);
    await proxy.goAway();
    const second = await ship(bern, 'zurich', 'geneva', [both]);
    expect(await look(bern, both)).toEqual(['in transit', null]);
    await exchange(zurich);
    await proxy.comeBack();
    await exchange(bern);
    expect((await bern.ask('stock/shipment', { id: second })).tokens).toMatchObject([
      { serial: both, outcome: 'not sent' },
    ]);
    expect((await bern.ask('stock/shipment', { id: first })).onItsWay).toBe(2);
    expect(await bern.ask('stock/look', { serial: both })).toMatchObject({
      state: 'in transit',
      shipment: { id: first, from: 'Zürich', to: 'Bern' },
    });
  });

  test('that another desk issued from meanwhile is disputed by the server: the token stays on its way', async () => {
    const [one] = newTokens(drawer, 1) as [string];
    await receive(zurich, 'zurich', [one]);
    await exchange(zurich);
    await exchange(bern);
    await proxy.goAway();
    bern.token = drawer.get(one) as EmulatedToken;
    const done = await walk(bern, 'done');
    await bern.ask('practice/pull-out');
    await bern.ask('ceremony/close');
    await ship(zurich, 'zurich', 'bern', [one]);
    await exchange(zurich);
    await proxy.comeBack();
    await bern.ask('sync/send-now');
    const record = await until(async () => {
      const row = await bern.ask('records/get', { id: done.outcome?.record ?? '' });
      return row.delivery === 'waiting' ? undefined : row;
    });
    expect(record.delivery).toBe('refused');
    expect(await onServer(one)).toEqual(['in transit', null]);
  });
});

test('a token that somebody found is told by its serial however it is typed, or nobody knows it', async () => {
  const [one] = newTokens(drawer, 1) as [string];
  expect(await zurich.ask('stock/look', { serial: one })).toMatchObject({ serial: one, state: null, holder: null });
  expect(await zurich.ask('stock/look', { serial: 'my token' })).toBeNull();
  await receive(zurich, 'zurich', [one]);
  expect(await zurich.ask('stock/look', { serial: ` 00${one.slice(0, 2)} ${one.slice(2)} ` })).toMatchObject({
    serial: one,
    state: 'blank',
    office: { name: 'Zürich' },
  });
});

test('lists the shelves by office and state, a page at a time', async () => {
  const page = await bern.ask('stock/list', { query: '7000', office: '', state: 'lost', limit: 100 });
  expect([page.rows.length, page.total, page.next]).toEqual([100, 4998, '70000101']);
  const next = await bern.ask('stock/list', { query: '7000', office: '', limit: 100, after: page.next ?? '' });
  expect(next.rows[0]).toMatchObject({ serial: '70000102', state: 'lost', office: null });
  const here = await bern.ask('stock/list', { query: '7000', office: 'bern', state: 'blank', limit: 100 });
  expect(here.rows.map(({ serial }) => serial)).toEqual(['70000001', '70000002', '70005001']);
  expect(
    (await bern.ask('stock/list', { query: '', office: '', limit: 10 })).rows.every(({ office }) => office === null),
  ).toBe(true);
});
