import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Pin, Seed } from '../../domain/secret.ts';
import { closeVault, openVault } from '../../electron/vault/database.ts';
import { type House, openHouse } from '../server/house.ts';
import { bytes, deskAtWork, newDirectory, plugIn, touch, type, until, walk } from './desk-at-work.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { houseDesk } from './house-desk.ts';
import { filesIn, forms, found } from './hunt.ts';
import { seedsInFiles } from './seeds-in-files.ts';

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

const text = (value: unknown) =>
  Buffer.from(
    JSON.stringify(value, (_key, one) =>
      one instanceof Uint8Array ? `bytes:${Buffer.from(one).toString('hex')}` : one,
    ) ?? '',
  );

test('the hunt finds a secret in every form it looks for', () => {
  const secret = randomBytes(20);
  for (const [name, form] of forms(secret)) {
    expect(found(Buffer.concat([randomBytes(40), form, randomBytes(9)]), secret)).toContain(name);
  }
});

const kinds = [
  { type: 'hotp', slot: 1, digits: 8 },
  { type: 'yubikey', slot: 2, digits: 6 },
] as const;

test.each(kinds)(
  'no secret of a $type ceremony is found on disk, in replies and events, in traffic or on the console, at any step',
  async (wish) => {
    const seeds: Uint8Array[] = [];
    const random = (size: number) => {
      const drawn = new Uint8Array(randomBytes(size));
      // A seed is wiped after use: the canary keeps its own copy.
      if (size === 20) seeds.push(Uint8Array.from(drawn));
      if (size === 22) seeds.push(Uint8Array.from(drawn), drawn.slice(0, 16), drawn.slice(16));
      return drawn;
    };
    const canaryPin = 'canary-pin-ä-9913';
    const canaryCode = bytes('Canary');
    const codes: Uint8Array[] = [];
    const said: string[] = [];
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation((...words) => void said.push(inspect(words, { depth: 9 }))),
    );
    const at = await houseDesk({ ...house, code: proxy.code }, { trial: { random } });
    const hunt = (when: string) => {
      const places = new Map(filesIn(at.directory).map((file) => [file, readFileSync(file)]));
      places.set('replies and events', text(at.seen));
      places.set('console', Buffer.from(said.join('\n')));
      for (const { method, path, body, reply } of proxy.traffic) {
        places.set(`${method} ${path}`, Buffer.concat([Buffer.from(path), body, reply]));
      }
      for (const [place, content] of places) {
        for (const secret of [...seeds, ...codes, canaryCode, bytes(canaryPin)]) {
          expect(found(content, secret), `${place} ${when}`).toEqual([]);
        }
      }
    };

    const typedByToken = async () => {
      const code = await touch(at, wish.slot);
      // Of a Yubico OTP the public id before the ticket is no secret.
      codes.push(bytes(code.slice(-32)));
      return code;
    };
    await walk(at, 'program', wish);
    at.token.switchFaults({ dropWrites: true });
    await at.ask('ceremony/write', {});
    hunt('after an unknown write');
    at.token.switchFaults({});
    await plugIn(at);
    await at.ask('ceremony/write', { accessCode: Uint8Array.from(canaryCode) });
    hunt('while the token proves itself');
    await type(at, await typedByToken());
    expect(await type(at, await typedByToken())).toMatchObject({ step: 'pin' });
    const entry = bytes(canaryPin);
    const again = bytes(canaryPin);
    await at.ask('ceremony/set-pin', { pin: entry, again });
    expect([...entry, ...again].every((byte) => byte === 0)).toBe(true);
    hunt('after the PIN');
    const done = await walk(at, 'done');
    await until(async () =>
      (await at.ask('records/get', { id: done.outcome?.record ?? '' })).delivery === 'delivered' ? true : undefined,
    );
    await at.ask('tokens/list', { query: '', limit: 50 });
    await at.ask('desk/home');
    hunt('after delivery');
    await at.desk.close();
    hunt('after the app was closed');
    for (const spy of spies) spy.mockRestore();

    expect(seeds).toHaveLength(wish.type === 'hotp' ? 2 : 6);
    expect(proxy.traffic.some(({ path }) => path.startsWith('/stations/self/records/'))).toBe(true);
  },
);

