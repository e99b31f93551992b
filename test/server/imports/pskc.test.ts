import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hotp } from '../../../domain/otp/hotp.ts';
import { totp } from '../../../domain/otp/totp.ts';
import { makeYubicoOtp } from '../../../domain/otp/yubico-otp.ts';
import { type Administration, administration, told } from '../administration.ts';
import { type House, openHouse } from '../house.ts';
import { rfcSeed } from '../test-station.ts';
import {
  container,
  encrypted,
  figure6,
  figure6Key,
  figure7,
  figure7Password,
  keyPackage,
  plainSecret,
} from './pskc-files.ts';
import { reason, upload } from './upload.ts';

let house: House;
let admin: Administration;
beforeAll(async () => {
  house = await openHouse();
  admin = await administration(house);
});
afterAll(() => house.close());

const load = (file: string | Uint8Array, fields: Record<string, string> = {}) =>
  upload(house, admin, file, { type: 'pskc', ...fields });
const one = { n_imported: 1, n_not_imported: 0 };
const count = () => house.server.installation.store.candidates.count({});

test.each([
  ['RFC 6030 figure 6, a key agreed on', figure6, { psk: figure6Key }],
  ['RFC 6030 figure 7, a password', figure7, { password: figure7Password }],
])('opens %s: the codes of RFC 4226 are accepted', async (_what, file, fields) => {
  expect(told(await load(file, fields))).toEqual(one);
  expect(await admin.token('987654321')).toMatchObject({ otplen: 8, tokentype: 'hotp', description: 'Manufacturer' });
  expect(await admin.check({ serial: '987654321', pass: '84755224' })).toBe(true);
  expect(await admin.check({ serial: '987654321', pass: '94287082' })).toBe(true);
  await admin.remove('/token/987654321');
});

test.each([
  ['without a key', figure6, {}, /psk is needed/],
  ['with another key', figure6, { psk: figure6Key.replace('1', '2') }, /another key|MAC is wrong/],
  ['with a key of odd length', figure6, { psk: '1234' }, /905.*32, 48 or 64/],
  ['without its password', figure7, {}, /password/],
  ['with another password', figure7, { password: 'qwertz' }, /another key|MAC is wrong/],
  ['with a secret that was changed', figure6.replace('AAECAwQF', 'AAECAwQG'), { psk: figure6Key }, /MAC is wrong/],
  ['with an unknown way to check', figure6, { psk: figure6Key, pskcValidateMAC: 'maybe' }, /905.*check_fail_hard/],
  ['with endless iterations', figure7.replace('>1000<', '>999999999<'), { password: 'x' }, /iterations/],
  ['with no iterations', figure7.replace('>1000<', '>0<'), { password: 'x' }, /iterations/],
  ['with an unknown PRF', figure7.replace('PRF/>', 'PRF Algorithm="md5"/>'), { password: 'x' }, /not known here/],
])('refuses an encrypted container %s', async (_what, file, fields, message) => {
  const before = await count();
  expect(reason(await load(file, fields as Record<string, string>))).toMatch(message);
  expect(await count()).toBe(before);
});

