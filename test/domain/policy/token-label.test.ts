import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base32 } from '../../../domain/otp/base32.ts';
import { oathtokenUri, otpauthUri } from '../../../domain/policy/otpauth-uri.ts';
import { tokenLabel } from '../../../domain/policy/token-label.ts';
import { askAbout, policyOf } from './policy-of.ts';

const facts = { serial: 'OATH1', user: 'alice', realm: 'office', givenname: 'Alice', surname: 'Ä{user}' };
const labelOf = (text: string, of = facts) =>
  tokenLabel(askAbout(text === '' ? [] : [policyOf('p', 'enrollment', `tokenlabel=${text}`)]), of).label;

test.each([
  ['', 'OATH1'],
  ['<s>', 'OATH1'],
  ['<u>@<r>', 'alice@office'],
  ['{user}@{realm} {serial}', 'alice@office OATH1'],
  ['{givenname} {surname}', 'Alice Ä{user}'],
  ['{user.name} {nothing} <x>', '{user.name} {nothing} <x>'],
  ['Acme\\, Inc. <u>', 'Acme, Inc. alice'],
  ["'  <u>  '", 'alice'],
])('the label %j comes out as %j', (text, label) => {
  expect(labelOf(text)).toBe(label);
});

test('a label that comes out empty is the serial', () => {
  expect(labelOf('<u>', { ...facts, user: '', realm: '' })).toBe('OATH1');
});

test('the issuer is privacyIDEA unless a policy says otherwise', () => {
  expect(tokenLabel(askAbout([]), facts)).toEqual({ label: 'OATH1', issuer: 'privacyIDEA', policies: [] });
  const asked = askAbout([
    policyOf('p', 'enrollment', 'tokenissuer={realm} desk, appimageurl=https://x.example/a.png'),
  ]);
  expect(tokenLabel(asked, facts)).toEqual({
    label: 'OATH1',
    issuer: 'office desk',
    image: 'https://x.example/a.png',
    policies: ['p'],
  });
});

const seed = new TextEncoder().encode('12345678901234567890');
const hotp = { type: 'hotp', serial: 'OATH1', hash: 'sha1', digits: 6, periodSeconds: 30 } as const;
const named = { label: 'alice@office/1', issuer: 'privacyIDEA' };

test.each([
  [
    hotp,
    named,
    'otpauth://hotp/alice%40office/1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=1&digits=6&creator=privacyidea&issuer=privacyIDEA&serial=OATH1',
  ],
  [
    { ...hotp, type: 'totp', hash: 'sha256', digits: 8, periodSeconds: 60 } as const,
    { label: "a b'(x)", issuer: 'Müller & Co', image: 'https://x.example/a.png' },
    'otpauth://totp/a%20b%27%28x%29?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA256&period=60&digits=8&creator=privacyidea&issuer=M%C3%BCller%20%26%20Co&serial=OATH1&image=https%3A//x.example/a.png',
  ],
])('writes the URI member for member: %#', (credential, label, uri) => {
  expect(otpauthUri(seed, credential, label)).toBe(uri);
});

test('cuts the label so that label and secret fit', () => {
  const secret = base32(seed);
  const uri = otpauthUri(seed, hotp, { ...named, label: 'x'.repeat(500) });
  const label = uri.slice('otpauth://hotp/'.length, uri.indexOf('?'));
  expect(label.length).toBe(180 - `otpauth://hotp/?secret=${secret}&counter=1`.length);
});

test('leaves 20 characters of the label beside the longest secret', () => {
  const uri = otpauthUri(new Uint8Array(128), hotp, { ...named, label: 'x'.repeat(500) });
  expect(uri).toContain(`otpauth://hotp/${'x'.repeat(20)}?`);
});

test('tells an app what it needs for its own part of the seed', () => {
  const twoStep = { '2step_salt': 8, '2step_output': 20, '2step_difficulty': 10000 };
  const uri = otpauthUri(seed, { ...hotp, twoStep }, { ...named, image: 'x' });
  expect(uri).toContain('&serial=OATH1&2step_salt=8&2step_output=20&2step_difficulty=10000&image=x');
});

test('writes a URI for any label', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (label) => {
      expect(new URL(otpauthUri(seed, hotp, { ...named, label })).searchParams.get('serial')).toBe('OATH1');
    }),
  );
  expect(otpauthUri(seed, hotp, { ...named, label: '\ud800' })).toContain('%EF%BF%BD');
});

test('writes the older form for OATH Token', () => {
  expect(oathtokenUri(Uint8Array.of(1, 255), { type: 'totp' }, 'a b')).toBe(
    'oathtoken:///addToken?name=a%20b&lockdown=true&key=01ff&timeBased=true',
  );
});

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base32 of %j is %j (RFC 4648 section 10)', (text, encoded) => {
  expect(base32(new TextEncoder().encode(text))).toBe(encoded);
});
