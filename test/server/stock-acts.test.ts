import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeskAct } from '../../domain/act.ts';
import { snapshot } from '../../domain/contract/station.ts';
import { credentialSerial, type TokenSerial } from '../../domain/token.ts';
import { type Administration, administration } from './administration.ts';
import { brokenLinkOf } from './audit-chain.ts';
import { type House, openHouse } from './house.ts';
import { rawSql } from './raw-sql.ts';
import type { TestStation } from './test-station.ts';

let house: House;
let admin: Administration;
let zurich: TestStation;
let bern: TestStation;
let next = 50_000_000;
const ines = 'ines.garcia@office';
const jan = 'jan.vandenberg@office';

beforeAll(async () => {
  house = await openHouse(() => new Date('2026-11-21T12:00:00Z'));
  admin = await administration(house);
  zurich = await house.enrol('Zürich');
  bern = await house.enrol('Bern');
  await admin.post('/trust/groups/stores', { name: 'Stores', allow: 'handle_stock' });
  await admin.post('/trust/groups/trusted', { name: 'Trusted', allow: 'control_trust' });
  for (const [office, group, user] of [
    ['zurich', 'stores', ines],
    ['bern', 'trusted', jan],
  ] as const) {
    await admin.post(`/trust/offices/${office}`, { name: office });
    await admin.post(`/trust/groups/${group}/members`, { user });
    await admin.post(`/trust/offices/${office}/controllers`, { user });
  }
});
afterAll(() => house.close());

const store = () => house.server.installation.store;
const serials = (count: number) =>
  Array.from({ length: count }, () => {
    next += 1;
    return `${next}` as TokenSerial;
  });
const act = async (station: TestStation, doing: DeskAct) => {
  const controller = station === zurich ? ines : jan;
  const signed = station.sign({ ...station.base(), controller, kind: 'act', act: doing, reason: '' });
  const reply = await station.put(signed);
  station.follow(signed);
  return reply.json.reason ?? reply.status;
};
const receive = (station: TestStation, tokens: readonly TokenSerial[]) =>
  act(station, {
    what: 'received',
    office: station === zurich ? 'zurich' : 'bern',
    order: 'PO 7',
    tokens: tokens.map((serial) => ({ serial, model: 'YubiKey 5' })),
  });
const lies = async (serial: string) => {
  const token = await store().tokens.find(serial);
  return [token?.state, token?.office];
};
const send = async (tokens: readonly TokenSerial[]) => {
  const shipment = randomBytes(16).toString('hex');
  expect(await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'bern', tokens })).toBe(200);
  return shipment;
};
const arrive = (shipment: string, tokens: readonly TokenSerial[], lost?: readonly TokenSerial[]) =>
  act(bern, { what: 'arrived', shipment, office: 'bern', tokens, ...(lost === undefined ? {} : { lost }) });
const outcomes = async (shipment: string) =>
  Object.fromEntries((await store().shipments.tokens(shipment)).map(({ token, outcome }) => [token, outcome]));
const lastAudit = async () => {
  const [row] = await rawSql<{ detail: string }>(store(), 'SELECT detail FROM audit ORDER BY position DESC LIMIT 1');
  return JSON.parse(row?.detail ?? '{}');
};
/** Nobody's, as an import leaves it. */
const fromFile = async (serial: string) => {
  const reply = await admin.post('/token/init', { type: 'hotp', genkey: '1', serial });
  expect(reply.status).toBe(200);
};
const credential = async (serial: string) => {
  const found = await store().credentials.bySerial(serial);
  return found && { token: found.tokenSerial, active: found.active, revoked: found.revoked };
};

