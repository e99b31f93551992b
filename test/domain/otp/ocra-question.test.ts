import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ocra, ocraPinHash } from '../../../domain/otp/ocra.ts';
import { ocraQuestion } from '../../../domain/otp/ocra-question.ts';
import { OcraError, parseOcraSuite } from '../../../domain/otp/ocra-suite.ts';
import { qrPairingAddress, qrRequestAddress, readQrRequest } from '../../../domain/otp/qr-address.ts';

interface Vector {
  readonly suite: string;
  readonly key: string;
  readonly question: string;
  readonly response: string;
  readonly counter?: number;
  readonly timeStep?: number;
  readonly pin?: string;
}

/** Made with the independent implementation in the Python package `oath` 1.4.5. */
const vectors: readonly Vector[] = JSON.parse(readFileSync(new URL('ocra-vectors.json', import.meta.url), 'utf8'));

test.each(vectors)('agrees with another implementation: $suite $question', (vector) => {
  const suite = parseOcraSuite(vector.suite);
  const { question, counter, timeStep, pin } = vector;
  const pinHash = pin && suite.pinHash ? ocraPinHash(suite.pinHash, new TextEncoder().encode(pin)) : undefined;
  expect(ocra(suite, Buffer.from(vector.key, 'hex'), { question, counter, timeStep, pinHash })).toBe(vector.response);
});

const draw = (below: number) => randomInt(below);
const suite = (question: string) => parseOcraSuite(`OCRA-1:HOTP-SHA256-8:C-${question}`);
const key = new TextEncoder().encode('12345678901234567890123456789012');

test.each([
  ['QN08', /^\d{8}$/],
  ['QA64', /^[0-9A-Za-z]{64}$/],
  ['QH40', /^[0-9a-f]{40}$/],
])('draws a question of the form %s, never the same', (form, pattern) => {
  const drawn = Array.from({ length: 50 }, () => ocraQuestion(suite(form), 'random', '', draw));
  for (const question of drawn) expect(question).toMatch(pattern);
  expect(new Set(drawn).size).toBe(50);
});

test.each([
  ['QN08', 'raw', 'Pay 1.250,99 EUR to 12345678', '12509912'],
  ['QA10', 'raw', 'Pay 1.250,99 EUR', 'Pay125099E'],
  ['QH08', 'raw', 'AB cd-99zz', 'ABcd99'],
  ['QH08', 'hash', 'abc', 'ba7816bf'],
  ['QA64', 'hash', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['QN08', 'hash', 'abc', '84342368'],
] as const)('for %s, %s of "%s" is %s', (form, kind, data, question) => {
  expect(ocraQuestion(suite(form), kind, data, draw)).toBe(question);
});

test('data without anything to ask about is refused', () => {
  expect(() => ocraQuestion(suite('QN08'), 'raw', 'no digits: 12', draw)).toThrow(OcraError);
});

test('the pairing address holds seed, suite and serial', () => {
  expect(qrPairingAddress({ serial: 'QR01', suite: 'OCRA-1:HOTP-SHA256-8:C-QA64', seed: key.slice(0, 3) })).toBe(
    'lseqr://init?sh=313233&os=OCRA-1%3AHOTP-SHA256-8%3AC-QA64&se=QR01',
  );
});

const request = {
  transactionId: '01234567890123456789',
  question: 'abcd',
  message: 'Log in & go?',
  url: 'https://a.b/c?d=e&f',
};

test('the app reads what the server asks, and believes nothing that another key or hand wrote', () => {
  const address = qrRequestAddress(request, key, 'sha256');
  expect(address).toMatch(/^lseqr:\/\/req\?tr=01234567890123456789&ch=abcd&me=Log%20in%20%26%20go%3F&u=https%3A/);
  expect(readQrRequest(address, key, 'sha256')).toEqual(request);
  expect(readQrRequest(address, key.slice(1), 'sha256')).toBeUndefined();
  expect(readQrRequest(address.replace('a.b', 'evil'), key, 'sha256')).toBeUndefined();
  const typed = { ...request, url: undefined };
  expect(readQrRequest(qrRequestAddress(typed, key, 'sha1'), key, 'sha1')).toEqual(typed);
});
