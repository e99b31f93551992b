/** How long an exchange may take: `answerMs` until its first byte, `idleMs` between two, and as a whole what its size allows. */
export interface TimeLimits {
  readonly answerMs: number;
  readonly idleMs: number;
  /** Slower than this on the whole is no line that can be worked with: 16 bytes a millisecond is 128 kbit/s. */
  readonly slowestBytesPerMs: number;
}

export const usualLimits: TimeLimits = { answerMs: 15_000, idleMs: 10_000, slowestBytesPerMs: 16 };

interface TimeLimit {
  /** So many bytes came. */
  moved(bytes: number): void;
  end(): void;
}

/** Calls `expired` once, when an exchange that sends so many bytes is silent for too long or too slow as a whole. */
export function timeLimit(limits: TimeLimits, sentBytes: number, expired: () => void): TimeLimit {
  const begunMs = performance.now();
  let bytes = sentBytes;
  let timer: NodeJS.Timeout | undefined;
  const arm = (patienceMs: number) => {
    clearTimeout(timer);
    const wholeMs = begunMs + limits.answerMs + bytes / limits.slowestBytesPerMs - performance.now();
    timer = setTimeout(expired, Math.max(0, Math.min(patienceMs, wholeMs)));
  };
  arm(Number.POSITIVE_INFINITY);
  return {
    moved: (more) => {
      bytes += more;
      arm(limits.idleMs);
    },
    end: () => clearTimeout(timer),
  };
}