describe('an order', () => {
  test('ties what a vendor’s file brought to the tokens that arrive, and tells them from blank ones', async () => {
    const [programmed, bare, blank] = serials(3) as [TokenSerial, TokenSerial, TokenSerial];
    await fromFile(credentialSerial(programmed, 2, 'hotp'));
    await fromFile(bare);
    expect(await receive(zurich, [programmed, bare, blank])).toBe(200);
    expect(await Promise.all([programmed, bare, blank].map(lies))).toEqual([
      ['in stock', 'zurich'],
      ['in stock', 'zurich'],
      ['blank', 'zurich'],
    ]);
    expect(await credential(credentialSerial(programmed, 2, 'hotp'))).toMatchObject({ token: programmed });
    expect(await credential(bare)).toMatchObject({ token: bare });
  });

  test('received twice leaves each token where it lies, and says so', async () => {
    const [one, two] = serials(2) as [TokenSerial, TokenSerial];
    await receive(zurich, [one]);
    expect(await receive(bern, [one, two, two])).toBe(200);
    expect(await lastAudit()).toMatchObject({ known_already: one });
    expect([await lies(one), await lies(two)]).toEqual([
      ['blank', 'zurich'],
      ['blank', 'bern'],
    ]);
  });

  test('does not bring back a token that was reported lost or scrapped', async () => {
    const [scrapped] = serials(1) as [TokenSerial];
    await receive(zurich, [scrapped]);
    await act(zurich, { what: 'scrapped', token: scrapped, office: 'zurich', note: '' });
    await receive(zurich, [scrapped]);
    expect(await lastAudit()).toMatchObject({ known_already: scrapped });
    expect(await lies(scrapped)).toEqual(['scrapped', null]);
  });

  test('of five thousand tokens is received in boxes, and counted at once', async () => {
    const box = serials(5000);
    for (let from = 0; from < box.length; from += 1000) {
      expect(await receive(zurich, box.slice(from, from + 1000))).toBe(200);
    }
    const shipment = await send(box);
    expect(await arrive(shipment, box)).toBe(200);
    expect((await store().shipments.find(shipment))?.state).toBe('received');
    expect(await act(bern, { what: 'counted', office: 'bern', touched: box, missing: [], surplus: [] })).toBe(200);
  }, 120_000);
});

