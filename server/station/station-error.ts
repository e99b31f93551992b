/** What a station's request can fail with, and the HTTP status of each. */
const statuses = {
  signature: 401,
  revoked: 401,
  'enrolment-code': 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  refused: 422,
  'server-error': 500,
  busy: 503,
} as const;

export type StationFailure = keyof typeof statuses;

/** A failure in the desk's own part of the wire: `{ failure, reason }`. */
export class StationError extends Error {
  readonly failure: StationFailure;
  readonly status: number;

  constructor(failure: StationFailure, reason: string, options: { readonly cause?: unknown } = {}) {
    super(reason, options);
    this.name = 'StationError';
    this.failure = failure;
    this.status = statuses[failure];
  }

  get body(): { readonly failure: StationFailure; readonly reason: string } {
    return { failure: this.failure, reason: this.message };
  }
}
