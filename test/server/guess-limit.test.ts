import { afterEach, beforeEach, expect, test } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { hashPin } from '../../server/check/pin.ts';
import { serve } from '../../server/commands/serve.ts';
import { type House, openHouse } from './house.ts';
import { httpsClient } from './https-client.ts';
import { rfcSeed } from './test-station.ts';

/** Wrong guesses at `/validate/check`, limited beside what each token's own failcount does. */
let house: House;
let clock = new Date('2026-11-02T10:00:00Z');
beforeEach(async () => {
  clock = new Date('2026-11-02T10:00:00Z');
  house = await openHouse(() => clock);
});
afterEach(() => house.close());

const user = 'amara.okafor@office';
const later = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * 60_000);
};

async function give(serial: string, username?: string): Promise<void> {
  const owner = username === undefined ? {} : { ownerId: await house.personId(username), realms: ['office'] };
  await house.give(serial, { maxfail: 1000, pinHash: await hashPin(Buffer.from('1234')), ...owner });
}

async function check(fields: Record<string, string>): Promise<string> {
  const { result, detail } = (await house.client.form('/validate/check', fields)).json;
  return result.value ? 'accepted' : (detail?.message ?? result.error.message);
}

async function guess(fields: Record<string, string>, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) await check(fields);
}

test('after twenty wrong guesses an account waits a quarter of an hour, with the right code too; the code is not used up', async () => {
  await give('G1', 'amara.okafor');
  await guess({ user, pass: '1234000000' }, 20);
  expect(await check({ user, pass: `1234${hotp(rfcSeed, 0)}` })).toBe(
    'Too many wrong guesses. Try again in 900 seconds.',
  );
  later(14);
  expect(await check({ user, pass: `1234${hotp(rfcSeed, 0)}` })).toMatch(/Try again in 60 seconds/);
  later(2);
  expect(await check({ user, pass: `1234${hotp(rfcSeed, 0)}` })).toBe('accepted');
});

test('a success forgets the guesses before it, and so does time', async () => {
  await give('G1', 'amara.okafor');
  await guess({ user, pass: '1234000000' }, 19);
  expect(await check({ user, pass: `1234${hotp(rfcSeed, 0)}` })).toBe('accepted');
  await guess({ user, pass: '1234000000' }, 19);
  later(16);
  await guess({ user, pass: '1234000000' }, 19);
  expect(await check({ user, pass: `1234${hotp(rfcSeed, 1)}` })).toBe('accepted');
});

test('the newest code once more is no guess', async () => {
  await give('G1', 'amara.okafor');
  const pass = `1234${hotp(rfcSeed, 0)}`;
  expect(await check({ user, pass })).toBe('accepted');
  await guess({ user, pass }, 25);
  expect(await check({ user, pass: `1234${hotp(rfcSeed, 1)}` })).toBe('accepted');
});

test('guesses at a token count for that token, and hold after a restart', async () => {
  const other = house;
  await give('G1');
  await give('G2');
  await guess({ serial: 'G1', pass: '1234000000' }, 20);
  house = await openHouse(() => clock);
  await other.server.close();
  const server = await serve(other.directory, { host: '127.0.0.1', port: 0 }, () => clock);
  const again = httpsClient(server.url, server.installation.authority.ca);
  const code = `1234${hotp(rfcSeed, 0)}`;
  expect((await again.form('/validate/check', { serial: 'G1', pass: code })).json.detail.message).toMatch(/Too many/);
  expect((await again.form('/validate/check', { serial: 'G2', pass: code })).json.result.value).toBe(true);
  again.close();
  await server.close();
});

test('a name that nobody has is nobody’s account, whatever it looks like', async () => {
  await give('G1', 'amara.okafor');
  await guess({ user: String(await house.personId('amara.okafor')), pass: 'x' }, 20);
  expect(await check({ user, pass: `1234${hotp(rfcSeed, 0)}` })).toBe('accepted');
});

test('a name no database can hold is refused like any other', async () => {
  for (const name of ['a\0b', '\0', '\ud800', 'x'.repeat(5000)]) {
    const { status, json } = await house.client.form('/validate/check', { user: name, pass: 'x' });
    expect([name, status, json.result.error.code]).toEqual([name, 400, expect.any(Number)]);
  }
  const { status } = await house.client.form('/validate/check', { serial: 'a\0b', pass: 'x\0' });
  expect([400, 404]).toContain(status);
});

test('names that nobody has, guessed from one address, make that address wait five minutes', async () => {
  await give('G1');
  for (let turn = 0; turn < 100; turn += 1) {
    await house.client.form('/validate/check', { user: `nobody${turn}@office`, pass: 'x' });
  }
  expect(await check({ serial: 'G1', pass: `1234${hotp(rfcSeed, 0)}` })).toMatch(/Try again in 300 seconds/);
  later(6);
  expect(await check({ serial: 'G1', pass: `1234${hotp(rfcSeed, 0)}` })).toBe('accepted');
});