describe('a shipment', () => {
  test('puts what is on its tokens to sleep until it has arrived', async () => {
    const [one] = serials(1) as [TokenSerial];
    const name = credentialSerial(one, 1, 'hotp');
    await fromFile(name);
    await receive(zurich, [one]);
    expect(await credential(name)).toEqual({ token: one, active: 1, revoked: 0 });
    const shipment = await send([one]);
    expect(await credential(name)).toEqual({ token: one, active: 0, revoked: 0 });
    await arrive(shipment, [one]);
    expect(await credential(name)).toEqual({ token: one, active: 1, revoked: 0 });
    expect(await lies(one)).toEqual(['in stock', 'bern']);
  });

  test('wakes nothing that was switched off for another reason, before it was sent or on its way', async () => {
    const [before, during, plain] = serials(3) as [TokenSerial, TokenSerial, TokenSerial];
    const names = [before, during, plain].map((serial) => credentialSerial(serial, 1, 'hotp'));
    for (const name of names) await fromFile(name);
    await receive(zurich, [before, during, plain]);
    const switched = (path: string, at: number) => admin.post(`/token/${path}`, { serial: names[at] ?? '' });
    const active = () =>
      Promise.all(names.map(async (name) => [(await credential(name))?.active, (await credential(name))?.revoked]));
    expect((await switched('disable', 0)).status).toBe(200);
    const shipment = await send([before, during, plain]);
    expect(await active()).toEqual(names.map(() => [0, 0]));
    expect((await switched('disable', 1)).json.result.value).toBe(1);
    await arrive(shipment, [before, during, plain]);
    expect(await active()).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
    ]);
    // Nor does a second box, or a count, wake what was off before.
    const back = randomBytes(16).toString('hex');
    const tokens = [before, plain];
    expect(await act(bern, { what: 'sent', shipment: back, from: 'bern', to: 'zurich', tokens })).toBe(200);
    expect((await active()).map(([one]) => one)).toEqual([0, 0, 0]);
    await act(zurich, { what: 'arrived', shipment: back, office: 'zurich', tokens });
    expect((await active()).map(([one]) => one)).toEqual([0, 0, 1]);
  });

  test('that comes in two parts is whole in the end, and an arrival told twice changes nothing', async () => {
    const [one, two] = serials(2) as [TokenSerial, TokenSerial];
    await receive(zurich, [one, two]);
    const shipment = await send([one, two]);
    await arrive(shipment, [one]);
    expect(await lastAudit()).toMatchObject({ missing: two });
    expect((await store().shipments.find(shipment))?.state).toBe('received with differences');
    await arrive(shipment, [one]);
    expect(await outcomes(shipment)).toEqual({ [one]: 'arrived', [two]: 'on its way' });
    await arrive(shipment, [two]);
    expect(await outcomes(shipment)).toEqual({ [one]: 'arrived', [two]: 'arrived' });
    expect((await store().shipments.find(shipment))?.state).toBe('received');
  });

  test('packed twice at two desks goes once: the token comes out of the other box and is waited for no more', async () => {
    const [one, two, three] = serials(3) as [TokenSerial, TokenSerial, TokenSerial];
    await receive(zurich, [one, two, three]);
    const first = await send([one, two]);
    const second = await send([one, three]);
    expect(await lastAudit()).toMatchObject({ not_sent: one });
    await arrive(second, [one, three]);
    expect(await outcomes(second)).toEqual({ [one]: 'foreign', [three]: 'arrived' });
    expect(await outcomes(first)).toEqual({ [one]: 'elsewhere', [two]: 'on its way' });
    expect(await lies(one)).toEqual(['blank', 'bern']);
    await arrive(first, [two]);
    expect((await store().shipments.find(first))?.state).toBe('received with differences');
    expect(await store().shipments.othersWith('', [one, two, three])).toEqual([]);
  });

  test('leaves to its holder what somebody has been given meanwhile, and names it', async () => {
    const [one, two] = serials(2) as [TokenSerial, TokenSerial];
    const issue = await bern.issue({ serial: two, controller: jan });
    await receive(zurich, [one]);
    const shipment = await send([one]);
    expect((await bern.put(issue)).status).toBe(200);
    bern.follow(issue);
    await arrive(shipment, [one, two]);
    expect(await lastAudit()).toMatchObject({ issued: two });
    expect(await lies(two)).toEqual(['issued', null]);
    expect(await outcomes(shipment)).toEqual({ [one]: 'arrived', [two]: 'issued' });
  });

  test('carries no token that was assigned to somebody by hand, though it lies on the shelf', async () => {
    const [one] = serials(1) as [TokenSerial];
    const name = credentialSerial(one, 1, 'hotp');
    await fromFile(name);
    await receive(zurich, [one]);
    const assigned = await admin.post('/token/assign', { serial: name, user: 'hana.novakova', realm: 'office' });
    expect(assigned.status).toBe(200);
    const shipment = await send([one]);
    expect(await outcomes(shipment)).toEqual({ [one]: 'not sent' });
    expect(await lies(one)).toEqual(['in stock', 'zurich']);
    expect(await credential(name)).toMatchObject({ active: 1 });
  });

  test('of which a token is given up: nobody gets it, and one that comes after all is written anew first', async () => {
    const [one, two] = serials(2) as [TokenSerial, TokenSerial];
    const name = credentialSerial(two, 1, 'hotp');
    await fromFile(name);
    await receive(zurich, [one, two]);
    const shipment = await send([one, two]);
    await arrive(shipment, [one], [one, two]);
    expect(await lastAudit()).toMatchObject({ lost: two });
    expect(await lies(one)).toEqual(['blank', 'bern']);
    expect(await lies(two)).toEqual(['lost', null]);
    expect(await credential(name)).toMatchObject({ active: 0, revoked: 1 });
    await arrive(shipment, [two]);
    expect(await lies(two)).toEqual(['returned', 'bern']);
    expect(await credential(name)).toMatchObject({ active: 0, revoked: 1 });
  });

  test('of nothing that is still there is over at once', async () => {
    const shipment = await send(serials(1));
    expect((await store().shipments.find(shipment))?.state).toBe('received with differences');
  });

  test('goes to another office that there is', async () => {
    const shipment = randomBytes(16).toString('hex');
    const sent = { what: 'sent', shipment, from: 'zurich', tokens: [] } as const;
    expect(await act(zurich, { ...sent, to: 'zurich' })).toBe('a shipment goes to another office');
    expect(await act(zurich, { ...sent, to: 'nowhere' })).toBe('there is no office nowhere');
  });

  test('is called back by whoever keeps the shelf it left: what has not arrived lies there awake, and can be issued', async () => {
    const [arrived, left, programmed] = serials(3) as [TokenSerial, TokenSerial, TokenSerial];
    const name = credentialSerial(programmed, 1, 'hotp');
    await fromFile(name);
    await receive(zurich, [arrived, left, programmed]);
    const shipment = await send([arrived, left, programmed]);
    expect(await credential(name)).toMatchObject({ active: 0 });
    expect(await act(bern, { what: 'called back', shipment, office: 'bern' })).toBe(
      `shipment ${shipment} was sent from another office`,
    );
    await arrive(shipment, [arrived]);
    expect(await act(zurich, { what: 'called back', shipment, office: 'zurich' })).toBe(200);
    expect(await lastAudit()).toMatchObject({ what: 'called back', shipment, arrived });
    expect(await Promise.all([arrived, left, programmed].map(lies))).toEqual([
      ['blank', 'bern'],
      ['blank', 'zurich'],
      ['in stock', 'zurich'],
    ]);
    expect(await credential(name)).toMatchObject({ active: 1, revoked: 0 });
    expect(await outcomes(shipment)).toEqual({
      [arrived]: 'arrived',
      [left]: 'called back',
      [programmed]: 'called back',
    });
    expect(await store().shipments.find(shipment)).toMatchObject({ state: 'received with differences' });
    expect(await act(zurich, { what: 'called back', shipment, office: 'zurich' })).toBe(
      `shipment ${shipment} has arrived: nothing of it is on its way any more`,
    );
    const again = await send([left]);
    expect(await act(zurich, { what: 'called back', shipment: again, office: 'zurich' })).toBe(200);
    expect(await store().shipments.find(again)).toMatchObject({ state: 'called back' });
    // Called back at two desks of the office: the second says nothing new.
    expect(await act(zurich, { what: 'called back', shipment: again, office: 'zurich' })).toBe(200);
    expect(await lies(left)).toEqual(['blank', 'zurich']);
  });

  test('is told to stations with its manifest, who sent it, and where it stands', async () => {
    const [one] = serials(1) as [TokenSerial];
    await receive(zurich, [one]);
    const shipment = await send([one]);
    const told = snapshot.parse((await bern.request('GET', '/stations/self/snapshot')).json);
    expect(told.shipments.find(({ id }) => id === shipment)).toMatchObject({
      from: 'zurich',
      to: 'bern',
      state: 'sent',
      receivedAt: null,
      controller: ines,
      tokens: [{ serial: one, outcome: 'on its way' }],
    });
    expect(told.stock.find(({ serial }) => serial === one)).toMatchObject({ state: 'in transit', office: null });
  });
});

