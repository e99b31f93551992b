import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  checkOcra,
  findOcraCounter,
  findOcraTimeStep,
  type OcraInput,
  ocra,
  ocraPinHash,
  ocraTimeStep,
} from '../../../domain/otp/ocra.ts';
import { OcraError, parseOcraSuite } from '../../../domain/otp/ocra-suite.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const key20 = ascii('12345678901234567890');
const key32 = ascii('12345678901234567890123456789012');
const key64 = ascii('1234567890123456789012345678901234567890123456789012345678901234');
const pinHash = ocraPinHash('sha1', ascii('1234'));
const eightTimes = (digit: number) => String(digit).repeat(8);
const timeStep = 0x132d0b6;

/** RFC 6287 appendix C: every vector of its tables. */
const appendixC: readonly {
  readonly title: string;
  readonly suite: string;
  readonly key: Uint8Array;
  readonly input: (row: number) => OcraInput;
  readonly responses: string;
}[] = [
  {
    title: 'C.1 one-way, SHA-1',
    suite: 'OCRA-1:HOTP-SHA1-6:QN08',
    key: key20,
    input: (row) => ({ question: eightTimes(row) }),
    responses: '237653 243178 653583 740991 608993 388898 816933 224598 750600 294470',
  },
  {
    title: 'C.1 one-way with counter and PIN, SHA-256',
    suite: 'OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1',
    key: key32,
    input: (row) => ({ question: '12345678', counter: row, pinHash }),
    responses: '65347737 86775851 78192410 71565254 10104329 65983500 70069104 91771096 75011558 08522129',
  },
  {
    title: 'C.1 one-way with PIN, SHA-256',
    suite: 'OCRA-1:HOTP-SHA256-8:QN08-PSHA1',
    key: key32,
    input: (row) => ({ question: eightTimes(row), pinHash }),
    responses: '83238735 01501458 17957585 86776967 86807031',
  },
  {
    title: 'C.1 one-way with counter, SHA-512',
    suite: 'OCRA-1:HOTP-SHA512-8:C-QN08',
    key: key64,
    input: (row) => ({ question: eightTimes(row), counter: row }),
    responses: '07016083 63947962 70123924 25341727 33203315 34205738 44343969 51946085 20403879 31409299',
  },
  {
    title: 'C.1 one-way with time, SHA-512',
    suite: 'OCRA-1:HOTP-SHA512-8:QN08-T1M',
    key: key64,
    input: (row) => ({ question: eightTimes(row), timeStep }),
    responses: '95209754 55907591 22048402 24218844 36209546',
  },
  {
    title: 'C.2 mutual, server, SHA-256',
    suite: 'OCRA-1:HOTP-SHA256-8:QA08',
    key: key32,
    input: (row) => ({ question: [`CLI2222${row}`, `SRV1111${row}`] }),
    responses: '28247970 01984843 65387857 03351211 83412541',
  },
  {
    title: 'C.2 mutual, client, SHA-256',
    suite: 'OCRA-1:HOTP-SHA256-8:QA08',
    key: key32,
    input: (row) => ({ question: [`SRV1111${row}`, `CLI2222${row}`] }),
    responses: '15510767 90175646 33777207 95285278 28934924',
  },
  {
    title: 'C.2 mutual, server, SHA-512',
    suite: 'OCRA-1:HOTP-SHA512-8:QA08',
    key: key64,
    input: (row) => ({ question: [`CLI2222${row}`, `SRV1111${row}`] }),
    responses: '79496648 76831980 12250499 90856481 12761449',
  },
  {
    title: 'C.2 mutual, client with PIN, SHA-512',
    suite: 'OCRA-1:HOTP-SHA512-8:QA08-PSHA1',
    key: key64,
    input: (row) => ({ question: [`SRV1111${row}`, `CLI2222${row}`], pinHash }),
    responses: '18806276 70020315 01600026 18951020 32528969',
  },
  {
    title: 'C.3 plain signature, SHA-256',
    suite: 'OCRA-1:HOTP-SHA256-8:QA08',
    key: key32,
    input: (row) => ({ question: `SIG1${row}000` }),
    responses: '53095496 04110475 31331128 76028668 46554205',
  },
  {
    title: 'C.3 signature with time, SHA-512',
    suite: 'OCRA-1:HOTP-SHA512-8:QA10-T1M',
    key: key64,
    input: (row) => ({ question: `SIG1${row}00000`, timeStep }),
    responses: '77537423 31970405 10235557 95213541 65360607',
  },
];

test.each(appendixC)('gives the responses of RFC 6287 appendix $title', ({ suite, key, input, responses }) => {
  const wanted = responses.split(' ');
  const parsed = parseOcraSuite(suite);
  expect(wanted.map((_, row) => ocra(parsed, key, input(row)))).toEqual(wanted);
  expect(wanted.every((response, row) => checkOcra(parsed, key, input(row), response))).toBe(true);
});

test('the appendix has 70 vectors, and its time is the step of 25 March 2008, 12:06:30', () => {
  expect(appendixC.flatMap(({ responses }) => responses.split(' '))).toHaveLength(70);
  const suite = parseOcraSuite('OCRA-1:HOTP-SHA512-8:QN08-T1M');
  expect(ocraTimeStep(suite, Date.UTC(2008, 2, 25, 12, 6, 30) / 1000)).toBe(timeStep);
});

