import { describe, expect, it } from 'vitest';
import { codeTyping } from '../../renderer/ceremony/code-typing.ts';
import { tokenCharacter } from '../../renderer/controls/token-key.ts';

describe('the code field', () => {
  it('gives the code at Enter with the longest gap between its characters', () => {
    const typing = codeTyping();
    let atMs = 500;
    for (const [place, key] of [...'755224'].entries()) {
      atMs += place === 3 ? 21 : 8;
      expect(typing.key(key, atMs)).toEqual({ count: place + 1 });
    }
    expect(typing.key('Enter', atMs + 400)).toEqual({ count: 0, code: { typed: '755224', longestGapMs: 21 } });
    expect(typing.count()).toBe(0);
  });

  it('begins anew after a code, without the pause between two touches', () => {
    const typing = codeTyping();
    typing.key('1', 0);
    typing.key('Enter', 5);
    typing.key('2', 9000);
    typing.key('3', 9008);
    expect(typing.key('Enter', 9016).code).toEqual({ typed: '23', longestGapMs: 8 });
  });

  it('gives nothing for a bare Enter and takes no keys that type nothing', () => {
    const typing = codeTyping();
    expect(typing.key('Enter', 0)).toEqual({ count: 0 });
    expect(typing.key('F5', 1)).toEqual({ count: 0 });
  });

  it.each([
    ['a French', '&é"\'(-è_çà', 'Digit'],
    ['a Czech', '+ěščřžýáíé', 'Digit'],
    ['a number pad without its lock', ['End', 'ArrowDown', 'PageDown'], 'Numpad'],
  ])('reads a code that a token typed on %s keyboard', (_, keys, place) => {
    const typing = codeTyping();
    const digits = '1234567890'.slice(0, keys.length);
    for (const [at, key] of [...keys].entries()) {
      typing.key(tokenCharacter({ key, code: `${place}${digits[at]}` }), at * 8);
    }
    expect(typing.key(tokenCharacter({ key: 'Enter', code: 'Enter' }), 90).code?.typed).toBe(digits);
  });

  it('reads a Yubico OTP that was typed on another alphabet or another order of letters', () => {
    const typed = [
      ['с', 'KeyC'],
      ['j', 'KeyC'],
      ['C', 'KeyC'],
      ['v', 'KeyV'],
      ['1', 'Digit1'],
    ] as const;
    expect(typed.map(([key, code]) => tokenCharacter({ key, code })).join('')).toBe('cccv1');
    expect(tokenCharacter({ key: 'ß', code: 'Minus' })).toBe('ß');
    expect(tokenCharacter({ key: 'v', code: '' })).toBe('v');
  });

  it('stops collecting at 64 characters', () => {
    const typing = codeTyping();
    for (let place = 0; place < 100; place += 1) typing.key('c', place);
    expect(typing.key('Enter', 200).code?.typed).toHaveLength(64);
  });

  it('forgets a code that a hand began', () => {
    const typing = codeTyping();
    typing.key('1', 0);
    typing.forget();
    expect(typing.key('Enter', 5)).toEqual({ count: 0 });
  });
});
