import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { brokenLinkOf } from '../server/audit-chain.ts';
import { failureOf } from './failure-of.ts';
import {
  cutOff,
  eachOnce,
  freshToken,
  ines,
  jan,
  reconnect,
  restart,
  seen,
  type TwoDesks,
  twoDesks,
} from './two-desks.ts';

let two: TwoDesks;
beforeAll(async () => {
  two = await twoDesks();
  await two.zurich.at.ask('app/set-settings', { controller: `${ines}@office` });
  await two.bern.at.ask('app/set-settings', { controller: `${jan}@office` });
  for (const station of [two.zurich, two.bern]) await reconnect(station);
});
afterEach(async () => {
  for (const station of [two.zurich, two.bern]) await reconnect(station);
});
afterAll(async () => {
  for (const station of [two.zurich, two.bern]) await eachOnce(two, station);
  expect(await brokenLinkOf(two.house.server.installation.store)).toBeUndefined();
  await two.close();
});

const close = { lost: [], taken: [] };
const serials = (count: number) => Array.from({ length: count }, () => `${freshToken().serial}`);

/** A box from Zürich to Bern, which both desks have heard of. */
async function box(tokens: readonly string[]): Promise<string> {
  const { zurich, bern } = two;
  const order = await zurich.at.ask('stock/open', { kind: 'receive', office: 'zurich' });
  for (const line of tokens) await zurich.at.ask('stock/scan', { id: order.id, line });
  await zurich.at.ask('stock/close', { id: order.id, ...close });
  const packed = await zurich.at.ask('stock/open', { kind: 'pack', office: 'zurich', to: 'bern' });
  for (const line of tokens) await zurich.at.ask('stock/scan', { id: packed.id, line });
  const { shipment } = await zurich.at.ask('stock/close', { id: packed.id, ...close });
  await reconnect(zurich);
  await reconnect(bern);
  return shipment ?? '';
}

/** Unpacks some of a box in Bern; the record. */
async function unpack(shipment: string, tokens: readonly string[]): Promise<string> {
  const { id } = await two.bern.at.ask('stock/open', { kind: 'arrive', office: 'bern', shipment });
  for (const line of tokens) await two.bern.at.ask('stock/scan', { id, line });
  return (await two.bern.at.ask('stock/close', { id, ...close })).records[0] ?? '';
}

const onServer = async (serial: string) => {
  const token = await two.house.server.installation.store.tokens.find(serial);
  return [token?.state, token?.office];
};
const stands = async (station: TwoDesks['bern'], id: string) => {
  const { state, tokens } = await station.at.ask('stock/shipment', { id });
  return [state, ...tokens.map(({ outcome }) => outcome)];
};
const shelf = async (station: TwoDesks['bern'], office: string) =>
  (await station.at.ask('stock/shelf', { office })).tokens.map(({ serial }) => serial);

test('a box that has not left is called back offline: its tokens lie on the sender’s shelf, and the receiver is told', async () => {
  const { zurich, bern } = two;
  const [one = '', other = ''] = serials(2);
  const shipment = await box([one, other]);
  expect(await stands(bern, shipment)).toEqual(['sent', 'on its way', 'on its way']);
  cutOff(zurich);
  const { record } = await zurich.at.ask('stock/call-back', { id: shipment });
  expect(await stands(zurich, shipment)).toEqual(['called back', 'called back', 'called back']);
  expect(await shelf(zurich, 'zurich')).toEqual(expect.arrayContaining([one, other]));
  await restart(zurich);
  await zurich.at.ask('app/set-settings', { controller: `${ines}@office` });
  await reconnect(zurich);
  await reconnect(bern);
  expect(await zurich.at.ask('records/get', { id: record })).toMatchObject({ delivery: 'delivered' });
  for (const serial of [one, other]) expect(await onServer(serial)).toEqual(['blank', 'zurich']);
  expect(await stands(bern, shipment)).toEqual(['called back', 'called back', 'called back']);
  expect((await bern.at.ask('stock/summary')).find(({ office }) => office.id === 'bern')?.inTransitTo).toBe(0);
  // It can be packed again, and nothing is called back twice.
  expect(await failureOf(zurich.at.ask('stock/call-back', { id: shipment }))).toMatchObject({ code: 'stock/arrived' });
  const again = await zurich.at.ask('stock/open', { kind: 'pack', office: 'zurich', to: 'bern' });
  expect(await zurich.at.ask('stock/scan', { id: again.id, line: one })).toMatchObject({ said: 'added' });
  await zurich.at.ask('stock/discard', { id: again.id });
});

