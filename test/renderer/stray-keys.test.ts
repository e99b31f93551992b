import { describe, expect, it } from 'vitest';
import { burstGapMs, slowTokenGapMs, strayKeys } from '../../renderer/stray-keys.ts';

/** What the keys of the digits 0 to 9 type without Shift. */
const french = 'à&é"\'(-è_ç';
const czech = 'é+ěščřžýáí';
const pressedOn = (layout: string, digits: string) =>
  [...digits].map((digit) => [layout[Number(digit)] ?? '', `Digit${digit}`] as const);
const layouts = [
  ['French', pressedOn(french, '755224')],
  ['Czech', pressedOn(czech, '755224')],
  ['Russian', [...'CBDEFG'].map((letter) => ['сивуап'['CBDEFG'.indexOf(letter)] ?? '', `Key${letter}`] as const)],
] as const;

/** A keyboard with its own clock: what was let through, given back, and told. */
function keyboard(inField = true) {
  let nowMs = 1000;
  let pending: { atMs: number; run: () => void } | undefined;
  const seen: string[] = [];
  let told = 0;
  const keys = strayKeys(
    {
      after: (ms, run) => {
        const mine = { atMs: nowMs + ms, run };
        pending = mine;
        return () => {
          if (pending === mine) pending = undefined;
        };
      },
    },
    (released) => seen.push(...released),
    () => {
      told += 1;
    },
  );
  const wait = (ms: number) => {
    nowMs += ms;
    if (pending !== undefined && pending.atMs <= nowMs) {
      const due = pending;
      pending = undefined;
      due.run();
    }
  };
  const press = (key: string, gapMs: number, modified = false, code = '') => {
    wait(gapMs);
    if (keys.take({ key, code, modified, inField, atMs: nowMs }) === 'pass') seen.push(key);
  };
  const type = (text: string, gapMs: number) => {
    for (const key of text) press(key, gapMs);
  };
  return { keys, press, type, wait, seen: () => seen.join(''), told: () => told };
}

describe('stray keys', () => {
  it('lets a hand type, every character in its order', () => {
    const board = keyboard();
    board.type('bettine 123456', 60);
    board.wait(100);
    expect(board.seen()).toBe('bettine 123456');
    expect(board.told()).toBe(0);
  });

  it('drops what a token types, its Enter with it, and tells once', () => {
    const board = keyboard();
    board.type('cccccbcvvtjdbdckgbcruhhjjltkrggrfkblrrbnhbdn', 8);
    board.press('Enter', 8);
    board.wait(100);
    expect(board.seen()).toBe('');
    expect(board.told()).toBe(1);
  });

  it.each([60, 150, slowTokenGapMs - 1])(
    'drops the Enter of a token that waits %i ms between keys, where no text is typed',
    (gapMs) => {
      const board = keyboard(false);
      board.type('755224', gapMs);
      board.press('Enter', gapMs);
      expect(board.seen()).toBe('755224');
      expect(board.told()).toBe(1);
    },
  );

  it('lets an Enter through that a hand presses after a letter or a few', () => {
    const board = keyboard(false);
    for (const text of ['c', '12345', 'tuner']) {
      board.type(text, 90);
      board.press('Enter', 90);
    }
    expect(board.seen()).toBe('cEnter12345EntertunerEnter');
    expect(board.told()).toBe(0);
  });

  it.each(layouts)('knows a token by the places of its keys on a keyboard that is %s', (_, keys) => {
    for (const gapMs of [8, 150]) {
      const board = keyboard(false);
      for (const [key, code] of keys) board.press(key, gapMs, false, code);
      board.press('Enter', gapMs);
      board.wait(400);
      expect(board.seen().endsWith('Enter')).toBe(false);
      expect(board.told()).toBe(1);
    }
  });

  it('gives back what a hand types on such a keyboard', () => {
    const board = keyboard();
    for (const [key, code] of pressedOn(french, '135135')) board.press(key, 60, false, code);
    board.wait(100);
    expect(board.seen()).toBe('&"(&"(');
    expect(board.told()).toBe(0);
  });

  it('holds no key that moves or composes where a digit is printed on it', () => {
    const board = keyboard();
    for (const [key, code] of [
      ['End', 'Numpad1'],
      ['Dead', 'Digit2'],
    ] as const)
      board.press(key, 8, false, code);
    expect(board.seen()).toBe('EndDead');
  });

  it('lets the Enter of a code through that came long before it, and after its end was quick', () => {
    const board = keyboard(false);
    board.type('755224', 8);
    board.press('Enter', 60);
    expect(board.seen()).toBe('');
    expect(board.told()).toBe(1);
    board.press('Enter', 500);
    expect(board.seen()).toBe('Enter');
  });

  it('lets a quick hand end a word by Enter in a field', () => {
    const board = keyboard();
    board.type('hans', 90);
    board.press('Enter', 90);
    expect(board.seen()).toBe('hansEnter');
  });

  it('drops six digits without Enter', () => {
    const board = keyboard();
    board.type('755224', 8);
    board.wait(100);
    expect(board.seen()).toBe('');
    expect(board.told()).toBe(1);
  });

  it('gives back a short quick burst: five characters may be a hand', () => {
    const board = keyboard();
    board.type('12345', 8);
    board.wait(burstGapMs);
    expect(board.seen()).toBe('12345');
    expect(board.told()).toBe(0);
  });

  it('gives back what is held before another key does its work', () => {
    const board = keyboard();
    board.type('12', 10);
    board.press('Backspace', 10);
    expect(board.seen()).toBe('12Backspace');
  });

  it('lets an Enter pass that a person presses after a stray burst', () => {
    const board = keyboard();
    board.type('755224', 8);
    board.press('Enter', 200);
    expect(board.seen()).toBe('Enter');
    expect(board.told()).toBe(1);
  });

  it('keeps a hand’s words apart from a token that types right after', () => {
    const board = keyboard();
    board.type('an', 80);
    board.wait(80);
    board.type('cccccbcvvtjd', 8);
    board.wait(100);
    expect(board.seen()).toBe('an');
    expect(board.told()).toBe(1);
  });

  it('counts capital letters typed with Shift', () => {
    const board = keyboard();
    for (const key of 'CBDEFG') {
      board.press('Shift', 4);
      board.press(key, 4);
    }
    board.wait(100);
    expect(board.seen().replaceAll('Shift', '')).toBe('');
    expect(board.told()).toBe(1);
  });

  it('takes no held key and no shortcut for a token', () => {
    const board = keyboard();
    for (let times = 0; times < 12; times += 1) board.press('c', 20, true);
    board.wait(100);
    expect(board.seen()).toBe('c'.repeat(12));
    expect(board.told()).toBe(0);
  });
});
