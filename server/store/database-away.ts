/** The database does not answer, or not in time: nothing is known to be done, and it is worth trying again. */
export class DatabaseAwayError extends Error {}

/** SQLSTATE of PostgreSQL that tell of the server or the connection, not of what was asked (PostgreSQL, appendix A). */
const away = /^(08|57P|53[^1]|55P03$|57014$|25P0[34]$|XX000$)/;

/** What a failure of the database means: its own error when it answered, otherwise that it is away. */
export function asAway(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'severity' in error && 'code' in error ? String(error.code) : undefined;
  if (code !== undefined && !away.test(code)) return error;
  return new DatabaseAwayError(`the database does not answer: ${reasonOf(error)}`, { cause: error });
}

/** A name with several addresses fails with one error for all of them, and no words of its own. */
function reasonOf(error: Error): string {
  const errors = error instanceof AggregateError ? error.errors : [];
  return error.message || errors.map((one: unknown) => (one as Error).message).join('; ') || error.name;
}
