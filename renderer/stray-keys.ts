import { mayBeToken } from './controls/token-key.ts';

/** A key as far as telling a token from a hand needs it. */
interface Keystroke {
  readonly key: string;
  readonly code: string;
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

/** A hand is slower than this between all of six keys; a token never is. */
export const burstGapMs = 35;
const burstLength = 6;
/** No token waits longer between two keys, also one that is told to go slowly, on a machine that is far away. */
export const slowTokenGapMs = 300;

/**
 * Tells a token's typing from a hand's, outside the code field. Each candidate is held back for one gap: what a hand
 * typed is released a blink later, what a token typed is dropped, its closing Enter with it, and `told` is called once.
 * Of a token that types as slowly as a hand the Enter alone is dropped, and only where no text is typed: there it would
 * press what says Enter.
 */
export function strayKeys(clock: StrayClock, release: (keys: readonly string[]) => void, told: () => void): StrayKeys {
  let held: string[] = [];
  let stray = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  /** How many keys of a token came without a pause up to now. */
  let run = 0;
  let isTold = false;
  let callOff = () => {};

  const tell = () => {
    if (!isTold) told();
    isTold = true;
  };
  const settle = () => {
    callOff();
    const given = held;
    const wasStray = stray;
    held = [];
    stray = false;
    if (wasStray) tell();
    else if (given.length > 0) release(given);
  };

  return {
    settle,
    take: ({ key, code, modified, inField, atMs }) => {
      const gapMs = atMs - lastMs;
      const quick = gapMs < burstGapMs;
      const goesOn = gapMs < slowTokenGapMs;
      const ends = key === 'Enter' && goesOn && run >= burstLength && !inField;
      const isCandidate = !modified && mayBeToken({ key, code });
      lastMs = atMs;
      // The Shift of a capital letter is part of the token's typing.
      if (key !== 'Shift') run = isCandidate ? (goesOn ? run : 0) + 1 : 0;
      if (run === 1) isTold = false;
      if (stray && quick && key === 'Enter') {
        settle();
        return 'hold';
      }
      if (ends) {
        settle();
        tell();
        return 'hold';
      }
      if (key === 'Shift' && held.length > 0) return 'pass';
      if (!isCandidate) {
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
