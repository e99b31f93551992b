import { expect, test } from 'vitest';
import { isSignedBy, readYubicoRequest, yubicoReplyText } from '../../server/wire/yubico-protocol.ts';

/** The key and the numbers of Yubico's description of the protocol (Test vectors). */
const apiKey = Buffer.from('mG5be6ZJU1qBGz24yPh/ESM3UdU=', 'base64');
const otp = 'vvungrrdhvtklknvrtvuvbbkeidikkvgglrvdgrfcdft';
const nonce = 'jrFwbaYFhn0HoxZIsd9LQ6w2ceU';

test('the signature of Yubico’s own example is right, and any change makes it wrong', () => {
  const request = { id: '1', otp, nonce, h: '+ja8S3IjbX593/LAgTBixwPNGX4=' };
  expect(isSignedBy(request, apiKey)).toBe(true);
  expect(isSignedBy({ ...request, h: request.h.replace('+', ' ') }, apiKey)).toBe(true);
  expect(isSignedBy({ ...request, callback: 'not part of the protocol' }, apiKey)).toBe(true);
  for (const change of [{ id: '2' }, { timestamp: '1' }, { sl: '50' }, { nonce: 'x' }, { h: '' }, { h: undefined }]) {
    expect(isSignedBy({ ...request, ...change }, apiKey)).toBe(false);
  }
});

test.each([
  ['no otp', { nonce }],
  ['no nonce', { otp }],
  ['a short nonce', { otp, nonce: 'short' }],
  ['a long nonce', { otp, nonce: 'a'.repeat(41) }],
  ['a nonce with a line break', { otp, nonce: `aaaaaaaaaaaaaaaa\nstatus=OK` }],
  ['a level over 100', { otp, nonce, sl: '101' }],
  ['a timeout that is none', { otp, nonce, timeout: 'soon' }],
])('%s is a missing parameter', (_, parameters) => {
  expect(readYubicoRequest(parameters)).toBeUndefined();
});

test('a request says whether it wants counters and levels', () => {
  expect(readYubicoRequest({ otp, nonce })).toEqual({ otp, nonce, wantsTicket: false, wantsSync: false });
  expect(readYubicoRequest({ otp, nonce, timestamp: '1', sl: 'secure', timeout: '8' })).toMatchObject({
    ...{ wantsTicket: true, wantsSync: true },
  });
});

const at = new Date('2026-11-22T02:06:33.123Z');
const reply = (more = {}) => yubicoReplyText({ status: 'OK', otp, nonce, at, apiKey, ...more });
const linesOf = (text: string) =>
  Object.fromEntries(
    text
      .split('\r\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

test('a reply repeats otp and nonce, and its signature covers every line', () => {
  const lines = linesOf(reply({ sync: true, ticket: { timestamp: 7, useCounter: 3, session: 2 } }));
  const { h, ...covered } = lines;
  expect(covered).toEqual({
    ...{ t: '2026-11-22T02:06:33Z0123', otp, nonce, sl: '100', timestamp: '7', sessioncounter: '3', sessionuse: '2' },
    status: 'OK',
  });
  expect(linesOf(reply()).timestamp).toBe('2026-11-22T02:06:33Z123000');
  expect(h).not.toBe(linesOf(reply({ status: 'BAD_OTP' })).h);
});

test('what a client typed cannot add a line', () => {
  expect(linesOf(reply({ status: 'BAD_OTP', otp: 'x\r\nstatus=OK' }))).toMatchObject({
    ...{ otp: 'xstatus=OK', status: 'BAD_OTP' },
  });
});

test('a client that nobody knows gets no signature', () => {
  expect(linesOf(reply({ apiKey: undefined, status: 'NO_SUCH_CLIENT' })).h).toBe('');
});