describe('the MAC', () => {
  const key = Buffer.alloc(16, 1);
  const mac = Buffer.alloc(20, 2);
  const head = `<EncryptionKey><ds:KeyName>k</ds:KeyName></EncryptionKey>
    <MACMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"><MACKey>${encrypted(mac, key)
      .replace(/<\/?EncryptedValue>/g, '')
      .trim()}</MACKey></MACMethod>`;
  const hash = 'sha256';
  const good = keyPackage('MAC-GOOD', encrypted(rfcSeed, key, { key: mac, hash }));
  const bad = keyPackage('MAC-BAD', encrypted(rfcSeed, key, { key: mac, hash, right: false }));
  const none = keyPackage('MAC-NONE', encrypted(rfcSeed, key));
  const fields = { psk: key.toString('hex') };
  const forget = async () => {
    for (const serial of ['MAC-GOOD', 'MAC-BAD', 'MAC-NONE']) await admin.remove(`/token/${serial}`);
  };

  test('wrong or missing once: nothing is imported, and the keys are named', async () => {
    const reply = await load(container(head, good, bad, none), fields);
    expect(reason(reply)).toMatch(/^400 304 .*key 2: a MAC is wrong; key 3: an encrypted value has no MAC/);
    expect(await admin.token('MAC-GOOD')).toBeUndefined();
  });

  test('check_fail_soft leaves out the keys whose MAC is wrong or missing', async () => {
    const reply = await load(container(head, good, bad, none), { ...fields, pskcValidateMAC: 'check_fail_soft' });
    expect(told(reply)).toEqual({ n_imported: 1, n_not_imported: 2 });
    expect(reply.json.detail.passed_over).toEqual(['key 2: a MAC is wrong', 'key 3: an encrypted value has no MAC']);
    await forget();
  });

  test('no_check takes all that can be decrypted', async () => {
    const reply = await load(container(head, good, bad, none), { ...fields, pskcValidateMAC: 'no_check' });
    expect(told(reply)).toEqual({ n_imported: 3, n_not_imported: 0 });
    await forget();
  });

  test('is wanted where the container has none at all', async () => {
    const file = container('<EncryptionKey/>', none);
    expect(reason(await load(file, fields))).toMatch(/no MAC/);
    expect(told(await load(file, { ...fields, pskcValidateMAC: 'no_check' }))).toEqual(one);
    await forget();
  });
});

test.each([
  ['aes192-cbc', 24],
  ['aes256-cbc', 32],
  ['kw-aes128', 16],
  ['kw-aes256', 32],
])('opens %s', async (algorithm, length) => {
  const key = Buffer.alloc(length, 3);
  const secret = encrypted(Buffer.alloc(24, 5), key, { key }, algorithm);
  const head = '<EncryptionKey/><MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"/>';
  expect(told(await load(container(head, keyPackage('ALG', secret)), { psk: key.toString('hex') }))).toEqual(one);
  expect(await admin.check({ serial: 'ALG', pass: hotp(Buffer.alloc(24, 5), 0, 8) })).toBe(true);
  await admin.remove('/token/ALG');
});

test('reads counter, time step, drift and suite; an encrypted counter too', async () => {
  const key = Buffer.alloc(16, 1);
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(77, 4);
  const mac = '<MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"/>';
  const file = container(
    `<EncryptionKey/>${mac}`,
    keyPackage('DATA-H', plainSecret(rfcSeed), {
      data: `<Counter>${encrypted(counter, key, { key })}</Counter>`,
    }),
    keyPackage('DATA-T', plainSecret(Buffer.alloc(32, 6)), {
      algorithm: 'urn:ietf:params:xml:ns:keyprov:pskc:totp',
      parameters: '<Suite>HMAC-SHA256</Suite><ResponseFormat Length="6" Encoding="DECIMAL"/>',
      data: `<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>60</PlainValue></TimeInterval>
        <TimeDrift><PlainValue>-2</PlainValue></TimeDrift>`,
    }),
  );
  expect(told(await load(file, { psk: key.toString('hex') }))).toMatchObject({ n_imported: 2 });
  expect((await admin.token('DATA-H')).count).toBe(77);
  expect((await admin.token('DATA-T')).info).toMatchObject({ hashlib: 'sha256', timeStep: '60', timeShift: '-120.0' });
  const code = totp(Buffer.alloc(32, 6), Date.now() / 1000 - 120, 60, 6, 'sha256');
  expect(await admin.check({ serial: 'DATA-T', pass: code })).toBe(true);
});

test('names Yubico’s keys by serial and slot, and takes their codes', async () => {
  const file = container(
    '',
    keyPackage('1', plainSecret(Buffer.alloc(16, 8)), {
      id: '4711:2',
      algorithm: 'http://www.yubico.com/#yubikey-aes',
      parameters: '<ResponseFormat Length="44" Encoding="ALPHANUMERIC"/>',
    }),
    keyPackage('1', plainSecret(rfcSeed), { id: '4711:1', algorithm: 'urn:ietf:params:xml:ns:keyprov:pskc#HOTP' }),
  );
  expect(told(await load(file))).toMatchObject({ n_imported: 2 });
  const otp = makeYubicoOtp(Buffer.alloc(16, 8), {
    privateId: '010203040506',
    useCounter: 1,
    session: 0,
    timestamp: 0,
    random: 0,
  });
  expect(await admin.check({ serial: 'UBAM4711_2', pass: `cccccccccccb${otp}` })).toBe(true);
  expect(await admin.token('UBOM4711_1')).toMatchObject({ tokentype: 'hotp', otplen: 8 });
});