test('only whoever keeps the shelf that a box was sent from calls it back', async () => {
  const shipment = await box(serials(1));
  expect(await failureOf(two.bern.at.ask('stock/call-back', { id: shipment }))).toMatchObject({
    code: 'act/no-office',
  });
  expect(await stands(two.zurich, shipment)).toEqual(['sent', 'on its way']);
});

test('called back here while it is unpacked there offline, and the one who unpacked it is heard first: the call is stated and changes nothing', async () => {
  const { zurich, bern } = two;
  const tokens = serials(2);
  const shipment = await box(tokens);
  cutOff(zurich);
  cutOff(bern);
  await unpack(shipment, tokens);
  const { record } = await zurich.at.ask('stock/call-back', { id: shipment });
  await reconnect(bern);
  await reconnect(zurich);
  for (const serial of tokens) expect(await onServer(serial)).toEqual(['blank', 'bern']);
  expect(await seen(zurich, record)).toMatchObject({
    ...{ kind: 'other', what: 'called back', choices: [{ choice: 'leave' }] },
    facts: { reason: `shipment ${shipment} has arrived: nothing of it is on its way any more` },
  });
  for (const station of [zurich, bern])
    expect(await stands(station, shipment)).toEqual(['received', 'arrived', 'arrived']);
  expect(await shelf(zurich, 'zurich')).not.toContain(tokens[0]);
});

test('called back here while it is unpacked there offline, and the call is heard first: what was touched there lies there, and both are told', async () => {
  const { zurich, bern } = two;
  const tokens = serials(2);
  const shipment = await box(tokens);
  cutOff(bern);
  await zurich.at.ask('stock/call-back', { id: shipment });
  const record = await unpack(shipment, tokens);
  await reconnect(zurich);
  await reconnect(bern);
  await reconnect(zurich);
  for (const serial of tokens) expect(await onServer(serial)).toEqual(['blank', 'bern']);
  for (const station of [zurich, bern]) {
    expect(await stands(station, shipment)).toEqual(['received', 'arrived', 'arrived']);
    expect(await seen(station, record)).toMatchObject({
      kind: 'shipment differs',
      facts: { shipment, calledBack: tokens.join(' ') },
      choices: [{ choice: 'count' }, { choice: 'leave' }],
    });
  }
  expect(await shelf(zurich, 'zurich')).not.toContain(tokens[0]);
});

test('what had arrived of a box that is called back stays where it was touched, and is named', async () => {
  const { zurich, bern } = two;
  const [arrived = '', left = ''] = serials(2);
  const shipment = await box([arrived, left]);
  cutOff(zurich);
  const { record } = await zurich.at.ask('stock/call-back', { id: shipment });
  await unpack(shipment, [arrived]);
  await reconnect(bern);
  await reconnect(zurich);
  await reconnect(bern);
  expect(await onServer(arrived)).toEqual(['blank', 'bern']);
  expect(await onServer(left)).toEqual(['blank', 'zurich']);
  expect(await seen(bern, record)).toMatchObject({ kind: 'shipment differs', facts: { arrived } });
  expect(await stands(bern, shipment)).toEqual(['received with differences', 'arrived', 'called back']);
});

test('a token that was issued from a box that was called back stays with its holder when the box arrives all the same', async () => {
  const { zurich, bern, house } = two;
  const [token = ''] = serials(1);
  const shipment = await box([token]);
  cutOff(bern);
  await zurich.at.ask('stock/call-back', { id: shipment });
  await reconnect(zurich);
  const ownerId = await house.personId('amara.okafor');
  await house.give(`UBOM${token}_1`, { ownerId, tokenSerial: token, slot: 1, realms: ['office'] });
  await unpack(shipment, [token]);
  await reconnect(bern);
  expect(await stands(bern, shipment)).toEqual(['received with differences', 'issued']);
});
