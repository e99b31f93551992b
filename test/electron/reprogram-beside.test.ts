import { expect, test } from 'vitest';
import { credentialSerial, type TokenSerial } from '../../domain/token.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { administration } from '../server/administration.ts';
import { until, walk } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import {
  begin,
  boxOf,
  insert,
  lane,
  laneDesk,
  pull,
  serialOf,
  shown,
  spareAt,
  through,
  touched,
  typeCode,
} from './lane.ts';
import { ends, laneHouse } from './lane-house.ts';

const here = laneHouse();

test('a lane rests while a holder is at the desk, and no token of a ceremony is taken for a spare', async () => {
  const box = boxOf(2, {}, 20_900_001);
  const [spare, theirs] = box;
  if (spare === undefined || theirs === undefined) throw new Error('two tokens');
  const at = await laneDesk(here.house, box);
  await begin(at);
  await through(at, spare);
  await at.ask('ceremony/begin');
  await insert(at, theirs);
  await until(async () => ((await lane(at)).problem?.code === 'reprogram/ceremony' ? true : undefined));
  expect(theirs.state().slots[1]).toBeNull();
  expect(await failureOf(at.ask('reprogram/run'))).toMatchObject({ code: 'reprogram/ceremony' });
  await at.ask('ceremony/stop', { reason: 'other', note: '' });
  await at.ask('ceremony/close');
  await at.ask('reprogram/run');
  await spareAt(at, theirs, 'written');
  await ends(at);
});

test('whoever handles stock in an office may, there and nowhere else; without the right a lane rests', async () => {
  const admin = await administration(here.house);
  await admin.post('/trust/offices/zurich', { name: 'Zürich' });
  await admin.post('/trust/groups/stock', { name: 'Stock', allow: 'handle_stock' });
  await admin.post('/trust/groups/stock/members', { user: 'hana.novakova@office' });
  await admin.post('/trust/offices/zurich/controllers', { user: 'hana.novakova@office' });
  const box = boxOf(2, {}, 21_900_001);
  const [one, other] = box;
  if (one === undefined || other === undefined) throw new Error('two tokens');
  const at = await laneDesk(here.house, box);
  await at.ask('sync/send-now');
  await at.ask('app/set-settings', { controller: 'hana.novakova@office' });
  expect(await at.ask('reprogram/offices')).toEqual([{ id: 'zurich', name: 'Zürich' }]);
  expect(await failureOf(begin(at, { office: 'madrid' }))).toMatchObject({ code: 'act/no-office' });
  await begin(at);
  await through(at, one);
  expect((await shown(at, one)).delivery).toBe('delivered');
  expect(await here.onServer(serialOf(one))).toMatchObject({ state: 'in stock', office: 'zurich' });

  await at.ask('app/set-settings', { controller: 'lukas.meier@office' });
  expect(await at.ask('reprogram/offices')).toEqual([]);
  await insert(at, other);
  await until(async () => ((await lane(at)).problem?.code === 'act/no-right' ? true : undefined));
  expect(await lane(at)).toMatchObject({ running: false });
  expect(other.state().slots[1]).toBeNull();
  expect(await failureOf(at.ask('reprogram/run'))).toMatchObject({ code: 'act/no-right' });
  expect(await failureOf(at.ask('reprogram/code', { typed: '123456', longestGapMs: 5 }))).toMatchObject({
    code: 'act/no-right',
  });
  await ends(at);
});

