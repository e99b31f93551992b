/** What a token typed: the characters before Enter, and the longest pause between two of them. */
export interface TypedCode {
  readonly typed: string;
  readonly longestGapMs: number;
}

export interface CodeTyping {
  /** `code` when Enter ended it; `count` is how many characters have come, all that the screen shows of them. */
  readonly key: (key: string, atMs: number) => { readonly count: number; readonly code?: TypedCode };
  readonly count: () => number;
  readonly forget: () => void;
}

const longest = 64;

/** Collects a burst of keystrokes; what it is worth is for the desk to say. */
export function codeTyping(): CodeTyping {
  let typed = '';
  let lastMs = 0;
  let longestGapMs = 0;
  const forget = () => {
    typed = '';
    longestGapMs = 0;
  };
  return {
    forget,
    count: () => typed.length,
    key: (key, atMs) => {
      if (key === 'Enter') {
        const code = typed === '' ? undefined : { typed, longestGapMs };
        forget();
        return { count: 0, ...(code === undefined ? {} : { code }) };
      }
      if (key.length !== 1 || typed.length >= longest) return { count: typed.length };
      if (typed !== '') longestGapMs = Math.max(longestGapMs, Math.round(atMs - lastMs));
      lastMs = atMs;
      typed += key;
      return { count: typed.length };
    },
  };
}
