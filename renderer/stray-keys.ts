/** A key as far as telling a token from a hand needs it. */
interface Keystroke {
  readonly key: string;
  /** Held down, or with Ctrl, Alt or Meta: never a token. */
  readonly modified: boolean;
  /** Whether it goes where text is typed. */
  readonly inField: boolean;
  /** When it was pressed, not when a busy window got round to it. */
  readonly atMs: number;
}

export interface StrayClock {
  /** Runs once after the time; answers the function that calls it off. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export interface StrayKeys {
  /** `hold`: do not let it through, it will be given back by `release` if it was a hand after all. */
  readonly take: (stroke: Keystroke) => 'hold' | 'pass';
  /** Gives back what is held before the place it belongs to changes. */
  readonly settle: () => void;
}

/** Characters a token types: digits and modhex (Yubico OTP), either case. */
const alphabet = /^[0-9cbdefghijklnrtuv]$/i;
/** A hand is slower than this between all of six keys; a token never is. */
export const burstGapMs = 35;
const burstLength = 6;
/** The longest pause of a token that is told to go slowly. Where no text is typed, no hand follows a character so soon. */
export const slowTokenGapMs = 120;

/**
 * Tells a token's typing from a hand's, outside the code field. Each candidate is held back for one gap: what a hand
 * typed is released a blink later, what a token typed is dropped, its closing Enter with it, and `told` is called once.
 */
export function strayKeys(clock: StrayClock, release: (keys: readonly string[]) => void, told: () => void): StrayKeys {
  let held: string[] = [];
  let stray = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let wasCharacter = false;
  let callOff = () => {};

  const settle = () => {
    callOff();
    const given = held;
    const wasStray = stray;
    held = [];
    stray = false;
    if (wasStray) told();
    else if (given.length > 0) release(given);
  };

  return {
    settle,
    take: ({ key, modified, inField, atMs }) => {
      const gapMs = atMs - lastMs;
      const quick = gapMs < burstGapMs;
      const ends = key === 'Enter' && wasCharacter && gapMs <= slowTokenGapMs;
      lastMs = atMs;
      wasCharacter = !modified && alphabet.test(key);
      if (stray && quick && key === 'Enter') {
        settle();
        return 'hold';
      }
      // It would press what says Enter: the end of a slow token's code is nobody's wish.
      if (ends && !inField) {
        settle();
        return 'hold';
      }
      // The Shift of a capital letter is part of the token's typing.
      if (key === 'Shift' && held.length > 0) return 'pass';
      if (modified || !alphabet.test(key)) {
        settle();
        return 'pass';
      }
      if (!quick) settle();
      held.push(key);
      stray ||= held.length >= burstLength;
      callOff();
      callOff = clock.after(burstGapMs, settle);
      return 'hold';
    },
  };
}
