import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { base32 } from '../../../domain/otp/base32.ts';
import { hotp } from '../../../domain/otp/hotp.ts';
import { ocra } from '../../../domain/otp/ocra.ts';
import { parseOcraSuite } from '../../../domain/otp/ocra-suite.ts';
import { totp } from '../../../domain/otp/totp.ts';
import { makeYubicoOtp } from '../../../domain/otp/yubico-otp.ts';
import { type Administration, administration, told } from '../administration.ts';
import { isOnPostgres } from '../data-directory.ts';
import { type House, openHouse } from '../house.ts';
import { rfcSeed } from '../test-station.ts';
import { type Load, reason, upload } from './upload.ts';

let house: House;
let admin: Administration;
let load: Load;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
  load = (file, fields, order) => upload(house, admin, file, fields, order);
});
afterAll(() => house.close());

const hex = Buffer.from(rfcSeed).toString('hex');
const count = () => house.server.installation.store.candidates.count({});

test('reads OATH CSV: type, digits, counter or step; the hash by the length of the key', async () => {
  const long = Buffer.alloc(32, 4);
  const file = `# made by hand\r\nO1,${hex}\r\nO2, ${hex}, hotp, 8, 5\r\nO3,${long.toString('hex')},TOTP,6,60\r\n\r\nO4;${hex};hotp;6\n`;
  const reply = await load(file, { type: 'oathcsv', tokenrealms: 'office' });
  expect(told(reply)).toEqual({ n_imported: 4, n_not_imported: 0 });
  expect(await admin.token('O2')).toMatchObject({ count: 5, otplen: 8, realms: ['office'], username: '' });
  expect(await admin.check({ serial: 'O1', pass: hotp(rfcSeed, 0) })).toBe(true);
  expect(await admin.check({ serial: 'O2', pass: hotp(rfcSeed, 4, 8) })).toBe(false);
  expect(await admin.check({ serial: 'O2', pass: hotp(rfcSeed, 5, 8) })).toBe(true);
  expect(await admin.check({ serial: 'O3', pass: totp(long, Date.now() / 1000, 60, 6, 'sha256') })).toBe(true);
});

test('reads OCRA keys with their suite, which then are asked', async () => {
  const suite = 'OCRA-1:HOTP-SHA1-6:C-QN08';
  const file = `C1,${hex},ocra,${suite},3\nC2,${hex}\n`;
  expect(told(await load(file, { type: 'oathcsv' }))).toMatchObject({ n_imported: 2 });
  expect(await admin.token('C1')).toMatchObject({ tokentype: 'ocra', otplen: 6, count: 3, info: { ocrasuite: suite } });
  expect((await admin.token('C2')).info).not.toHaveProperty('ocrasuite');
  const { json } = await admin.post('/validate/triggerchallenge', { serial: 'C1' });
  const { transaction_id, attributes } = json.detail;
  const response = ocra(parseOcraSuite(suite), rfcSeed, { question: attributes.challenge, counter: 3 });
  expect(await admin.check({ serial: 'C1', transaction_id, pass: response })).toBe(true);
});

test('gives tokens to people by version 2 of OATH CSV, and to nobody when one of them is unknown', async () => {
  const line = (user: string, serial: string) => `${user},,office,${serial},${hex},hotp,6,0\n`;
  const both = `# version: 2\n${line('amara.okafor', 'V1')}${line('ghost', 'V2')}`;
  expect(reason(await load(both, { type: 'OATH CSV' }))).toMatch(
    /^400 304 .*line 3: whom it is for is nobody in the realm$/,
  );
  expect(await admin.token('V1')).toBeUndefined();
  const good = `# version: 2\n${line('amara.okafor', 'V1')},,,V3,${hex}\n`;
  expect(told(await load(good, { type: 'OATH CSV' }))).toMatchObject({ n_imported: 2 });
  expect(await admin.token('V1')).toMatchObject({ username: 'amara.okafor', realms: ['office'] });
  expect((await admin.token('V1')).info.assignment_date).toBeDefined();
  expect(await admin.token('V3')).toMatchObject({ username: '', realms: [] });
  expect(await admin.check({ user: 'amara.okafor', realm: 'office', pass: hotp(rfcSeed, 0) })).toBe(true);
});

