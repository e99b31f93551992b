/** Whether an error says that there is no room left: nothing was kept, and it works again when there is. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || code === '53100';
}

/** Whether a text had what the database has no character for: zero, or half of one (PostgreSQL, appendix A). */
export function isUnkept(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '22021' || code === '22P05';
}
