/** How time passes, for the pause between two makings. */
export interface Passing {
  readonly nowMs: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

const longestPauseMs = 5000;

/**
 * Something costly that all who ask share. It is made anew when its revision is another, after a pause as long as the
 * last making took, so that half of the time is left for everything else. Whoever asks gets what held when they asked,
 * or newer.
 */
export function madeOnce<T>(
  revision: () => Promise<string>,
  make: () => Promise<T>,
  { nowMs, wait }: Passing,
): () => Promise<T> {
  let last: { readonly revision: string; readonly made: Promise<T> } | undefined;
  let next: Promise<T> | undefined;
  let pause: Promise<unknown> = Promise.resolve();

  async function makeNext(): Promise<T> {
    let now: string;
    try {
      await pause;
      now = await revision();
    } finally {
      // Whoever joined until now is served: what is made reads everything after this.
      next = undefined;
    }
    return last?.revision === now ? last.made : making(now);
  }

  function making(now: string): Promise<T> {
    const begunMs = nowMs();
    const made = make();
    const one = { revision: now, made };
    last = one;
    const rest = () => wait(Math.min(nowMs() - begunMs, longestPauseMs));
    pause = made.then(rest, () => {
      if (last === one) last = undefined;
      return rest();
    });
    return made;
  }

  return async () => {
    const now = await revision();
    if (last?.revision === now) return last.made;
    next ??= makeNext();
    return next;
  };
}