test('a token on its way between offices is refused, and one of another shelf comes to this one', async () => {
  const box = boxOf(2, {}, 21_950_001);
  const [travelling, elsewhere] = box;
  if (travelling === undefined || elsewhere === undefined) throw new Error('two tokens');
  const { tokens } = here.house.server.installation.store;
  const known = { model: 'YubiKey 5 NFC', firmware: '', transport: 'usb' } as const;
  const put = (token: EmulatedToken, to: { state: 'in transit' | 'in stock'; office: string | null }) =>
    tokens.put({ ...known, serial: serialOf(token) as TokenSerial, ...to }, new Date().toISOString());
  await put(travelling, { state: 'in transit', office: null });
  await put(elsewhere, { state: 'in stock', office: 'zurich' });
  const at = await laneDesk(here.house, box);
  await at.ask('sync/send-now');
  await begin(at, { office: 'madrid' });
  await insert(at, travelling);
  expect((await spareAt(at, travelling, 'refused')).problem).toEqual({
    code: 'token/unavailable',
    context: { state: 'in transit', reason: 'lane' },
  });
  await through(at, elsewhere);
  await shown(at, elsewhere);
  expect(await here.onServer(serialOf(elsewhere))).toMatchObject({ state: 'in stock', office: 'madrid' });
  await ends(at);
});

test('a slot that a ceremony wrote after the lane did is the ceremony’s, and the lane says so', async () => {
  const [token] = boxOf(1, {}, 21_980_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  await begin(at);
  await insert(at, token);
  await spareAt(at, token, 'written');
  at.token = token;
  await walk(at, 'done');
  await at.ask('ceremony/close');
  await at.ask('reprogram/run');
  const spare = await spareAt(at, token, 'failed', 'refused');
  expect(spare.problem?.code).toMatch(/^(reprogram\/overtaken|act\/somebodys)$/);
  expect((await at.ask('tokens/attached')).tokens[0]?.standing).toMatchObject({ kind: 'issued' });
  await ends(at);
});

test('a token that is left in its port does not go through the next box too', async () => {
  const [token] = boxOf(1, {}, 21_990_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  await begin(at);
  await insert(at, token);
  await spareAt(at, token, 'written');
  await typeCode(at, await touched(at, token));
  await spareAt(at, token, 'done');
  const before = token.state();
  await at.ask('reprogram/finish');
  await begin(at);
  const now = await lane(at);
  expect(now.spares).toEqual([]);
  expect(now.ports[0]?.failure).toMatchObject({ code: 'reprogram/done-already' });
  expect(token.state()).toEqual(before);
  await pull(at, token);
  await through(at, token);
  await ends(at);
});

test('a lane rests when the machine sleeps, and takes nothing up until it is gone on with', async () => {
  const [token] = boxOf(1, {}, 21_991_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  await begin(at);
  at.desk.interrupted();
  expect(await lane(at)).toMatchObject({ running: false, problem: null });
  await insert(at, token);
  await until(async () => ((await at.ask('tokens/attached')).tokens.length === 1 ? true : undefined));
  expect((await lane(at)).spares).toEqual([]);
  expect(token.state().slots[1]).toBeNull();
  await at.ask('reprogram/run');
  await spareAt(at, token, 'written');
  await typeCode(at, await touched(at, token));
  await ends(at);
});

test('a token from the lane is issued at the desk like any other, or assigned by its serial at the server', async () => {
  const box = boxOf(2, {}, 21_995_001);
  const [issued, assigned] = box;
  if (issued === undefined || assigned === undefined) throw new Error('two tokens');
  const at = await laneDesk(here.house, box);
  await begin(at);
  for (const token of box) {
    await through(at, token);
    await shown(at, token);
  }
  at.token = issued;
  expect(await walk(at, 'done')).toMatchObject({ outcome: { kind: 'issued' } });
  await at.ask('sync/send-now');
  expect(await here.onServer(serialOf(issued))).toMatchObject({ state: 'issued' });
  expect(await here.living(serialOf(issued))).toHaveLength(1);

  const admin = await administration(here.house);
  const serial = credentialSerial(serialOf(assigned) as TokenSerial, 1, 'hotp');
  await admin.post('/token/assign', { serial, user: 'leilani.keola', realm: 'office', pin: '4711' });
  assigned.powerUp();
  const pass = `4711${assigned.touch(1).trim()}`;
  const checked = await here.house.client.form('/validate/check', { user: 'leilani.keola', realm: 'office', pass });
  expect(checked.json.result.value).toBe(true);
  await ends(at);
});
