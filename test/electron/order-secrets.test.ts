import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { House } from '../server/house.ts';
import { bytes } from './desk-at-work.ts';
import { filesIn, found } from './hunt.ts';
import { chooseOrder, cut, type OrderDesk, orderDesk, orderHouse, orderWish, reunite, stores } from './order-house.ts';

let house: House;
let desk: OrderDesk;
beforeAll(async () => {
  ({ house } = await orderHouse());
  desk = await orderDesk(house, stores);
});
afterAll(async () => {
  await desk?.at.desk.close();
  await desk?.proxy.close();
  await house?.close();
});

const text = (value: unknown) =>
  Buffer.from(
    JSON.stringify(value, (_key, one) =>
      one instanceof Uint8Array ? `bytes:${Buffer.from(one).toString('hex')}` : one,
    ) ?? '',
  );

test('no seed of a vendor’s file is found on disk, in replies and events, in traffic or on the console, at any step', async () => {
  const said: string[] = [];
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(inspect(words, { depth: 9 }))),
  );
  const seeds = Array.from({ length: 3 }, () => randomBytes(20));
  const password = 'canary of the vendor';
  const hunt = (when: string) => {
    const places = new Map(
      [...filesIn(desk.at.directory), ...filesIn(house.directory)].map((file) => [file, readFileSync(file)]),
    );
    places.set('replies and events', text(desk.at.seen));
    places.set('console', Buffer.from(said.join('\n')));
    for (const { method, path, body, reply } of desk.proxy.traffic) {
      places.set(`${method} ${path}`, Buffer.concat([Buffer.from(path), body, reply]));
    }
    for (const [place, content] of places) {
      for (const secret of [...seeds, bytes(password)]) {
        expect(found(content, secret), `${place} ${when}`).toEqual([]);
      }
    }
  };
  try {
    cut(desk);
    const plain = seeds.map((seed, at) => `UBOM7300000${at}_1,${seed.toString('hex')},hotp,6`).join('\n');
    // A line that is wrong is told without what is in it.
    const broken = `${plain}\nUBOM73000009_1,${seeds[0]?.toString('hex')}0,hotp,6`;
    await chooseOrder(desk, broken);
    const { faults } = await desk.at.ask('order/look', orderWish({ password: bytes(password) }));
    expect(faults.count).toBe(1);
    hunt('after a look at a broken file');
    await chooseOrder(desk, plain);
    const { keys, tokens } = await desk.at.ask('order/look', orderWish());
    expect(keys).toBe(3);
    hunt('after a look');
    await desk.at.ask('order/take', { ...orderWish({ password: bytes(password) }), order: '', keys, tokens });
    hunt('while the records wait');
    await reunite(desk);
    expect((await desk.at.ask('sync/state')).waiting).toBe(0);
    hunt('after delivery');
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  const credential = await house.server.installation.store.credentials.bySerial('UBOM73000002_1');
  expect(credential).toMatchObject({ tokenSerial: '73000002' });
});
