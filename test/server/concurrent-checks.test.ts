import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { totp } from '../../domain/otp/totp.ts';
import { makeYubicoOtp } from '../../domain/otp/yubico-otp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { type House, openHouse } from './house.ts';
import { httpsClient } from './https-client.ts';
import { rfcSeed } from './test-station.ts';

/** PINs are checked as ever, and while this is held none is. */
const pins = vi.hoisted(() => ({ held: Promise.resolve() }));
vi.mock('@node-rs/argon2', async (load) => {
  const argon2 = await load<typeof import('@node-rs/argon2')>();
  const verify: typeof argon2.verify = (...given) => pins.held.then(() => argon2.verify(...given));
  return { ...argon2, verify };
});

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function accepted(serial: string, pass: string): Promise<number> {
  const replies = await Promise.all(
    Array.from({ length: 64 }, () => house.client.form('/validate/check', { serial, pass })),
  );
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  return replies.filter(({ json }) => json.result.value === true).length;
}

test('accepts one of 64 identical HOTP codes sent at once, round after round', async () => {
  await house.give('C1');
  for (let counter = 0; counter < 8; counter += 1) {
    expect(await accepted('C1', hotp(rfcSeed, counter))).toBe(1);
  }
});

test('accepts one of 64 identical HOTP codes behind a PIN', async () => {
  await house.give('C2', { pinHash: await hashPin(Buffer.from('1234')) });
  for (let counter = 0; counter < 2; counter += 1) {
    expect(await accepted('C2', `1234${hotp(rfcSeed, counter)}`)).toBe(1);
  }
});

test('accepts one of 64 identical TOTP codes sent at once', async () => {
  for (const serial of ['C3', 'C4', 'C5']) {
    await house.give(serial, { type: 'totp' });
    expect(await accepted(serial, totp(rfcSeed, Date.now() / 1000))).toBe(1);
  }
});

test('accepts one of 64 identical Yubico OTPs sent at once, round after round', async () => {
  const key = Buffer.alloc(16, 5);
  await house.give('C6', { type: 'yubikey', otpLength: 32 }, Buffer.concat([key, Buffer.alloc(6, 1)]));
  for (let useCounter = 1; useCounter < 6; useCounter += 1) {
    const ticket = { privateId: '010101010101', useCounter, session: 0, timestamp: 0, random: useCounter };
    expect(await accepted('C6', makeYubicoOtp(key, ticket))).toBe(1);
  }
});

test('answers checks without a PIN while hundreds of PINs wait to be checked', async () => {
  await house.give('C7');
  await house.give('C8', { pinHash: await hashPin(Buffer.from('right')), maxfail: 10_000 });
  let letGo = () => {};
  pins.held = new Promise((resolve) => {
    letGo = resolve;
  });
  let answered = 0;
  const guesses = Array.from({ length: 250 }, async (_, number) => {
    const { json } = await house.client.form('/validate/check', { serial: 'C8', pass: `guess ${number} 123456` });
    answered += 1;
    return json.result.value;
  });
  const quick = httpsClient(house.server.url, house.server.installation.authority.ca);
  await quick.get('/ca.pem');
  for (let counter = 0; counter < 10; counter += 1) {
    const { json } = await quick.form('/validate/check', { serial: 'C7', pass: hotp(rfcSeed, counter) });
    expect(json.result.value).toBe(true);
  }
  expect(answered).toBe(0);
  letGo();
  expect(new Set(await Promise.all(guesses))).toEqual(new Set([false]));
  quick.close();
});

test('enrols one station of 16 that use the same code at once', async () => {
  const { enrol } = await import('./test-station.ts');
  const code = await house.code();
  const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => enrol(house.client, code)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
