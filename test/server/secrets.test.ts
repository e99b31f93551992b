import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { hotp } from '../../domain/otp/hotp.ts';
import { modhex } from '../../domain/otp/modhex.ts';
import { type House, openHouse, password } from './house.ts';

const seed = Buffer.from('c0ffee00canary0seed!');
const pin = 'canary-pin-Ωmega-9';
let house: House;
const printed: unknown[] = [];
beforeAll(async () => {
  for (const way of ['log', 'error', 'warn'] as const) {
    vi.spyOn(console, way).mockImplementation((...words) => void printed.push(words));
  }
  house = await openHouse();
});
afterAll(() => house.close());

/** RFC 4648 base32 without padding. */
function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
}

const forms = (bytes: Buffer) => [
  bytes,
  ...[
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    base32(bytes),
    modhex(bytes),
  ].map((text) => Buffer.from(text)),
];

function files(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test('leaves no seed, PIN, code or password on disk, in replies or in what is printed', async () => {
  const station = await house.enrol();
  const signed = await station.issue({ seed, pin });
  const code = hotp(seed, 0);
  const login = { user: 'amara.okafor', realm: 'office', pass: `${pin}${code}` };
  const replies = [
    await station.put(signed),
    await house.client.form('/validate/check', login),
    await house.client.form('/validate/check', login),
    await house.client.form('/auth', { username: 'root', password }),
    await station.request('GET', '/stations/self/snapshot'),
  ];
  expect(replies[1]?.json.result.value).toBe(true);
  const token = replies[3]?.json.result.value.token as string;
  replies.push(await house.client.get('/token/', { authorization: token }));
  const places = [
    ...files(house.directory).map((file): [string, Buffer] => [file, readFileSync(file)]),
    ...replies.map(({ text }, place): [string, Buffer] => [`reply ${place}`, Buffer.from(text)]),
    ['printed', Buffer.from(JSON.stringify(printed))] as [string, Buffer],
  ];
  expect(places.length).toBeGreaterThan(12);
  const secrets = [seed, Buffer.from(pin), Buffer.from(password)].flatMap(forms);
  const found = places.flatMap(([name, content]) =>
    secrets.flatMap((secret) => (content.includes(secret) ? [`${name}: ${secret.toString('latin1')}`] : [])),
  );
  expect(found).toEqual([]);
  expect(places.some(([, content]) => content.includes('UBOM12345678_1'))).toBe(true);
});