test('decides for the whole file whether keys are hexadecimal or base32', async () => {
  // 40 characters that are hexadecimal, and base32 as well.
  const both = 'abcdef234567abcdef234567abcdef234567abcd';
  const asBase32 = base32(rfcSeed);
  expect(told(await load(`HX1,${both}\nHX2,${hex}\n`, { type: 'oathcsv' }))).toMatchObject({ n_imported: 2 });
  expect(await admin.check({ serial: 'HX1', pass: hotp(Buffer.from(both, 'hex'), 0) })).toBe(true);
  expect(told(await load(`BX1,${both}\nBX2,${asBase32}\n`, { type: 'oathcsv' }))).toMatchObject({ n_imported: 2 });
  expect(await admin.check({ serial: 'BX2', pass: hotp(rfcSeed, 0) })).toBe(true);
  expect(await admin.check({ serial: 'BX1', pass: hotp(Buffer.from(both, 'hex'), 0) })).toBe(false);
  const mixed = await load(`M1,${hex}\nM2,${asBase32}\n`, { type: 'oathcsv' });
  expect(reason(mixed)).toMatch(/line 2: the key is neither hexadecimal, nor is the whole file base32/);
});

test.each([
  ['an unknown type', `X,${hex},tan,6\n`, /line 1: the type is none of/],
  ['an OCRA key without a suite', `X,${hex},ocra,6\n`, /line 1: the suite is no OCRA suite/],
  ['an OCRA suite with a PIN', `X,${hex},ocra,OCRA-1:HOTP-SHA1-6:QN08-PSHA1\n`, /is no OCRA suite that can/],
  ['a counter of 2^31', `X,${hex},hotp,6,2147483648\n`, /line 1: a number is out of bounds/],
  ['nine digits', `X,${hex},hotp,9\n`, /line 1: a code must have 6 to 8 digits/],
  ['no key', 'X\n', /line 1: there is no key/],
  ['a key that is none', 'X,xyz\n', /line 1: the key is neither/],
  ['a serial that is a formula', `=cmd(),${hex}\n`, /line 1: the serial is none/],
  ['a serial twice', `X,${hex}\nY,${hex}\nX,${hex}\n`, /line 3: its serial is in the file twice/],
  ['no keys at all', '# nothing\n', /no key in the file/],
  ['a line of 20000 characters', `X,${'a'.repeat(20_000)}\n`, /not CSV/],
  ['what is not UTF-8', Buffer.from('X,\xff\xfe\n', 'latin1'), /UTF-8/],
])('refuses OATH CSV with %s, and names the line', async (_what, file, message) => {
  const before = await count();
  expect(reason(await load(file, { type: 'oathcsv' }))).toMatch(message);
  expect(await count()).toBe(before);
});

const yubikey = (key: string, privateId: string) =>
  makeYubicoOtp(Buffer.from(key, 'hex'), { privateId, useCounter: 1, session: 0, timestamp: 0, random: 0 });

test('reads the log of Yubico’s personalisation tool', async () => {
  const file = `LOGGING START,12/11/2013 10:59
Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86c04de6a3,d26a7c0f85fdda28bd816e406342b214,,,0,0,0,0,0,0,0,0,0,0
OATH-HOTP,11.12.13 18:55,1,cccccccccccc,,916821d3a138bf855e70069605559a206ba854cd,,,0,0,0,8,0,0,0,0,0,0
Static Password,11.12.13 19:08,1,,d5a3d50327dc,0e8e37b0e38b314a56748c030f58d21d,,,0,0,0,0,0,0,0,0,0,0
`;
  const reply = await load(file, { type: 'Yubikey CSV' });
  expect(told(reply)).toEqual({ n_imported: 2, n_not_imported: 1 });
  expect(reply.json.detail.passed_over).toEqual(['line 4: a static password is no token']);
  // vvgutbiedkvi is ff5ed17329f7.
  const serial = 'UBAM280782705994231_1';
  const code = (privateId: string) => `vvgutbiedkvi${yubikey('d26a7c0f85fdda28bd816e406342b214', privateId)}`;
  expect(await admin.check({ serial, pass: code('000000000000') })).toBe(false);
  expect(await admin.check({ serial, pass: code('ab86c04de6a3') })).toBe(true);
  expect(await admin.token('UBOM00000000_1')).toMatchObject({ tokentype: 'hotp', otplen: 8 });
});