test('hashes exactly the bytes of section 5.1, session and hexadecimal question among them', () => {
  const suite = parseOcraSuite('OCRA-1:HOTP-SHA256-10:C-QH07-PSHA512-S016-T2H');
  const pin = ocraPinHash('sha512', ascii('0000'));
  const message = Buffer.concat([
    Buffer.from(`${suite.text}\0`),
    Buffer.from('0000010000000001', 'hex'),
    Buffer.from('abcdef1'.padEnd(256, '0'), 'hex'),
    pin,
    Buffer.from('session'.padStart(16, '\0')),
    Buffer.from('0000000000000007', 'hex'),
  ]);
  const mac = createHmac('sha256', key32).update(message).digest();
  const value = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff;
  const input = { question: 'ABCDEF1', counter: 2 ** 40 + 1, pinHash: pin, session: ascii('session'), timeStep: 7 };
  expect(ocra(suite, key32, input)).toBe(String(value).padStart(10, '0'));
});

test('reads every part of a suite', () => {
  expect(parseOcraSuite('OCRA-1:HOTP-SHA512-8:C-QA64-PSHA256-S-T30S')).toEqual({
    text: 'OCRA-1:HOTP-SHA512-8:C-QA64-PSHA256-S-T30S',
    hash: 'sha512',
    digits: 8,
    counter: true,
    question: { format: 'A', length: 64 },
    pinHash: 'sha256',
    sessionBytes: 64,
    stepSeconds: 30,
  });
  expect(parseOcraSuite('OCRA-1:HOTP-SHA1-6:QN08')).toMatchObject({ sessionBytes: undefined, stepSeconds: undefined });
  expect(parseOcraSuite('OCRA-1:HOTP-SHA1-6:QN08-PSHA1').sessionBytes).toBeUndefined();
  expect(parseOcraSuite('OCRA-1:HOTP-SHA1-6:QN08-S512-T48H')).toMatchObject({
    sessionBytes: 512,
    stepSeconds: 172_800,
  });
});

test.each([
  '',
  'OCRA-2:HOTP-SHA1-6:QN08',
  'OCRA-1:HOTP-MD5-6:QN08',
  'OCRA-1:HOTP-SHA1-3:QN08',
  'OCRA-1:HOTP-SHA1-11:QN08',
  'OCRA-1:HOTP-SHA1-0:QN08',
  'OCRA-1:HOTP-SHA1-6:QN03',
  'OCRA-1:HOTP-SHA1-6:QN65',
  'OCRA-1:HOTP-SHA1-6:QX08',
  'OCRA-1:HOTP-SHA1-6:C',
  'OCRA-1:HOTP-SHA1-6:QN08-C',
  'OCRA-1:HOTP-SHA1-6:QN08-T0M',
  'OCRA-1:HOTP-SHA1-6:QN08-T60S',
  'OCRA-1:HOTP-SHA1-6:QN08-T49H',
  'OCRA-1:HOTP-SHA1-6:QN08-S000',
  'OCRA-1:HOTP-SHA1-6:QN08-S513',
  'OCRA-1:HOTP-SHA1-6:QN08\n',
])('refuses the suite %j', (text) => {
  expect(() => parseOcraSuite(text)).toThrow(OcraError);
});

test('refuses an input that is not what the suite names', () => {
  const plain = parseOcraSuite('OCRA-1:HOTP-SHA1-6:QN08');
  const full = parseOcraSuite('OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1-S008-T1M');
  const whole = { question: '1', counter: 0, pinHash, session: ascii('12345678'), timeStep: 0 };
  expect(ocra(full, key20, whole)).toMatch(/^\d{6}$/);
  for (const name of ['counter', 'pinHash', 'session', 'timeStep'] as const) {
    expect(() => ocra(full, key20, { ...whole, [name]: undefined })).toThrow(OcraError);
    expect(() => ocra(plain, key20, { question: '1', [name]: whole[name] })).toThrow(OcraError);
  }
  for (const question of ['', '123456789', '12a4', '-1', '0x12', ' 1']) {
    expect(() => ocra(plain, key20, { question })).toThrow(OcraError);
  }
  expect(() => ocra(full, key20, { ...whole, pinHash: ascii('1234') })).toThrow('20 bytes');
  expect(() => ocra(full, key20, { ...whole, session: ascii('123456789') })).toThrow('at most 8');
  expect(() => ocra(full, key20, { ...whole, counter: -1 })).toThrow(OcraError);
  expect(() => ocraTimeStep(plain, 0)).toThrow(OcraError);
});

test('refuses a response that is wrong in one digit, shorter, longer or to another question', () => {
  const suite = parseOcraSuite('OCRA-1:HOTP-SHA1-6:QN08');
  const input = { question: '00000000' };
  expect(checkOcra(suite, key20, input, '237653')).toBe(true);
  for (const wrong of ['237654', '337653', '23765', '2376530', '', '243178', '٢37653']) {
    expect(checkOcra(suite, key20, input, wrong)).toBe(false);
  }
  expect(checkOcra(suite, key32, input, '237653')).toBe(false);
});

test('finds the counter or the time step of a response inside the window and nowhere else', () => {
  const counting = parseOcraSuite('OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1');
  const input = { question: '12345678', counter: 2, pinHash };
  expect(findOcraCounter(counting, key32, input, '65983500', 4)).toBe(5);
  expect(findOcraCounter(counting, key32, input, '65983500', 3)).toBeUndefined();
  expect(findOcraCounter(counting, key32, input, '86775851', 4)).toBeUndefined();
  const timed = parseOcraSuite('OCRA-1:HOTP-SHA512-8:QN08-T1M');
  const at = (step: number, around: number) =>
    findOcraTimeStep(timed, key64, { question: '00000000', timeStep: step }, '95209754', around);
  expect([at(timeStep - 2, 2), at(timeStep + 2, 2)]).toEqual([timeStep, timeStep]);
  expect([at(timeStep - 3, 2), at(timeStep + 3, 2)]).toEqual([undefined, undefined]);
});
