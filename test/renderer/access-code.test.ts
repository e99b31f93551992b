import { describe, expect, it } from 'vitest';
import { takeAccessCode } from '../../renderer/ceremony/access-code.ts';

const field = (value: string) => ({ value }) as HTMLInputElement;

describe('an access code as it is entered', () => {
  it('is six bytes from twelve hex digits, and the field is empty afterwards', () => {
    const typed = field('00 1a:2B 3c 4d fF');
    expect(takeAccessCode(typed)).toEqual(Uint8Array.of(0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0xff));
    expect(typed.value).toBe('');
  });

  it.each(['', '001a2b3c4d', '001a2b3c4dff00', '001a2b3c4dfg', 'ffffffffffff?'])('refuses %j', (text) => {
    const typed = field(text);
    expect(takeAccessCode(typed)).toBeUndefined();
    expect(typed.value).toBe('');
  });
});
