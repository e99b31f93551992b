import { expect, test } from 'vitest';
import { emulatedToken } from '../../native/emulator/token.ts';
import { deskAtWork, setUp, until } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { quick } from './house-desk.ts';

test('plugs in, touches and pulls out several emulated tokens, each by its serial', async () => {
  const tokens = [1001, 2002, 3003].map((serial) => emulatedToken({ ...quick, serial }));
  const at = await deskAtWork({ trial: { emulatedTokens: () => tokens } });
  await setUp(at);
  expect((await at.ask('practice/tokens')).map(({ serial }) => serial)).toEqual(['1001', '2002', '3003']);

  await at.ask('practice/plug-in', { serial: '2002' });
  await at.ask('practice/plug-in', { serial: '1001' });
  const there = () => at.ask('tokens/attached').then(({ tokens: seen }) => seen.map(({ token }) => token.serial));
  await until(async () => ((await there()).length === 2 ? true : undefined));
  expect((await there()).sort()).toEqual(['1001', '2002']);
  await at.ask('practice/touch', { slot: 1, serial: '2002' });
  expect((await failureOf(at.ask('practice/touch', { slot: 1, serial: '3003' }))).code).toBe('token/not-here');

  await at.ask('practice/pull-out', { serial: '2002' });
  await until(async () => ((await there()).length === 1 ? true : undefined));
  expect(await at.ask('practice/tokens')).toEqual([
    { serial: '1001', plugged: true },
    { serial: '2002', plugged: false },
    { serial: '3003', plugged: false },
  ]);
  await at.ask('practice/pull-out');
  await until(async () => ((await there()).length === 0 ? true : undefined));
  await at.desk.close();
});
