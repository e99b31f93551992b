import type { RefusalReason, RefusalValues } from '../../domain/refusal.ts';

/** privacyIDEA's error codes, and the HTTP status each comes with. */
const wireErrors = {
  wrongCredentials: { code: 4031, status: 401 },
  missingUsername: { code: 4032, status: 401 },
  missingHeader: { code: 4033, status: 401 },
  undecodableToken: { code: 4304, status: 401 },
  expiredToken: { code: 4305, status: 401 },
  wrongRole: { code: 4306, status: 401 },
  tokenAdmin: { code: 301, status: 400 },
  import: { code: 304, status: 400 },
  enrollment: { code: 404, status: 400 },
  policy: { code: 303, status: 403 },
  notFound: { code: 601, status: 404 },
  user: { code: 904, status: 400 },
  parameter: { code: 905, status: 400 },
  resolver: { code: 907, status: 400 },
  configuration: { code: 302, status: 400 },
  tokenLocked: { code: 1007, status: 400 },
  assigned: { code: 1103, status: 400 },
  severalTokens: { code: 1200, status: 400 },
  lostUnowned: { code: 2012, status: 400 },
  tokenType: { code: 1610, status: 400 },
  tooLarge: { code: 905, status: 413 },
  internal: { code: -500, status: 500 },
  busy: { code: -500, status: 503 },
  full: { code: -500, status: 507 },
  tooOften: { code: 4031, status: 429 },
} as const;

export type WireErrorName = keyof typeof wireErrors;

/** An error that goes out in privacyIDEA's envelope. Library errors carry `ERR<code>: ` before their text. */
export class WireError extends Error {
  readonly code: number;
  readonly status: number;
  /** When it is worth trying again, as far as is known. */
  readonly retryAfterSeconds: number | undefined;
  /** The policies that say so, by name. */
  readonly policies: readonly string[];
  /** For screens that have words of their own. */
  readonly reason: RefusalReason | undefined;
  readonly values: RefusalValues;

  constructor(
    name: WireErrorName,
    message: string,
    options: {
      readonly cause?: unknown;
      readonly retryAfterSeconds?: number;
      readonly policies?: readonly string[];
      readonly reason?: RefusalReason;
      readonly values?: RefusalValues;
    } = {},
  ) {
    const { code, status } = wireErrors[name];
    super(status === 400 ? `ERR${code}: ${message}` : message, options);
    this.name = 'WireError';
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.policies = options.policies ?? [];
    this.reason = options.reason;
    this.values = options.values ?? {};
  }
}

export function notFound(what: string): WireError {
  return new WireError('notFound', `The requested ${what} could not be found.`);
}

/** What privacyIDEA says to a person who may not do it with their own tokens. */
export function notForOneself(right: string): WireError {
  return new WireError('policy', `User actions are defined, but the action ${right} is not allowed!`);
}

/** What is said to a person who proved no token, and would get another in its place. */
export function needsToken(right: string): WireError {
  return new WireError('policy', `${right} needs a login with a token: log in with one, or ask at the desk.`);
}

export function withoutRight(right: string): WireError {
  return new WireError('policy', `Admin actions are defined, but the action ${right} is not allowed!`);
}