test('reads what ykman writes: Yubico OTP with its ids, HOTP, no static passwords', async () => {
  const file = `# OATH mode
508326,,0,69cfb9202438ca68964ec3244bfa4843d073a43b,,2013-12-12T08:41:07,
508326,cccccccccccc,83cebdfb7b93,a47c5bf9c152202f577be6721c0113af,0123456789ab,2013-12-12T08:43:17,
508327,,,9e2fd386224a7f77e9b5aee775464033,,2013-12-12T08:44:34,
`;
  expect(told(await load(file, { type: 'yubikeycsv' }))).toEqual({ n_imported: 2, n_not_imported: 1 });
  const code = (privateId: string) => `cccccccccccc${yubikey('a47c5bf9c152202f577be6721c0113af', privateId)}`;
  expect(await admin.check({ serial: 'UBAM508326_X', pass: code('83cebdfb7b94') })).toBe(false);
  expect(await admin.check({ serial: 'UBAM508326_X', pass: code('83cebdfb7b93') })).toBe(true);
  const seed = Buffer.from('69cfb9202438ca68964ec3244bfa4843d073a43b', 'hex');
  expect(await admin.check({ serial: 'UBOM508326_X', pass: hotp(seed, 0) })).toBe(true);
  expect(reason(await load('hello,world\n', { type: 'yubikeycsv' }))).toMatch(/line 1: this is neither/);
  expect(reason(await load('1,zz,83cebdfb7b93,00,,x,\n', { type: 'yubikeycsv' }))).toMatch(/not modhex/);
  expect(reason(await load('1,cc,83cebdfb7b93,00,,x,\n', { type: 'yubikeycsv' }))).toMatch(/32 hexadecimal/);
});

const aladdin = (token: string) => `<?xml version="1.0" encoding="utf-8"?>\n<Tokens>${token}</Tokens>`;
const eToken = (serial: string, seed: string, factor = '1') => `<Token serial="${serial}"><CaseModel>5</CaseModel>
  <ProductName>Safeword Alpine</ProductName><Applications><Application ConnectorID="{a61c4073}">
  <Seed>${seed}</Seed><MovingFactor>${factor}</MovingFactor></Application></Applications></Token>`;

test('reads Aladdin’s XML: seed, moving factor, SHA-256 for 64 digits', async () => {
  const long = Buffer.alloc(32, 7);
  const file = aladdin(eToken('00040008CFA5', hex, '7') + eToken('E256', long.toString('hex')));
  expect(told(await load(file, { type: 'aladdin-xml' }))).toEqual({ n_imported: 2, n_not_imported: 0 });
  expect(await admin.token('00040008CFA5')).toMatchObject({ count: 7, description: 'Safeword Alpine' });
  expect(await admin.check({ serial: '00040008CFA5', pass: hotp(rfcSeed, 7) })).toBe(true);
  expect(await admin.check({ serial: 'E256', pass: hotp(long, 1, 6, 'sha256') })).toBe(true);
});

test.each([
  ['a bomb', `<!DOCTYPE Tokens [<!ENTITY a "x">]>${aladdin('').slice(38)}`, /document type/],
  ['a seed that is none', aladdin(eToken('A', 'xyz')), /not hexadecimal/],
  ['no seed', aladdin('<Token serial="A"/>'), /not hexadecimal/],
  ['a counter of 2^31', aladdin(eToken('A', hex, '2147483648')), /out of bounds/],
  ['no serial', aladdin(eToken('', hex)), /the serial is none/],
  ['another root', '<Keys/>', /root is not Tokens/],
])('refuses Aladdin’s XML with %s', async (_what, file, message) => {
  expect(reason(await load(file, { type: 'aladdin-xml' }))).toMatch(message);
});

test('tells in a dry run what would happen, and does nothing', async () => {
  const before = await count();
  await house.give('DRY-HERE');
  const fields = { type: 'oathcsv', dryrun: '1' };
  const good = await load(`DRY1,${hex}\nDRY2,${hex},totp\n`, fields);
  expect(told(good)).toEqual({ n_imported: 2, n_not_imported: 0 });
  expect(good.json.detail).toMatchObject({ dryrun: true, types: { hotp: 1, totp: 1 }, problems: [] });
  const bad = await load(`DRY1,${hex}\nDRY-HERE,${hex}\nDRY3,${hex},tan\nDRY1,${hex}\n`, fields);
  expect(told(bad)).toMatchObject({ n_imported: 0 });
  expect(bad.json.detail.problems).toEqual([
    'line 3: the type is none of hotp, totp, yubikey and ocra',
    'line 4: its serial is in the file twice',
    'DRY-HERE is here already',
  ]);
  expect(await count()).toBe(before + 1);
});

