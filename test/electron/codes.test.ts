import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import { readCode } from '../../electron/ceremony/code-form.ts';
import { placeOfCode } from '../../electron/ceremony/place-of-code.ts';
import { emulatedToken } from '../../native/emulator/token.ts';
import { type House, openHouse } from '../server/house.ts';
import { pin, plugIn, touch, type, until, walk } from './desk-at-work.ts';
import { houseDesk, quick } from './house-desk.ts';
import { checkVaultAt } from './invariants.ts';

const seed = Uint8Array.from({ length: 20 }, (_, place) => place + 1);
const credential = { type: 'hotp', digits: 6, startCounter: 0, counter: 0, publicId: '' } as const;
const code = (counter: number) => hotp(seed, counter, 6);

test('what is typed is told apart: nonsense, by hand, the other slot’s form, ours', () => {
  const read = (typed: string, gapMs = 10, one: Parameters<typeof readCode>[0] = credential) => {
    const result = readCode(one, typed, gapMs);
    return 'failure' in result ? result.failure.code : result.text;
  };
  expect(read('123456\r')).toBe('123456');
  for (const nonsense of ['', '12345', '1234567', 'hello!', '12a456', 'x'.repeat(44)]) {
    expect(read(nonsense)).toBe('code/nonsense');
  }
  expect(read('123456', 121)).toBe('code/by-hand');
  expect(read('12345678')).toBe('code/other-slot');
  expect(read(`vvcbcccccccb${'c'.repeat(32)}`)).toBe('code/other-slot');
  const yubico = { type: 'yubikey', digits: 6, publicId: 'vvcbcccccccb' } as const;
  expect(read(`VVCBCCCCCCCB${'c'.repeat(32)}`, 10, yubico)).toBe(`vvcbcccccccb${'c'.repeat(32)}`);
  expect(read('123456', 10, yubico)).toBe('code/other-slot');
  expect(read(`vvcbcccccccd${'c'.repeat(32)}`, 10, yubico)).toBe('code/other-slot');
});

test('the first HOTP code may skip touches nobody saw, the second must follow it, and none counts twice', () => {
  const place = (typed: string, counter: number, codes: 0 | 1) => {
    const found = placeOfCode({ ...credential, counter }, codes, typed, seed);
    return found.failure?.code ?? found.counter;
  };
  expect(place(code(0), 0, 0)).toBe(1);
  expect(place(code(10), 0, 0)).toBe(11);
  expect(place(code(19), 0, 0)).toBe(20);
  expect(place(code(20), 0, 0)).toBe('code/wrong');
  expect(place(code(11), 11, 1)).toBe(12);
  expect(place(code(12), 11, 1)).toBe('code/not-consecutive');
  expect(place(code(10), 11, 1)).toBe('code/used');
  expect(place('000000', 11, 1)).toBe('code/wrong');
  expect(placeOfCode({ ...credential, counter: 11 }, 1, code(12), seed).counter).toBe(13);
});

test('a Yubico OTP must rise, and the second be the next touch or the first after plugging in again', () => {
  const whole = Uint8Array.from({ length: 22 }, (_, place) => place + 1);
  const privateId = Buffer.from(whole.subarray(16)).toString('hex');
  const otp = (useCounter: number, session: number, id = privateId) =>
    `vvcbcccccccb${makeYubicoOtp(whole.subarray(0, 16), { privateId: id, useCounter, session, timestamp: 1, random: 2 })}`;
  const place = (typed: string, counter: number, codes: 0 | 1) => {
    const one = { type: 'yubikey', digits: 6, startCounter: -1, counter } as const;
    const found = placeOfCode(one, codes, typed, whole);
    return found.failure?.code ?? found.counter;
  };
  expect(place(otp(0, 0), -1, 0)).toBe(0);
  expect(place(otp(1, 3), 0, 0)).toBe(259);
  expect(place(otp(1, 4), 259, 1)).toBe(260);
  expect(place(otp(2, 0), 259, 1)).toBe(512);
  expect(place(otp(1, 5), 259, 1)).toBe('code/not-consecutive');
  expect(place(otp(1, 3), 259, 1)).toBe('code/used');
  expect(place(otp(9, 0, '000000000000'), 259, 1)).toBe('code/wrong');
  expect(place(`vvcbcccccccb${'c'.repeat(32)}`, 259, 1)).toBe('code/wrong');
});

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

async function accepts(user: string, code: string): Promise<boolean> {
  const reply = await house.client.send('POST', '/validate/check', {
    body: new URLSearchParams({ user, realm: 'office', pass: `${pin}${code}` }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  return JSON.parse(reply.text).result.value === true;
}

test('codes at the desk: by hand, used, out of order and nonsense are refused by name, and two in a row prove', async () => {
  const at = await houseDesk(house);
  await walk(at, 'prove');
  for (let unseen = 0; unseen < 9; unseen += 1) await touch(at);
  const first = await touch(at);
  const refused = async (typed: string, gapMs?: number) => (await type(at, typed, gapMs)).problem?.code;
  expect(await refused('no code')).toBe('code/nonsense');
  expect(await refused(first, 300)).toBe('code/by-hand');
  expect(await type(at, first)).toMatchObject({ codes: 1, step: 'prove', problem: undefined });
  expect(await refused(first)).toBe('code/used');
  await touch(at);
  const third = await touch(at);
  expect(await type(at, third)).toMatchObject({ codes: 0, problem: { code: 'code/not-consecutive' } });
  expect(await refused(third)).toBe('code/used');
  expect(await type(at, await touch(at))).toMatchObject({ codes: 1 });
  expect(await type(at, await touch(at))).toMatchObject({ codes: 2, step: 'pin' });
  await walk(at, 'done');
  await at.desk.close();
  await checkVaultAt(at.directory);
});

test('issues a Yubico OTP credential whose next code the server accepts once', async () => {
  const at = await houseDesk(house);
  at.token = emulatedToken(quick);
  const done = await walk(at, 'done', { type: 'yubikey', slot: 2 });
  const id = done.outcome?.record ?? '';
  const row = await until(async () => {
    const record = await at.ask('records/get', { id });
    return record.delivery === 'waiting' ? undefined : record;
  });
  expect(row).toMatchObject({ delivery: 'delivered', failure: null });
  expect(row.record).toMatchObject({
    credential: { type: 'yubikey', serial: expect.stringMatching(/^UBAM\d{8}_2$/) },
  });
  await plugIn(at);
  const otp = await touch(at, 2);
  expect(await accepts(done.holder?.username ?? '', otp)).toBe(true);
  expect(await accepts(done.holder?.username ?? '', otp)).toBe(false);
  await at.desk.close();
  await checkVaultAt(at.directory);
});
