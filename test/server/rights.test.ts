import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrativeRights, type Right } from '../../server/store/rights.ts';
import { type Administration, administration, told } from './administration.ts';
import { type House, openHouse } from './house.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  await house.give('T');
  await house.give('S');
});
afterAll(() => house.close());

const key = '00'.repeat(20);

/** Every endpoint with the right it needs; none of these requests lacks anything else. */
const guarded: readonly [request: string, Right, fields?: Record<string, string>][] = [
  ['POST /token/init', 'enrollHOTP', { otpkey: key }],
  ['POST /token/init', 'enrollTOTP', { type: 'totp', otpkey: key }],
  ['POST /token/init', 'enrollYUBIKEY', { type: 'yubikey', genkey: '1' }],
  ['POST /token/assign', 'assign', { serial: 'T', user: 'amara.okafor', realm: 'office' }],
  ['POST /token/unassign', 'unassign', { serial: 'T' }],
  ['POST /token/disable', 'disable', { serial: 'T' }],
  ['POST /token/enable', 'enable', { serial: 'T' }],
  ['POST /token/reset', 'reset', { serial: 'T' }],
  ['POST /token/resync', 'resync', { serial: 'T', otp1: '1', otp2: '2' }],
  ['POST /token/setpin', 'setpin', { serial: 'T', otppin: '1' }],
  ['POST /token/set', 'set', { serial: 'T', count_window: '9' }],
  ['POST /token/description', 'setdescription', { serial: 'T', description: 'x' }],
  ['POST /token/realm/T', 'tokenrealms', { realms: 'office' }],
  ['POST /token/info/T/k', 'settokeninfo', { value: '1' }],
  ['DELETE /token/info/T/k', 'settokeninfo'],
  ['POST /token/copypin', 'copytokenpin', { from: 'T', to: 'S' }],
  ['GET /token/getserial/123456', 'getserial'],
  ['GET /token/', 'tokenlist'],
  ['GET /user/', 'userlist'],
  ['POST /defaultrealm/office', 'configwrite'],
  ['DELETE /defaultrealm', 'configdelete'],
  ['POST /token/revoke', 'revoke', { serial: 'T' }],
  ['DELETE /token/T', 'delete'],
];

const ask = ([request, , fields = {}]: (typeof guarded)[number], headers: Record<string, string>) => {
  const [method = '', path = ''] = request.split(' ');
  const body = method === 'POST' ? { body: new URLSearchParams(fields).toString() } : {};
  return house.client.send(method, path, { headers, ...body });
};

test.each(guarded.map((row): [string, (typeof guarded)[number]] => [`${row[0]} (${row[1]})`, row]))(
  '%s: closed without the right and without a login, open with it alone',
  async (_title, row) => {
    const [, right] = row;
    expect(told(await ask(row, {}))).toEqual([401, 4033]);
    await admin.limitTo(administrativeRights.filter((other) => other !== right));
    const refused = await ask(row, admin.header);
    expect(told(refused)).toEqual([403, 303]);
    expect(refused.json.result.error.message).toBe(
      `Admin actions are defined, but the action ${right} is not allowed!`,
    );
    await admin.limitTo([right]);
    expect((await ask(row, admin.header)).status).toBe(200);
  },
);

test('a PIN at enrolment needs a right of its own', async () => {
  await admin.limitTo(['enrollHOTP']);
  const init = (pin: string) => admin.post('/token/init', { otpkey: key, pin });
  expect(told(await init('1234'))).toEqual([403, 303]);
  expect(told(await init(''))).toBe(true);
  await admin.limitTo(['enrollHOTP', 'enrollpin']);
  expect(told(await init('1234'))).toBe(true);
});

test('tells which types an administrator may enrol', async () => {
  await admin.limitTo(['enrollHOTP', 'enrollYUBIKEY', 'assign']);
  expect(told(await admin.get('/auth/rights'))).toEqual({
    hotp: 'HOTP: Event based One Time Passwords.',
    yubikey: 'Yubikey AES mode: One Time Passwords with Yubikey.',
  });
  await admin.limitTo([]);
  expect(told(await admin.get('/auth/rights'))).toEqual({});
});
