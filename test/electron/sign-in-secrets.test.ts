import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { controllerSignedIn } from '../../domain/contract/controller-sign-in.ts';
import { type House, openHouse } from '../server/house.ts';
import { type Appointed, appointControllers, controllersDesk, ines, password, signIn } from './controllers-house.ts';
import { bytes } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';
import { filesIn, found, saysCode } from './hunt.ts';

let house: House;
let proxy: FaultProxy;
let here: Appointed;
beforeAll(async () => {
  house = await openHouse();
  proxy = await faultProxy(house);
  here = await appointControllers(house);
});
afterAll(async () => {
  await proxy?.close();
  await house?.close();
});

test('no password, code or verifier of a sign-in is found on disk, in replies and events or on the console', async () => {
  const said: string[] = [];
  const spies = (['log', 'warn', 'error', 'info', 'debug'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation((...words) => void said.push(inspect(words, { depth: 9 }))),
  );
  const at = await controllersDesk(await proxy.code());
  const mistyped = `${password} mistyped`;
  const [online, offline] = [here.touch(ines), here.touch(ines)];
  await signIn(at, ines, online);
  await at.ask('controllers/lock');
  proxy.fault = 'error 500';
  await signIn(at, ines, offline);
  await at.ask('controllers/sign-out');
  await failureOf(signIn(at, ines, '000000', mistyped));
  const asked = bytes(password);
  await failureOf(at.ask('controllers/sign-in', { name: ines, password: asked, code: '000000' }));
  await at.desk.close();
  for (const spy of spies) spy.mockRestore();
  expect([...asked].every((byte) => byte === 0)).toBe(true);

  // The verifiers as they came over the wire: at the desk they are sealed.
  const replies = proxy.traffic.filter(({ path }) => path.endsWith('/controllers/sign-in'));
  const came = replies.flatMap(({ reply }) => {
    const read = controllerSignedIn.safeParse(JSON.parse(reply.toString('utf8')));
    return read.data?.outcome === 'signed in' ? (read.data.offline?.verifiers ?? []) : [];
  });
  expect(came).toHaveLength(30);
  const verifiers = came.flatMap(({ salt, hash }) => [salt, hash].map((text) => Buffer.from(text, 'base64url')));
  const secrets = [...[password, mistyped].map(bytes), ...verifiers];
  const places = new Map(filesIn(at.directory).map((file) => [file, readFileSync(file)]));
  places.set('replies and events', Buffer.from(JSON.stringify([at.seen, at.typed])));
  places.set('console', Buffer.from(said.join('\n')));
  expect(saysCode(Buffer.from(`{"code":"${online}"}`), online), 'the hunt finds it').toBe(true);
  for (const [place, content] of places) {
    for (const secret of secrets) expect(found(content, secret), place).toEqual([]);
    for (const code of [online, offline]) expect(saysCode(content, code), place).toBe(false);
  }
});