describe('a count', () => {
  test('reports what is missing, takes on the shelf what lies there, and leaves what was issued meanwhile', async () => {
    const [there, gone, issued, stranger] = serials(4) as [TokenSerial, TokenSerial, TokenSerial, TokenSerial];
    const [travelling] = serials(1) as [TokenSerial];
    await receive(bern, [there, gone, issued]);
    await receive(zurich, [travelling]);
    const shipment = await send([travelling]);
    const issue = await bern.issue({ serial: issued, controller: jan });
    expect((await bern.put(issue)).status).toBe(200);
    bern.follow(issue);
    expect(
      await act(bern, {
        what: 'counted',
        office: 'bern',
        touched: [there, stranger, travelling],
        missing: [gone, issued],
        surplus: [stranger, travelling],
        lost: [gone, issued],
        taken: [stranger, travelling, issued],
      }),
    ).toBe(200);
    expect(await lastAudit()).toMatchObject({
      missing: `${gone} ${issued}`,
      lost: gone,
      moved_meanwhile: issued,
      taken: `${stranger} ${travelling}`,
      not_taken: issued,
    });
    expect(await Promise.all([there, gone, issued, stranger, travelling].map(lies))).toEqual([
      ['blank', 'bern'],
      ['lost', null],
      ['issued', null],
      ['blank', 'bern'],
      ['blank', 'bern'],
    ]);
    expect(await outcomes(shipment)).toEqual({ [travelling]: 'elsewhere' });
  });

  test('decides nothing by itself', async () => {
    const [gone] = serials(1) as [TokenSerial];
    await receive(bern, [gone]);
    const act1 = { what: 'counted', office: 'bern', touched: [], missing: [gone], surplus: serials(1) } as const;
    expect(await act(bern, act1)).toBe(200);
    expect(await lies(gone)).toEqual(['blank', 'bern']);
    expect(await lies(act1.surplus[0] ?? '')).toEqual([undefined, undefined]);
  });
});

