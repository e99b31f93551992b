import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse, password } from '../server/house.ts';
import { bytes } from './desk-at-work.ts';
import { failureOf } from './failure-of.ts';
import { type HouseDesk, houseDesk } from './house-desk.ts';

let house: House;
let at: HouseDesk;
const secret = () => bytes('a password for ben');
const signIn = (name: string, typed: Uint8Array<ArrayBuffer>) =>
  at.ask('administration/sign-in', { name, password: typed });

beforeAll(async () => {
  house = await openHouse();
  at = await houseDesk(house);
  await signIn('root', bytes(password));
});
afterAll(async () => {
  await at?.desk.close();
  await house?.close();
});

test('adds an administrator with roles, who signs in and has no other rights', async () => {
  const typed = secret();
  await at.ask('administrators/add', { name: 'ben', roles: ['look', 'helpdesk'], password: typed, again: secret() });
  expect([...typed].every((byte) => byte === 0)).toBe(true);
  const list = await at.ask('administrators/list');
  expect(list.find(({ name }) => name === 'ben')).toMatchObject({
    roles: ['look', 'helpdesk'],
    others: [],
    last: false,
  });
  expect(list.find(({ name }) => name === 'root')?.last).toBe(true);
  const { signedIn } = await signIn('ben', secret());
  expect(signedIn?.rights).toContain('losttoken');
  expect(signedIn?.rights).not.toContain('policywrite');
  expect((await failureOf(at.ask('administrators/list'))).context).toEqual({ right: 'adminread' });
  await signIn('root', bytes(password));
});

test.each([
  ['short', 'short', 'short'],
  ['a password for ben', 'a password for bem', 'differ'],
] as const)('refuses a password that is %s twice unlike or short', async (first, again, reason) => {
  const asked = { name: 'carla', roles: [], password: bytes(first), again: bytes(again) };
  expect(await failureOf(at.ask('administrators/add', asked))).toMatchObject({
    code: 'administration/secret',
    context: { reason, least: 12 },
  });
});

test('changes roles, and keeps the last one who can', async () => {
  await at.ask('administrators/set-roles', { name: 'ben', roles: ['policies'] });
  const list = await at.ask('administrators/list');
  expect(list.find(({ name }) => name === 'ben')?.roles).toEqual(['policies']);
  const refused = await failureOf(at.ask('administrators/set-roles', { name: 'root', roles: ['look'] }));
  expect(refused.code).toBe('administration/refused');
  expect(refused.context.said).toContain('only one left');
});

test('sets a password, and removes', async () => {
  const change = { name: 'ben', password: bytes('another one for ben'), again: bytes('another one for ben') };
  await at.ask('administrators/set-password', change);
  expect((await failureOf(signIn('ben', secret()))).code).toBe('administration/credentials');
  await signIn('root', bytes(password));
  await at.ask('administrators/remove', { name: 'ben' });
  expect((await at.ask('administrators/list')).map(({ name }) => name)).toEqual(['root']);
});