const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
  <KeyContainer>&b;</KeyContainer>`;
const external =
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><KeyContainer>&e;</KeyContainer>';
const withCounter = (counter: string) =>
  container(
    '',
    keyPackage('C', plainSecret(rfcSeed), { data: `<Counter><PlainValue>${counter}</PlainValue></Counter>` }),
  );

test.each<[string, string | Uint8Array, RegExp]>([
  ['a bomb of entities', bomb, /document type/],
  ['an external entity', external, /document type/],
  ['an entity without a document type', '<KeyContainer>&e;</KeyContainer>', /not well-formed/],
  ['elements nested too deep', '<a>'.repeat(1000), /nested too deep/],
  ['a text of two megabytes', `<KeyContainer><x>${'a'.repeat(2_000_000)}</x></KeyContainer>`, /too long/],
  ['an attribute of two megabytes', `<KeyContainer x="${'a'.repeat(2_000_000)}"/>`, /too long/],
  ['a file that ends too soon', figure6.slice(0, -100), /not well-formed/],
  ['another document', '<html/>', /root is not KeyContainer/],
  ['no XML', 'serial,key\n', /not well-formed|not XML/],
  ['bytes that are no UTF-8', Buffer.from('<KeyContainer>\xff</KeyContainer>', 'latin1'), /UTF-8/],
  ['UTF-16', Buffer.from(`\ufeff${figure6}`, 'utf16le'), /UTF-8|well-formed/],
  ['a container without keys', container(''), /no key in the file/],
  ['a counter of 2^31', withCounter('2147483648'), /counter is out of bounds/],
  ['a counter beyond all numbers', withCounter('9'.repeat(40)), /out of bounds/],
  ['a negative counter', withCounter('-1'), /out of bounds/],
  ['a key without a secret', container('', keyPackage('N', '')), /no secret/],
  ['a secret that is not base64', container('', keyPackage('N', '<PlainValue>!!</PlainValue>')), /not base64/],
  ['a secret too short', container('', keyPackage('N', plainSecret(Buffer.alloc(4)))), /4 bytes/],
  [
    'an unknown algorithm',
    container('', keyPackage('N', plainSecret(rfcSeed), { algorithm: 'x:ocra' })),
    /the algorithm is not supported/,
  ],
  ['a serial that is a formula', container('', keyPackage('=cmd()', plainSecret(rfcSeed))), /the serial is none/],
  ['a file of PGP', '-----BEGIN PGP MESSAGE-----\n', /PGP/],
  ['an empty file', '', /^400 905 .*empty/],
])('refuses %s, in words, and stays up', async (_what, file, message) => {
  const before = await count();
  expect(reason(await load(file))).toMatch(message);
  expect(await count()).toBe(before);
  expect((await admin.get('/token/?pagesize=1')).status).toBe(200);
});

test('tells of a key that is there twice, in the file or on the server, and imports nothing', async () => {
  const twice = container('', ...['D1', 'D2', 'D1'].map((serial) => keyPackage(serial, plainSecret(rfcSeed))));
  expect(reason(await load(twice))).toMatch(/^400 304 .*Nothing was imported. key 3: its serial is in the file twice$/);
  await house.give('HERE');
  const known = container('', ...['D1', 'HERE'].map((serial) => keyPackage(serial, plainSecret(Buffer.alloc(20)))));
  expect(reason(await load(known))).toMatch(/Nothing was imported. HERE is here already$/);
  expect(await admin.token('D1')).toBeUndefined();
  expect(await admin.check({ serial: 'HERE', pass: hotp(rfcSeed, 0) })).toBe(true);
});
