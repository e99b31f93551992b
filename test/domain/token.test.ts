import { describe, expect, it } from 'vitest';
import { credentialSerial, type TokenSerial, tokenSerial } from '../../domain/token.ts';

describe('a token serial', () => {
  it.each([
    ['12345678', '12345678'],
    ['0012345678', '12345678'],
    [' 1234 5678 ', '12345678'],
    ['0', '0'],
  ])('reads %j as %s', (text, serial) => {
    expect(tokenSerial(text)).toBe(serial);
  });

  it.each(['', 'abc', '12345678901', '12.5', '-', '１２３'])('refuses %j', (text) => {
    expect(tokenSerial(text)).toBeUndefined();
  });

  it('names credentials as privacyIDEA’s mass enrolment does', () => {
    expect(credentialSerial('12345678' as TokenSerial, 1, 'hotp')).toBe('UBOM12345678_1');
    expect(credentialSerial('4242' as TokenSerial, 2, 'yubikey')).toBe('UBAM00004242_2');
  });
});