test('takes the file before the fields too', async () => {
  const reply = await load(`EARLY,${hex}\n`, { type: 'oathcsv' }, 'file first');
  expect(told(reply)).toEqual({ n_imported: 1, n_not_imported: 0 });
  const large = await load(Buffer.alloc(5 * 1024 * 1024, 'x'), { type: 'oathcsv' }, 'file first');
  expect(reason(large)).toMatch(/905.*must come before the file/);
});

test('refuses without the right, without a file, of an unknown type, into an unknown realm', async () => {
  expect(reason(await load(`R1,${hex}\n`, { type: 'word' }))).toMatch(/^400 301 .*Unknown file type: 'word'/);
  expect(reason(await load(`R1,${hex}\n`, {}))).toMatch(/301/);
  expect(reason(await load(`R1,${hex}\n`, { type: 'oathcsv', tokenrealms: 'moon' }))).toMatch(/905.*'moon'/);
  expect(told(await admin.post('/token/load/x', { type: 'oathcsv' }))).toEqual([400, 905]);
  const broken = { ...admin.header, 'content-type': 'multipart/form-data' };
  expect(told(await house.client.send('POST', '/token/load/x', { headers: broken, body: 'x' }))).toEqual([400, 905]);
  const cut = { ...admin.header, 'content-type': 'multipart/form-data; boundary=b' };
  for (const body of [
    '--b\r\nContent-Disposition: form-data; name="type"\r\n\r\noathcsv\r\n',
    '--b\r\nContent-Disposition: form-data; name="type"\r\n\r\noathcsv\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nCUT,3132',
  ]) {
    expect(told(await house.client.send('POST', '/token/load/x', { headers: cut, body }))).toEqual([400, 905]);
  }
  expect(await admin.token('CUT')).toBeUndefined();
  const { rights } = (await house.server.installation.store.admins.find('root')) ?? { rights: [] };
  await admin.limitTo(rights.filter((right) => right !== 'importtokens'));
  expect(reason(await load(`R1,${hex}\n`, { type: 'oathcsv' }))).toMatch(/^403 303/);
  await admin.limitTo(rights);
  expect(await admin.token('R1')).toBeUndefined();
});

test('refuses a gigabyte before it comes, and goes on answering', async () => {
  const { installation, url } = house.server;
  const reply = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const outgoing = request(
      new URL('/token/load/x', url),
      {
        method: 'POST',
        ca: installation.authority.ca,
        headers: {
          ...admin.header,
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': String(1024 ** 3),
        },
      },
      (incoming) => {
        let text = '';
        incoming.on('data', (chunk) => {
          text += chunk;
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.write('--b\r\n');
  });
  expect(reply.status).toBe(413);
  expect(JSON.parse(reply.text).result.error.code).toBe(905);
  expect((await admin.get('/token/?pagesize=1')).status).toBe(200);
});

test.skipIf(isOnPostgres())('leaves no key on disk in any form, and none of a refused file', async () => {
  const seed = Buffer.from('canary-of-the-import');
  const row = (serial: string) => `${serial},${seed.toString('hex')}\n`;
  await load(row('CANARY'), { type: 'oathcsv' });
  await load(`${row('CANARY')}${row('CANARY2')}`, { type: 'oathcsv' });
  const files = ['keydesk.sqlite', 'keydesk.sqlite-wal'].map((name) => readFileSync(join(house.directory, name)));
  for (const bytes of files) {
    for (const form of [seed, Buffer.from(seed.toString('hex')), Buffer.from(base32(seed))]) {
      expect(bytes.includes(form)).toBe(false);
    }
  }
  expect(await admin.token('CANARY2')).toBeUndefined();
});

test('writes one entry for a whole file into the audit', async () => {
  await load(`AU1,${hex}\nAU2,${hex}\n`, { type: 'oathcsv', tokenrealms: 'office' });
  const { auditdata } = (await admin.get('/audit/?action=*load*&page_size=1')).json.result.value;
  expect(auditdata[0]).toMatchObject({ success: 1, administrator: 'root', action: 'POST /token/load/<filename>' });
});
