import type { Conflict } from './conflict.ts';

/** What a station's request can fail with, and the HTTP status of each. */
const statuses = {
  signature: 401,
  revoked: 401,
  'unknown-station': 401,
  'enrolment-code': 403,
  'not-found': 404,
  conflict: 409,
  gap: 409,
  'too-large': 413,
  refused: 422,
  'server-error': 500,
  busy: 503,
  full: 507,
} as const;

export type StationFailure = keyof typeof statuses;

interface StationErrorOptions {
  readonly cause?: unknown;
  readonly lastSequence?: number;
  readonly retryAfterSeconds?: number;
  readonly conflict?: Conflict;
}

/** A failure in the desk's own part of the wire: `{ failure, reason }`. */
export class StationError extends Error {
  readonly failure: StationFailure;
  readonly status: number;
  /** Where the station's chain stands here after this answer: what is at or before it need not be sent again. */
  readonly lastSequence: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** What a record contradicts, for the desk to word. */
  readonly conflict: Conflict | undefined;

  constructor(failure: StationFailure, reason: string, options: StationErrorOptions = {}) {
    super(reason, options);
    this.name = 'StationError';
    this.failure = failure;
    this.status = statuses[failure];
    this.lastSequence = options.lastSequence;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.conflict = options.conflict;
  }

  get body(): {
    readonly failure: StationFailure;
    readonly reason: string;
    readonly lastSequence?: number;
    readonly conflict?: Pick<Conflict, 'kind' | 'facts'>;
  } {
    const { failure, message: reason, lastSequence, conflict } = this;
    return {
      failure,
      reason,
      ...(lastSequence === undefined ? {} : { lastSequence }),
      ...(conflict === undefined ? {} : { conflict: { kind: conflict.kind, facts: conflict.facts } }),
    };
  }
}
