import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { credentialSerial, type TokenSerial } from '../../domain/token.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { administration } from '../server/administration.ts';
import { openHouse } from '../server/house.ts';
import { deskAtWork, plugIn, until, walk } from './desk-at-work.ts';
import { checkVaultAt } from './invariants.ts';
import {
  begin,
  boxOf,
  insert,
  lane,
  laneDesk,
  pull,
  returned,
  serialOf,
  shown,
  spareAt,
  through,
  touched,
  typeCode,
} from './lane.ts';
import { ends, laneHouse } from './lane-house.ts';

const here = laneHouse();

/** Whether the server accepts a code of a token's credential. */
async function accepts(token: EmulatedToken, pass: string, slot: 1 | 2 = 1): Promise<boolean> {
  const serial = credentialSerial(serialOf(token) as TokenSerial, slot, 'hotp');
  return (await here.house.client.form('/validate/check', { serial, pass })).json.result.value === true;
}

test('a returned token goes back on the shelf: its old code is dead, the new one alive, and it proved itself', async () => {
  const [token] = boxOf(1, {}, 20_100_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  const { pin } = await returned(at, token);
  token.powerUp();
  const old = token.touch(1).trim();
  token.powerDown();

  await begin(at, { expected: 1 });
  await insert(at, token);
  await spareAt(at, token, 'written');
  expect(await accepts(token, pin + old)).toBe(false);
  const code = await touched(at, token);
  await typeCode(at, code);
  const done = await spareAt(at, token, 'done');
  expect(done).toMatchObject({ before: 'returned', slot: 1, problem: null, place: 1 });
  const proven = await shown(at, token);
  expect(proven).toMatchObject({
    delivery: 'delivered',
    proof: { fresh: 'alive', typed: true, former: 1, formerAlive: 0 },
  });
  expect(await here.onServer(serialOf(token))).toMatchObject({ state: 'in stock' });
  for (const dead of [old, pin + old, code]) expect(await accepts(token, dead), dead).toBe(false);
  expect(await accepts(token, await touched(at, token))).toBe(true);

  expect((await lane(at)).count).toEqual({ done: 1, waiting: 0, setAside: 0, left: 0 });
  await at.ask('reprogram/finish');
  expect((await lane(at)).finishedAt).not.toBeNull();
  await at.ask('reprogram/close');
  expect(await at.ask('reprogram/current')).toBeNull();
  await ends(at);
});

test('a box of twenty goes through one after the other, each delivered once, the next one waited for', async () => {
  const box = boxOf(20, {}, 20_200_001);
  const at = await laneDesk(here.house, box);
  await begin(at, { expected: 20 });
  for (const [place, token] of box.entries()) {
    expect((await lane(at)).count.left).toBe(20 - place);
    expect(await through(at, token)).toMatchObject({ place: place + 1, before: 'blank' });
  }
  for (const token of box) {
    expect((await shown(at, token)).proof).toEqual({ fresh: 'alive', typed: true, former: 0, formerAlive: 0 });
    expect(await here.living(serialOf(token))).toHaveLength(1);
  }
  expect(await at.ask('sync/state')).toMatchObject({ waiting: 0, online: true });
  await at.ask('reprogram/finish');
  await ends(at);
});

test('a hub of four is written at the same time, and each code is the right token’s', async () => {
  const box = boxOf(4, {}, 20_300_001);
  const at = await laneDesk(here.house, box);
  await begin(at);
  for (const token of box) await insert(at, token);
  for (const token of box) await spareAt(at, token, 'written');
  for (const token of [...box].reverse()) {
    await typeCode(at, await touched(at, token));
    const now = await lane(at);
    expect(now.spares.find(({ serial }) => serial === serialOf(token))?.stage).toBe('done');
    expect(now.notice).toBeNull();
  }
  for (const token of box) expect((await shown(at, token)).proof?.typed).toBe(true);
  await ends(at);
});

test('two tokens touched at the same time are told apart, or neither is believed', async () => {
  const box = boxOf(2, {}, 20_400_001);
  const [one, other] = box;
  if (one === undefined || other === undefined) throw new Error('two tokens');
  const at = await laneDesk(here.house, box);
  await begin(at);
  for (const token of box) await insert(at, token);
  for (const token of box) await spareAt(at, token, 'written');
  const first = await touched(at, one);
  const second = await touched(at, other);
  const mixed = [...first].map((digit, place) => digit + second.charAt(place)).join('');
  for (const garbled of [mixed, mixed.slice(0, 6), mixed.slice(6)]) {
    const now = await typeCode(at, garbled);
    expect(now.notice?.code).toMatch(/^(code\/nonsense|reprogram\/no-token-of-it)$/);
    expect(now.spares.map(({ stage, problem }) => [stage, problem])).toEqual([
      ['written', null],
      ['written', null],
    ]);
  }
  await typeCode(at, second);
  expect((await spareAt(at, other, 'done')).serial).toBe(serialOf(other));
  expect((await spareAt(at, one, 'written')).problem).toBeNull();
  expect((await typeCode(at, await touched(at, one), 400)).notice?.code).toBe('code/by-hand');
  await typeCode(at, await touched(at, one));
  await spareAt(at, one, 'done');
  await ends(at);
});

test('a code that fits two tokens is counted for neither', async () => {
  const box = boxOf(2, {}, 20_450_001);
  const [one, other] = box;
  if (one === undefined || other === undefined) throw new Error('two tokens');
  // The same seed for both: what chance does once in a great while.
  const random = (size: number) => (size === 20 ? new Uint8Array(20).fill(7) : new Uint8Array(randomBytes(size)));
  const at = await laneDesk(here.house, box, { trial: { random } });
  await begin(at);
  for (const token of box) await insert(at, token);
  for (const token of box) await spareAt(at, token, 'written');
  const now = await typeCode(at, await touched(at, one));
  expect(now.notice?.code).toBe('reprogram/two-tokens');
  expect(now.spares.map(({ stage }) => stage)).toEqual(['written', 'written']);
  await pull(at, other);
  await until(async () => ((await lane(at)).ports.length === 1 ? true : undefined));
  await typeCode(at, await touched(at, one));
  await spareAt(at, one, 'done');
  await ends(at);
});

test('a token that is done is caught when it comes again, also after a restart, and is not written', async () => {
  const [token] = boxOf(1, {}, 20_500_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  await begin(at);
  await through(at, token);
  const before = token.state();
  await insert(at, token);
  const port = await until(async () => (await lane(at)).ports.find(({ failure }) => failure !== null));
  expect(port).toMatchObject({
    serial: serialOf(token),
    failure: { code: 'reprogram/done-already', context: { place: 1 } },
  });
  expect(token.state()).toEqual(before);
  await pull(at, token);
  await at.desk.close();

  const back = await deskAtWork({ directory: at.directory, trial: { emulatedTokens: () => [token] } });
  expect(await lane(back)).toMatchObject({ running: false, count: { done: 1 } });
  expect((await back.ask('desk/home')).needs).toContainEqual({ kind: 'open lane', subject: 'Madrid', count: 1 });
  await back.ask('reprogram/run');
  await insert(back, token);
  await until(async () =>
    (await lane(back)).ports.some(({ failure }) => failure?.code === 'reprogram/done-already') ? true : undefined,
  );
  expect(token.state()).toEqual(before);
  await back.desk.close();
  await checkVaultAt(at.directory);
});

test('a token that somebody has is refused with whose it is, and keeps its credential', async () => {
  const [token] = boxOf(1, {}, 20_600_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  at.token = token;
  const { holder } = await walk(at, 'done');
  await at.ask('ceremony/close');
  token.powerDown();
  const before = token.state();
  await begin(at);
  await insert(at, token);
  const refused = await spareAt(at, token, 'refused');
  expect(refused.problem).toEqual({
    code: 'act/somebodys',
    context: { name: `${holder?.givenName} ${holder?.surname}` },
  });
  expect(token.state()).toEqual(before);
  expect((await lane(at)).count).toMatchObject({ done: 0, setAside: 1 });
  await ends(at);
});

test('what lies in somebody else’s slot is written over only where the lane says so', async () => {
  const box = boxOf(1, {}, 20_700_001);
  const [token] = box;
  if (token === undefined) throw new Error('a token');
  const stranger = await laneDesk(here.house, box);
  await begin(stranger);
  await through(stranger, token);
  await stranger.desk.close();
  const elsewhere = await openHouse();
  await (await administration(elsewhere)).post('/trust/offices/madrid', { name: 'Madrid' });
  const at = await laneDesk(elsewhere, box);
  await begin(at);
  await insert(at, token);
  expect((await spareAt(at, token, 'refused')).problem).toMatchObject({ code: 'token/occupied' });
  await at.ask('reprogram/finish');
  await pull(at, token);
  await begin(at, { overwrite: true });
  await through(at, token);
  await ends(at);
  await elsewhere.close();
});

test('a locked slot is refused by the token, and written with its access code, which it keeps', async () => {
  const [token] = boxOf(1, {}, 20_800_001);
  if (token === undefined) throw new Error('a token');
  const at = await laneDesk(here.house, [token]);
  at.token = token;
  const locked = new TextEncoder().encode('locked');
  await walk(at, 'program');
  await plugIn(at);
  await at.ask('ceremony/write', { accessCode: locked });
  await at.ask('ceremony/stop', { reason: 'token faulty', note: '' });
  await at.ask('ceremony/close');
  token.powerDown();
  await begin(at);
  await insert(at, token);
  const refused = await spareAt(at, token, 'failed', 'written');
  expect(refused).toMatchObject({ stage: 'failed', problem: { code: 'token/access-code' } });
  await at.ask('reprogram/again', { spare: refused.id, accessCode: new TextEncoder().encode('locked') });
  await spareAt(at, token, 'written');
  await typeCode(at, await touched(at, token));
  await spareAt(at, token, 'done');
  await ends(at);
});