test('a token that was withdrawn in hand lies in the office of the desk where it was', async () => {
  const issue = await bern.issue({ controller: jan, serial: serials(1)[0] ?? '' });
  expect((await bern.put(issue)).status).toBe(200);
  bern.follow(issue);
  const { record } = issue;
  if (record.kind !== 'issued') throw new Error('a token was issued');
  await store().stations.setOffice(bern.id, 'bern');
  const holder = { realm: 'office', username: 'amara.okafor', userId: '1001' };
  const token = record.token.serial;
  expect(await act(bern, { what: 'withdrawn', holder, token, reason: 'leaves', inHand: true })).toBe(200);
  expect(await lies(token)).toEqual(['returned', 'bern']);
});

test('shelves are kept by who handles stock and by who controls trust, each in the own office', async () => {
  const counted = { what: 'counted', touched: [], missing: [], surplus: [] } as const;
  expect(await act(zurich, { ...counted, office: 'zurich' })).toBe(200);
  expect(await act(bern, { ...counted, office: 'bern' })).toBe(200);
  expect(await act(bern, { ...counted, office: 'zurich' })).toBe(`${jan} may not act in office zurich`);
});

test('an office is not removed while tokens lie there or are on their way', async () => {
  const remove = async () => (await admin.remove('/trust/offices/oslo')).json.result.error?.message;
  await admin.post('/trust/offices/oslo', { name: 'Oslo' });
  await admin.post('/trust/offices/oslo/controllers', { user: jan });
  const [one] = serials(1) as [TokenSerial];
  await receive(zurich, [one]);
  const shipment = randomBytes(16).toString('hex');
  expect(await act(zurich, { what: 'sent', shipment, from: 'zurich', to: 'oslo', tokens: [one] })).toBe(200);
  expect(await remove()).toMatch(/from 'zurich' to 'oslo' is on its way/);
  expect(await act(bern, { what: 'arrived', shipment, office: 'oslo', tokens: [one] })).toBe(200);
  expect(await remove()).toMatch(/1 tokens lie in this office/);
  const count = { what: 'counted', office: 'oslo', touched: [], missing: [one], surplus: [], lost: [one] } as const;
  expect(await act(bern, count)).toBe(200);
  expect(await remove()).toBeUndefined();
  expect(await store().offices.find('oslo')).toBeUndefined();
});

test('the audit holds together after all of it', async () => {
  expect(await brokenLinkOf(store())).toBeUndefined();
});
