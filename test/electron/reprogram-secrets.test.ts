import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { bytes } from './desk-at-work.ts';
import { filesIn, found } from './hunt.ts';
import { begin, boxOf, insert, laneDesk, pull, serialOf, shown, spareAt, touched, typeCode } from './lane.ts';
import { laneHouse } from './lane-house.ts';

const here = laneHouse();

const text = (value: unknown) =>
  Buffer.from(
    JSON.stringify(value, (_key, one) =>
      one instanceof Uint8Array ? `bytes:${Buffer.from(one).toString('hex')}` : one,
    ) ?? '',
  );
/** Where a desk asks the server for what it shows of a spare: the one way that a code takes, once it is used up. */
const proofPath = '/stations/self/spares';

test.each([
  { type: 'hotp', digits: 8, from: 23_000_001 },
  { type: 'yubikey', digits: 6, from: 23_100_001 },
] as const)(
  'no secret of a lane of $type is found on disk, in replies and events, in traffic or on the console',
  async (wish) => {
    const seeds: Uint8Array[] = [];
    const random = (size: number) => {
      const drawn = new Uint8Array(randomBytes(size));
      // A seed is wiped after use: the canary keeps its own copy.
      if (size === 20) seeds.push(Uint8Array.from(drawn));
      if (size === 22) seeds.push(Uint8Array.from(drawn), drawn.slice(0, 16), drawn.slice(16));
      return drawn;
    };
    const canaryCode = bytes('Canary');
    const codes: Uint8Array[] = [];
    const said: string[] = [];
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation((...words) => void said.push(inspect(words, { depth: 9 }))),
    );
    const box = boxOf(3, {}, wish.from);
    const at = await laneDesk({ ...here.house, code: here.proxy.code }, box, { trial: { random } });
    const hunt = (when: string) => {
      const places = new Map<string, Buffer>(filesIn(at.directory).map((file) => [file, readFileSync(file)]));
      places.set('replies and events', text(at.seen));
      places.set('console', Buffer.from(said.join('\n')));
      for (const { method, path, body, reply } of here.proxy.traffic) {
        const whole = Buffer.concat([Buffer.from(path), path === proofPath ? Buffer.alloc(0) : body, reply]);
        places.set(`${method} ${path}`, Buffer.concat([places.get(`${method} ${path}`) ?? Buffer.alloc(0), whole]));
        if (path === proofPath) places.set(`asked at ${path}`, body);
      }
      for (const [place, content] of places) {
        for (const secret of [...seeds, canaryCode]) expect(found(content, secret), `${place} ${when}`).toEqual([]);
        if (place.startsWith('asked at')) continue;
        for (const code of codes) expect(found(content, code), `${place} ${when}`).toEqual([]);
      }
    };

    await begin(at, { type: wish.type, digits: wish.digits });
    const [broken, ...others] = box;
    if (broken === undefined) throw new Error('a token');
    broken.switchFaults({ refuseWrites: true });
    await insert(at, broken);
    const refused = await spareAt(at, broken, 'failed');
    hunt('after a refused write');
    broken.switchFaults({});
    await at.ask('reprogram/again', { spare: refused.id, accessCode: Uint8Array.from(canaryCode) });
    for (const token of others) await insert(at, token);
    for (const token of box) await spareAt(at, token, 'written');
    hunt('while tokens wait for their touch');
    for (const token of box) {
      const code = await touched(at, token);
      // Of a Yubico OTP the public id before the ticket is no secret.
      codes.push(bytes(code.slice(-32)));
      await typeCode(at, code);
      await spareAt(at, token, 'done');
    }
    hunt('after the codes');
    for (const token of box) {
      expect((await shown(at, token)).proof).toMatchObject({ typed: true, fresh: 'alive' });
      await pull(at, token);
    }
    const { record } = await shown(at, broken);
    await at.ask('records/get', { id: record ?? '' });
    await at.ask('tokens/list', { query: serialOf(broken), limit: 50 });
    await at.ask('reprogram/finish');
    hunt('after delivery');
    await at.desk.close();
    hunt('after the app was closed');
    for (const spy of spies) spy.mockRestore();

    expect(seeds).toHaveLength(wish.type === 'hotp' ? 4 : 12);
    expect(here.proxy.traffic.some(({ path }) => path === proofPath)).toBe(true);
  },
);
