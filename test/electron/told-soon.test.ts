import { afterAll, beforeAll, expect, test } from 'vitest';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes, until, walk } from './desk-at-work.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { type HouseDesk, houseDesk, quick } from './house-desk.ts';

/** Far longer than the test takes: what is seen earlier was not waited for. */
const hourMs = 3_600_000;
const partsPath = '/stations/self/parts';

let house: House;
let proxy: FaultProxy;
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
});
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

const desk = (pullAgainMs: number): Promise<HouseDesk> =>
  houseDesk({ ...house, code: proxy.code }, { trial: { pullEveryMs: hourMs, pullAgainMs } });
const person = (username: string) => ({ realm: 'office', username });
const board = (at: HouseDesk) => at.ask('rollout/board');
const pulls = () => proxy.traffic.filter(({ method, path }) => method === 'GET' && path === partsPath).length;
const deliveries = () => proxy.traffic.filter(({ path }) => path.startsWith('/stations/self/records/')).length;
const quiet = (at: HouseDesk) =>
  until(async () => {
    const { waiting, sending, problem } = await at.ask('sync/state');
    return waiting === 0 && !sending && problem === null ? true : undefined;
  });

async function issueTo(at: HouseDesk, username: string): Promise<void> {
  at.token = emulatedToken(quick);
  await at.ask('ceremony/begin');
  await at.ask('ceremony/choose-holder', person(username));
  await walk(at, 'done');
  await at.ask('ceremony/close');
}

test('shows on the board what this desk has delivered, long before the next pull would come by itself', async () => {
  const at = await desk(20);
  await quiet(at);
  expect((await board(at)).facts).toMatchObject({ need: 0, have: 0 });
  await issueTo(at, 'amara.okafor');
  await until(async () => ((await board(at)).facts?.have === 1 ? true : undefined));
  expect(await board(at)).toMatchObject({ facts: { need: 1, have: 1 }, waiting: 0 });
  await at.desk.close();
});

test('pulls once for many records that are delivered together', async () => {
  const at = await desk(20);
  await proxy.goAway();
  for (let turn = 0; turn < 20; turn += 1) {
    await at.ask('queue-here/put', person('u.thant'));
    await at.ask('queue-here/take', person('u.thant'));
  }
  await until(async () => ((await at.ask('sync/state')).problem?.code === 'sync/unreachable' ? true : undefined));
  const before = { pulls: pulls(), deliveries: deliveries() };
  await proxy.comeBack();
  await at.ask('sync/send-now');
  await quiet(at);
  expect(deliveries() - before.deliveries).toBe(40);
  // One for the delivery, and one because somebody asked for everything just then.
  expect(pulls() - before.pulls).toBeLessThanOrEqual(2);
  await at.desk.close();
});

test('pulls no sooner after the last time than agreed, and says meanwhile what is not counted yet', async () => {
  const at = await desk(hourMs);
  await at.ask('sync/send-now');
  const before = pulls();
  await issueTo(at, 'bjoern.aagaard');
  await quiet(at);
  expect(pulls()).toBe(before);
  expect(await board(at)).toMatchObject({ facts: { have: 1 }, waiting: 1 });
  await at.ask('administration/sign-in', { name: 'root', password: bytes(password) });
  expect(await at.ask('rollout/fresh')).toMatchObject({ have: 2 });
  await at.ask('sync/send-now');
  expect(await board(at)).toMatchObject({ facts: { have: 2 }, waiting: 0 });
  await at.desk.close();
});

test('asks for nothing more once it was told: a delivery is followed by one pull', async () => {
  const at = await desk(20);
  await quiet(at);
  const before = pulls();
  await at.ask('queue-here/put', person('hana.novakova'));
  await until(async () => ((await board(at)).facts?.queued === 1 ? true : undefined));
  await quiet(at);
  expect((await at.ask('sync/state')).nextAttemptAt).toBeNull();
  expect(pulls() - before).toBe(1);
  await at.desk.close();
});