test('bytes in a request are gone when it is answered, also when it is refused before anybody looks at them', async () => {
  const at = await deskAtWork();
  const secrets = ['passphrase', '4711', '4711', 'abcdef'].map(bytes);
  const [passphrase = bytes(''), entry = bytes(''), again = bytes(''), accessCode = bytes('')] = secrets;
  await expect(at.ask('ceremony/set-pin', { pin: entry, again })).rejects.toThrow('vault/locked');
  await expect(at.ask('ceremony/write', { accessCode })).rejects.toThrow('vault/locked');
  await expect(at.ask('vault/unlock', { passphrase })).rejects.toThrow('vault/locked');
  for (const secret of secrets) expect(secret.every((byte) => byte === 0)).toBe(true);
  await at.desk.close();
});

test('the sealed copy of a proven seed is gone from every file, and with it the last way to open the seed here', async () => {
  const at = await houseDesk({ ...house, code: proxy.code });
  await walk(at, 'prove');
  await at.desk.close();
  const before = await openVault(at.directory, undefined);
  const sealed = before.db.prepare<[], { seed: Buffer }>('SELECT seed FROM issuances WHERE seed IS NOT NULL').get();
  closeVault(before);
  if (sealed === undefined) throw new Error('a seed that is not proven is kept');
  const holds = () => filesIn(at.directory).filter((file) => readFileSync(file).includes(sealed.seed));
  expect(holds()).not.toEqual([]);

  const token = at.token;
  token.powerDown();
  const back = await deskAtWork({ directory: at.directory, trial: { emulatedToken: () => token } });
  await walk(back, 'pin');
  expect(holds()).toEqual([]);
  await walk(back, 'done');
  await plugIn(back);
  await back.desk.close();
  expect(holds()).toEqual([]);
});

test('whatever ends an attempt, no file holds its seed any more while the app still runs', async () => {
  for (const faults of [{ unplugAtReport: 6 }, { unplugAtReport: 18 }, { refuseWrites: true }, { dropWrites: true }]) {
    let begun = 0;
    const held = { directory: '' };
    const crashPoint = (name: string) => {
      if (name === 'after token/writing') begun = seedsInFiles(held.directory).size;
    };
    const at = await houseDesk({ ...house, code: proxy.code }, { trial: { crashPoint } });
    held.directory = at.directory;
    await walk(at, 'program');
    at.token.switchFaults(faults);
    expect(await at.ask('ceremony/write', {})).toMatchObject({ step: 'program', issuance: undefined });
    expect(begun, 'the search finds a seed that is kept').toBe(1);
    expect(seedsInFiles(at.directory).size, JSON.stringify(faults)).toBe(0);
    await at.desk.close();
  }
});

test('a seed that was wiped when the power failed is gone from the log once Keydesk is back', async () => {
  let image = '';
  let codes = 0;
  const held = { directory: '' };
  const crashPoint = (name: string) => {
    if (name !== 'after code/accepted') return;
    codes += 1;
    if (codes !== 2) return;
    image = newDirectory();
    cpSync(held.directory, image, { recursive: true });
  };
  const at = await houseDesk({ ...house, code: proxy.code }, { trial: { crashPoint } });
  held.directory = at.directory;
  await walk(at, 'pin');
  expect(seedsInFiles(at.directory).size).toBe(0);
  await at.desk.close();
  expect(seedsInFiles(image).size).toBe(1);
  const back = await deskAtWork({ directory: image });
  expect((await back.ceremony()).step).toBe('pin');
  expect(seedsInFiles(image).size).toBe(0);
  await back.desk.close();
});

test('a secret never prints', () => {
  const seed = new Seed(randomBytes(20));
  expect(`${seed} ${JSON.stringify({ seed, pin: new Pin(bytes('1234')) })}`).toBe(
    '[redacted] {"seed":"[redacted]","pin":"[redacted]"}',
  );
});
